// The module that takes the place of o1js's wasm module: the functions of the native module (native.mjs), with the
// classes and the ownership of wasm-bindgen.
import { evalsOfMl, mlOfEvals } from './abi/evals.mjs';
import * as commitments from './abi/verifier_index.mjs';
import {
  borrowed,
  bytes,
  defineClass,
  defineHeldClass,
  list,
  moved,
  optional,
  plain,
  pointers,
  takeArguments,
} from './wasm_classes.mjs';
import { throwing, unsupportedWasm } from './unsupported.mjs';
import { berkeley } from './versions.mjs';

/** @typedef {import('./wasm_classes.mjs').Type} Type */

/** @param {string[]} names @param {Type} type */
const each = (names, type) => Object.fromEntries(names.map((name) => [name, type]));

const Wire = defineClass('Wire', { row: plain, col: plain });
const wire = moved(() => Wire);
const GateWires = defineClass('WasmGateWires', each(['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'w6'], wire));
const LookupPatterns = defineClass(
  'LookupPatterns',
  each(['xor', 'lookup', 'range_check', 'foreign_field_mul'], plain)
);
const LookupFeatures = defineClass('LookupFeatures', {
  patterns: moved(() => LookupPatterns),
  joint_lookup_used: plain,
  uses_runtime_tables: plain,
});
const LookupInfo = defineClass('LookupInfo', {
  max_per_row: plain,
  max_joint_size: plain,
  features: moved(() => LookupFeatures),
});

const sharedClasses = {
  Wire: Object.assign(Wire, {
    /** @param {number} row @param {number} col */
    create: (row, col) => new Wire(row, col),
  }),
  WasmGateWires: GateWires,
  LookupPatterns,
  LookupFeatures,
  LookupInfo,
};

/** Evaluations are arrays in the form of OCaml. @type {Type} */
const evaluations = { in: evalsOfMl, out: mlOfEvals };

/** The classes of one field. @param {'Fp' | 'Fq'} F @param {Record<string, any>} native */
function fieldClasses(F, native) {
  const G = defineClass(F === 'Fp' ? 'WasmGVesta' : 'WasmGPallas', { x: bytes, y: bytes, infinity: plain });
  const point = moved(() => G);
  const points = list(() => G);
  const PolyComm = defineClass(`Wasm${F}PolyComm`, { unshifted: points, shifted: optional(point) });
  const comm = moved(() => PolyComm);
  const comms = list(() => PolyComm);
  const Gate = defineClass(`Wasm${F}Gate`, { typ: plain, wires: moved(() => GateWires), coeffs: bytes });
  const Srs = defineHeldClass(`Wasm${F}Srs`);
  const GateVector = defineHeldClass(`Wasm${F}GateVector`);
  const Index = defineHeldClass(`WasmPasta${F}PlonkIndex`, ({ handle }) => handle.free());

  const NativeVecVec = native[`WasmVecVec${F}`];
  const VecVecBase = defineHeldClass(`WasmVecVec${F}`);
  class VecVec extends VecVecBase {
    /** @param {number} capacity */
    constructor(capacity) {
      super();
      this.__wbg_ptr = new NativeVecVec(capacity);
    }
    /** @param {Uint8Array} vector */
    push(vector) {
      this.__wbg_ptr.push(vector);
    }
    /** @param {number} index @returns {Uint8Array} */
    get(index) {
      return this.__wbg_ptr.get(index);
    }
    /** @param {number} index @param {Uint8Array} vector */
    set(index, vector) {
      this.__wbg_ptr.set(index, vector);
    }
    /** @param {any} value @returns {any} */
    static of(value) {
      return Object.assign(Object.create(VecVec.prototype), { __wbg_ptr: value });
    }
  }
  Object.defineProperty(VecVec, 'name', { value: `WasmVecVec${F}` });
  const vectors = moved(() => VecVec);

  const LookupTable = defineClass(`WasmPasta${F}LookupTable`, { id: plain, data: vectors });
  const RuntimeTableCfg = defineClass(`WasmPasta${F}RuntimeTableCfg`, { id: plain, firstColumn: bytes });
  const RuntimeTable = defineClass(`Wasm${F}RuntimeTable`, { id: plain, data: bytes });
  const LookupCommitments = defineClass(`Wasm${F}LookupCommitments`, {
    sorted: comms,
    aggreg: comm,
    runtime: optional(comm),
  });
  const ProverCommitments = defineClass(`Wasm${F}ProverCommitments`, {
    w_comm: comms,
    z_comm: comm,
    t_comm: comm,
    lookup: optional(moved(() => LookupCommitments)),
  });
  const OpeningProof = defineClass(`Wasm${F}OpeningProof`, {
    lr_0: points,
    lr_1: points,
    delta: point,
    z1: bytes,
    z2: bytes,
    sg: point,
  });
  const ProofBase = defineClass(`Wasm${F}ProverProof`, {
    commitments: moved(() => ProverCommitments),
    proof: moved(() => OpeningProof),
    evals: evaluations,
    ft_eval1: bytes,
    public_: bytes,
    prev_challenges_scalars: vectors,
    prev_challenges_comms: comms,
  });
  const NativeProof = native[`Wasm${F}ProverProof`];
  const proofContent = borrowed(() => ProofBase);
  const ProverProof = Object.assign(ProofBase, {
    /** @param {Uint8Array} encoded */
    deserialize: (encoded) => ProofBase.of(NativeProof.deserialize(encoded)),
  });
  Object.defineProperty(ProofBase.prototype, 'serialize', {
    value() {
      return NativeProof.prototype.serialize.call(proofContent.in(this));
    },
  });

  const Domain = defineClass(`Wasm${F}Domain`, { log_size_of_group: plain, group_gen: bytes });
  const VerificationEvals = defineClass(`Wasm${F}PlonkVerificationEvals`, {
    ...each(commitments.lists, comms),
    ...each(commitments.singles, comm),
    ...each(commitments.optionals, optional(comm)),
  });
  const Shifts = defineClass(`Wasm${F}Shifts`, each(['s0', 's1', 's2', 's3', 's4', 's5', 's6'], bytes));
  const LookupSelectors = defineClass(
    `Wasm${F}LookupSelectors`,
    each(['xor', 'lookup', 'range_check', 'ffmul'], optional(comm))
  );
  const LookupVerifierIndex = defineClass(`Wasm${F}LookupVerifierIndex`, {
    joint_lookup_used: plain,
    lookup_table: comms,
    lookup_selectors: moved(() => LookupSelectors),
    table_ids: optional(comm),
    lookup_info: moved(() => LookupInfo),
    runtime_tables_selector: optional(comm),
  });
  const VerifierIndex = defineClass(`Wasm${F}PlonkVerifierIndex`, {
    domain: moved(() => Domain),
    max_poly_size: plain,
    public_: plain,
    prev_challenges: plain,
    srs: borrowed(() => Srs),
    evals: moved(() => VerificationEvals),
    shifts: moved(() => Shifts),
    lookup_index: optional(moved(() => LookupVerifierIndex)),
    zk_rows: plain,
  });
  const RandomOracles = defineClass(`Wasm${F}RandomOracles`, {
    ...each(['joint_combiner_chal', 'joint_combiner'], optional(bytes)),
    ...each(
      ['beta', 'gamma', 'alpha_chal', 'alpha', 'zeta', 'v', 'u', 'zeta_chal', 'v_chal', 'u_chal'],
      bytes
    ),
  });
  const Oracles = defineClass(`Wasm${F}Oracles`, {
    o: moved(() => RandomOracles),
    ...each(['p_eval0', 'p_eval1', 'opening_prechallenges', 'digest_before_evaluations'], bytes),
  });
  const classes = [
    G,
    PolyComm,
    Gate,
    Srs,
    GateVector,
    Index,
    VecVec,
    LookupTable,
    RuntimeTableCfg,
    RuntimeTable,
    LookupCommitments,
    ProverCommitments,
    OpeningProof,
    ProverProof,
    Domain,
    VerificationEvals,
    Shifts,
    LookupSelectors,
    LookupVerifierIndex,
    VerifierIndex,
    RandomOracles,
    Oracles,
  ];
  return {
    classes: Object.fromEntries(classes.map((Class) => [Class.name, Class])),
    types: {
      point,
      points,
      comm,
      comms,
      gate: moved(() => Gate),
      srs: borrowed(() => Srs),
      gates: borrowed(() => GateVector),
      index: borrowed(() => Index),
      vectors,
      tables: list(() => LookupTable),
      cfgs: list(() => RuntimeTableCfg),
      runtimeTables: list(() => RuntimeTable),
      verifier: moved(() => VerifierIndex),
      verifiers: list(() => VerifierIndex),
      proof: moved(() => ProverProof),
      proofs: list(() => ProverProof),
      shifts: moved(() => Shifts),
      oracles: moved(() => Oracles),
    },
  };
}

/** An array on its way from one function to another by its pointer. @type {Type} */
const pointer = {
  in: (value) => pointers.take(value),
  out: (value) => pointers.add(value),
  drop: (value) => pointers.drop(value),
};

/**
 * The functions of one field, by the types of their parameters and results.
 * @param {'fp' | 'fq'} f @param {ReturnType<typeof fieldClasses>['types']} types
 * @returns {Record<string, [parameters: Type[], result: Type]>}
 */
function signatures(f, types) {
  const { srs, comm, comms, points, gates, index, verifier, proof } = types;
  const kimchi = `caml_pasta_${f}_plonk`;
  return {
    [`caml_${f}_srs_create`]: [[plain], srs],
    [`caml_${f}_srs_create_parallel`]: [[plain], srs],
    [`caml_${f}_srs_get`]: [[srs], points],
    [`caml_${f}_srs_set`]: [[points], srs],
    [`caml_${f}_srs_h`]: [[srs], types.point],
    [`caml_${f}_srs_maybe_lagrange_commitment`]: [[srs, plain, plain], optional(comm)],
    [`caml_${f}_srs_lagrange_commitment`]: [[srs, plain, plain], comm],
    [`caml_${f}_srs_get_lagrange_basis`]: [[srs, plain], comms],
    [`caml_${f}_srs_lagrange_commitments_whole_domain_ptr`]: [[srs, plain], pointer],
    [`caml_${f}_srs_set_lagrange_basis`]: [[srs, plain, comms], plain],
    [`caml_${f}_srs_add_lagrange_basis`]: [[srs, plain], plain],
    [`caml_${f}_srs_commit_evaluations`]: [[srs, plain, bytes], comm],
    [`caml_${f}_srs_b_poly_commitment`]: [[srs, bytes], comm],
    [`caml_${f}_srs_batch_accumulator_check`]: [[srs, points, bytes], plain],
    [`caml_${f}_srs_batch_accumulator_generate`]: [[srs, plain, bytes], points],
    [`${kimchi}_gate_vector_create`]: [[], gates],
    [`${kimchi}_gate_vector_add`]: [[gates, types.gate], plain],
    [`${kimchi}_gate_vector_get`]: [[gates, plain], types.gate],
    [`${kimchi}_gate_vector_len`]: [[gates], plain],
    [`${kimchi}_gate_vector_wrap`]: [[gates, wire, wire], plain],
    [`${kimchi}_gate_vector_digest`]: [[plain, gates], bytes],
    [`${kimchi}_circuit_serialize`]: [[plain, gates], plain],
    [`${kimchi}_index_create`]: [[gates, plain, types.tables, types.cfgs, plain, srs, plain], index],
    [`${kimchi}_index_encode`]: [[index], bytes],
    [`${kimchi}_index_decode`]: [[bytes, srs], index],
    [`${kimchi}_index_max_degree`]: [[index], plain],
    [`${kimchi}_index_public_inputs`]: [[index], plain],
    [`${kimchi}_index_domain_d1_size`]: [[index], plain],
    [`${kimchi}_index_domain_d4_size`]: [[index], plain],
    [`${kimchi}_index_domain_d8_size`]: [[index], plain],
    [`${kimchi}_verifier_index_create`]: [[index], verifier],
    [`${kimchi}_verifier_index_serialize`]: [[verifier], plain],
    [`${kimchi}_verifier_index_deserialize`]: [[srs, plain], verifier],
    [`${kimchi}_verifier_index_shifts`]: [[plain], types.shifts],
    [`${kimchi}_proof_create`]: [[index, types.vectors, types.runtimeTables, bytes, points], proof],
    [`${kimchi}_proof_verify`]: [[verifier, proof], plain],
    [`${kimchi}_proof_batch_verify`]: [[types.verifiers, types.proofs], plain],
    [`${f}_oracles_create`]: [[comms, verifier, proof], types.oracles],
    [`caml_pasta_${f}_poseidon_block_cipher`]: [[bytes], bytes],
  };
}

/** @param {Function} native @param {Type[]} parameters @param {Type} result */
const crossing =
  (native, parameters, result) =>
  (/** @type {any[]} */ ...values) =>
    result.out(native(...takeArguments(parameters, values)));

/** @param {'fp' | 'fq'} f @param {Record<string, any>} native */
function fieldExports(f, native) {
  const { classes, types } = fieldClasses(f === 'fp' ? 'Fp' : 'Fq', native);
  const functions = Object.entries(signatures(f, types)).map(([name, [parameters, result]]) => [
    name,
    crossing(native[name] ?? native[name.replace('caml_', '')], parameters, result),
  ]);
  const affineOne = f === 'fp' ? 'caml_vesta_affine_one' : 'caml_pallas_affine_one';
  const byName = Object.fromEntries(functions);
  for (const name of ['index_create', 'proof_create']) {
    endWorkersBefore(byName, `caml_pasta_${f}_plonk_${name}`);
  }
  return {
    ...classes,
    ...byName,
    [affineOne]: crossing(native[affineOne], [], types.point),
    [`caml_${f}_srs_lagrange_commitments_whole_domain_read_from_ptr`]: crossing(
      (/** @type {unknown} */ comms) => comms,
      [pointer],
      types.comms
    ),
  };
}

/** Numbers by names and names by numbers, as TypeScript has them. @param {readonly string[]} names */
const enumeration = (names) =>
  Object.freeze(
    Object.fromEntries(
      names.flatMap((name, i) => [
        [name, i],
        [i, name],
      ])
    )
  );

/** o1js waits until its own startWorkers() has run. No worker is started. @returns {Promise<void>} */
const startNoWorkers = () =>
  /** @type {any} */ (globalThis).startWorkers('', null, {
    numThreads: () => 0,
    receiver: () => 0,
    build() {},
  });

/**
 * Tells o1js that its workers have ended, so that it calls initThreadPool() before it compiles or proves the next
 * time: its calls of other functions are synchronous, and cannot wait.
 */
function endNoWorkers() {
  const ended = /** @type {any} */ (globalThis).terminateWorkers?.();
  ended?.catch(() => {}); // up to 2.14 it is asynchronous, and throws the second time
}

/** @param {Record<string, (...values: any[]) => any>} functions @param {string} name */
function endWorkersBefore(functions, name) {
  const { [name]: call } = functions;
  functions[name] = (...values) => {
    endNoWorkers();
    return call?.(...values);
  };
}

/**
 * What the module needs of the instance.
 * @typedef {object} Surroundings
 * @property {() => import('onggi').Onggi} instance
 * @property {(workers: number) => void} askForWorkers
 * @property {() => Promise<void>} makeRoom waits until dropped objects are freed, if there are too many
 */

/**
 * A new module object. o1js adds properties to it.
 * @param {Record<string, any>} native module
 * @param {Surroundings} surroundings
 * @returns {Record<string, any>}
 */
export function wasmModule(native, { instance, askForWorkers, makeRoom }) {
  // o1js passes it on to the workers that are not started, and its tests read how large it is.
  const memory = {
    get buffer() {
      return { byteLength: instance().memory().linear };
    },
  };
  return {
    ...throwing(unsupportedWasm),
    ...fieldExports('fp', native),
    ...fieldExports('fq', native),
    ...sharedClasses,
    CurrOrNext: enumeration(['Curr', 'Next']),
    GateType: enumeration(berkeley.gateTypes),
    /** @param {number} workers */
    initThreadPool: async (workers) => {
      askForWorkers(workers);
      await makeRoom();
      await startNoWorkers();
    },
    exitThreadPool: async () => {},
    wbg_rayon_start_worker() {}, // o1js takes every worker thread for one of its own
    get_memory: () => memory,
    __wasm: { memory },
  };
}
