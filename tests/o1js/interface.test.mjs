// The modules that take the place of o1js's native addon and wasm module, export by export: each is compared with
// the real one, through o1js's own conversions, or throws an error that names it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { loadSync } from 'onggi';

import { readJson } from '../js/support.mjs';

const require = createRequire(import.meta.url);
/** @param {string} file of o1js @returns {string} */
const inO1js = (file) => `../node_modules/o1js/dist/node/bindings/${file}`;

const { getRustConversion } = await import(inO1js('crypto/bindings.js'));
const { wasm: realWasm, withThreadPool } = await import(inO1js('js/node/node-backend.js'));
await withThreadPool(async () => {}); // starts its threads, which it waits for
// The module under test would end them.
/** @type {any} */ (globalThis).terminateWorkers = undefined;

const { nativeModule } = await import(new URL('../../dist/surfaces/o1js/native.mjs', import.meta.url).href);
const { wasmModule } = await import(new URL('../../dist/surfaces/o1js/wasm.mjs', import.meta.url).href);
const { pointers } = await import(new URL('../../dist/surfaces/o1js/wasm_classes.mjs', import.meta.url).href);

const onggi = loadSync();
const native = nativeModule(() => onggi);
const wasm = wasmModule(native, {
  instance: () => onggi,
  askForWorkers() {},
  makeRoom: async () => {},
});

/** @typedef {Record<string, any>} Module */
/** @type {{ name: 'native' | 'wasm', real: Module, ours: Module, called: Set<string> }[]} */
const seams = [
  {
    name: 'native',
    real: require(`@o1js/native-${process.platform}-${process.arch}`),
    ours: native,
    called: new Set(),
  },
  { name: 'wasm', real: realWasm, ours: wasm, called: new Set() },
];

/** The module, which notes what is called or constructed. @param {Module} module @param {Set<string>} called */
const recording = (module, called) =>
  new Proxy(module, {
    get(target, name, receiver) {
      if (typeof name === 'string') called.add(name);
      return Reflect.get(target, name, receiver);
    },
  });

/** A generator of numbers that are the same in each run. @param {number} seed */
function* numbers(seed) {
  for (let state = BigInt(seed); ; ) {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    yield state >> 11n;
  }
}
const random = numbers(1);
const bits53 = () => /** @type {bigint} */ (random.next().value);
const moduli = {
  fp: 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n,
  fq: 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n,
};
/** @param {'fp' | 'fq'} f */
const field = (f) =>
  Array.from({ length: 5 }, bits53).reduce((sum, each) => (sum << 53n) + each, 0n) % moduli[f];

// Values in the form of OCaml: arrays that begin with 0.
/** @param {bigint} value */
const ml = (value) => [0, value];
/** @param {any[]} values */
const mlList = (values) => [0, ...values];
/** @param {string[]} hex */
const mlFields = (hex) => mlList(hex.map((each) => ml(BigInt(each))));
/** @param {any} point of JSON */
const mlPoint = (point) => (point === null ? 0 : [0, [0, ml(BigInt(point[0])), ml(BigInt(point[1]))]]);

const typeNames = [
  ...['Zero', 'Generic', 'Poseidon', 'CompleteAdd', 'VarBaseMul', 'EndoMul', 'EndoMulScalar', 'Lookup'],
  ...['', '', '', '', 'RangeCheck0', 'RangeCheck1', 'ForeignFieldAdd', 'ForeignFieldMul', 'Xor16', 'Rot64'],
];

/** A circuit of tests/vectors in the form of OCaml. @param {string} name */
function circuit(name) {
  const { gates, ...json } = readJson(`tests/vectors/circuits/${name}/circuit.json`);
  const witness = readJson(`tests/vectors/circuits/${name}/witness.json`);
  return {
    f: /** @type {'fp' | 'fq'} */ (json.field),
    depth: json.srs_depth,
    publicInputs: json.public_input_size,
    previous: json.prev_challenges,
    gates: gates.map((/** @type {any} */ { typ, wires, coeffs }) => [
      0,
      typeNames.indexOf(typ),
      mlList(wires.map((/** @type {number[]} */ cell) => [0, ...cell])),
      mlFields(coeffs),
    ]),
    tables: mlList(
      json.lookup_tables.map((/** @type {any} */ { id, columns }) => [0, id, mlList(columns.map(mlFields))])
    ),
    cfgs: mlList(
      json.runtime_table_cfgs.map((/** @type {any} */ { id, first_column }) => [
        0,
        id,
        mlFields(first_column),
      ])
    ),
    columns: witness.columns.map(mlFields),
    runtimeTables: mlList(
      witness.runtime_tables.map((/** @type {any} */ { id, data }) => [0, id, mlFields(data)])
    ),
    challenges: mlFields(witness.prev_challenges.flatMap((/** @type {any} */ { chals }) => chals)),
    comms: mlList(witness.prev_challenges.map((/** @type {any} */ { comm }) => mlPoint(comm[0]))),
  };
}

/**
 * A backend as OCaml uses it.
 * @param {Module} module @param {'native' | 'wasm'} kind @param {'fp' | 'fq'} f
 */
function backend(module, kind, f) {
  module.__kimchi_backend = kind;
  const conversion = getRustConversion(module);
  const kimchi = `caml_pasta_${f}_plonk`;
  const F = f === 'fp' ? 'Fp' : 'Fq';
  return {
    module,
    kind,
    f,
    F,
    conversion,
    convert: conversion[f],
    /** @param {string} name @param {any[]} values */
    srs: (name, ...values) => module[`caml_${f}_srs_${name}`](...values),
    /** @param {string} name @param {any[]} values */
    plonk: (name, ...values) => module[`${kimchi}_${name}`](...values),
  };
}

/** @typedef {ReturnType<typeof backend>} Backend */

/** Everything about an SRS that o1js may ask. @param {Backend} b */
function srsAnswers({ srs, convert, f }) {
  const size = 16;
  const one = srs('create', size);
  const whole = srs('lagrange_commitments_whole_domain_ptr', one, 16);
  const challenges = mlList([1n, 0n, moduli[f] - 1n, 7n, 2n, 3n, 4n, 5n].map(ml));
  const flat = () => convert.vectorToRust(challenges);
  const generated = () => srs('batch_accumulator_generate', one, 2, flat());
  const copy = srs('set', srs('get', srs('create_parallel', size)));
  srs('add_lagrange_basis', copy, 3);
  const other = srs('create', 8);
  srs('set_lagrange_basis', other, 8, srs('get_lagrange_basis', srs('create', 8), 8));
  return {
    h: convert.pointFromRust(srs('h', one)),
    points: convert.pointsFromRust(srs('get', one)),
    copied: convert.pointsFromRust(srs('get', copy)),
    unknown: srs('maybe_lagrange_commitment', srs('create', 4), 4, 0) ?? 'none',
    known: convert.polyCommFromRust(srs('maybe_lagrange_commitment', one, 16, 5)),
    added: convert.polyCommFromRust(srs('maybe_lagrange_commitment', copy, 8, 7)),
    given: convert.polyCommFromRust(srs('maybe_lagrange_commitment', other, 8, 1)),
    single: [0, 1, 15].map((i) => convert.polyCommFromRust(srs('lagrange_commitment', one, 16, i))),
    chunks: convert.polyCommFromRust(srs('lagrange_commitment', one, 32, 3)),
    basis: convert.polyCommsFromRust(srs('get_lagrange_basis', one, 16)),
    whole: convert.polyCommsFromRust(
      typeof whole === 'number' ? srs('lagrange_commitments_whole_domain_read_from_ptr', whole) : whole
    ),
    evaluations: [0, 1, moduli[f] - 1n].map((value) =>
      convert.polyCommFromRust(
        srs('commit_evaluations', one, 16, convert.vectorToRust(mlList(Array(16).fill(ml(BigInt(value))))))
      )
    ),
    folded: convert.polyCommFromRust(
      srs('b_poly_commitment', one, convert.vectorToRust(mlList(challenges.slice(1, 5))))
    ),
    generated: convert.pointsFromRust(generated()),
    right: srs('batch_accumulator_check', one, generated(), flat()),
    wrong: srs('batch_accumulator_check', one, convert.pointsToRust(mlList([0, 0])), flat()),
  };
}

/** What does not need a circuit. @param {Backend} b @param {bigint[]} state of Poseidon */
function smallAnswers({ module, plonk, convert, f }, state) {
  const generator = module[f === 'fp' ? 'caml_vesta_affine_one' : 'caml_pallas_affine_one'];
  return {
    shifts: [1, 3, 9, 15, 20].map((log2) => convert.shiftsFromRust(plonk('verifier_index_shifts', log2))),
    poseidon: [state, [0n, 0n, 0n], [moduli[f] - 1n, 1n, 0n]].map((each) =>
      convert.vectorFromRust(
        module[`caml_pasta_${f}_poseidon_block_cipher`](convert.vectorToRust(mlList(each.map(ml))))
      )
    ),
    generator: convert.pointFromRust(generator()),
  };
}

/** The circuit and its index. @param {Backend} b @param {ReturnType<typeof circuit>} c */
function indexOf({ srs, plonk, convert, conversion }, c) {
  const key = srs('create', c.depth);
  const gates = plonk('gate_vector_create');
  for (const gate of c.gates) plonk('gate_vector_add', gates, convert.gateToRust(gate));
  const spare = plonk('gate_vector_create');
  for (const gate of c.gates) plonk('gate_vector_add', spare, convert.gateToRust(gate));
  const wire = (/** @type {number} */ row, /** @type {number} */ col) => conversion.wireToRust([0, row, col]);
  plonk('gate_vector_wrap', spare, wire(0, 1), wire(2, 3));
  const index = plonk(
    'index_create',
    gates,
    c.publicInputs,
    convert.lookupTablesToRust(c.tables),
    convert.runtimeTableCfgsToRust(c.cfgs),
    c.previous,
    key,
    false
  );
  return { key, gates, spare, index };
}

/** @param {Backend} b @param {ReturnType<typeof circuit>} c @param {ReturnType<typeof indexOf>} made */
function indexAnswers({ module, kind, plonk, convert }, c, { key, gates, spare, index }) {
  const text = plonk(
    'verifier_index_serialize',
    convert.verifierIndexToRust(convert.verifierIndexFromRust(plonk('verifier_index_create', index)))
  );
  const verifier = (/** @type {any} */ rust) => {
    const all = convert.verifierIndexFromRust(rust);
    all[5] = 'the SRS';
    return all;
  };
  const name8 = `caml_pasta_${c.f}_plonk_index_domain_d8_size`;
  const sizeOf8 = module[name8] ?? module[name8.replace('caml_', '')]; // the addon's own spelling for one of them
  const first = plonk('gate_vector_get', gates, 0);
  return {
    length: plonk('gate_vector_len', gates),
    first: kind === 'native' ? first : first.typ, // the wasm module shows no more
    digest: Array.from(plonk('gate_vector_digest', c.publicInputs, gates)),
    rewired: Array.from(plonk('gate_vector_digest', c.publicInputs, spare)),
    circuit: plonk('circuit_serialize', c.publicInputs, gates),
    sizes: [
      plonk('index_max_degree', index),
      plonk('index_public_inputs', index),
      plonk('index_domain_d1_size', index),
      plonk('index_domain_d4_size', index),
      sizeOf8(index),
    ],
    verifier: verifier(plonk('verifier_index_create', index)),
    again: verifier(plonk('verifier_index_deserialize', key, text)),
    text,
    decoded: verifier(
      plonk('verifier_index_create', plonk('index_decode', plonk('index_encode', index), key))
    ),
  };
}

/** A proof in the form of OCaml. @param {Backend} b @param {ReturnType<typeof circuit>} c @param {any} index */
function prove({ module, plonk, convert, F }, c, index) {
  const columns = new module[`WasmVecVec${F}`](c.columns.length);
  for (const column of c.columns) columns.push(convert.vectorToRust(column));
  const flat = columns.get(0);
  columns.set(0, flat);
  return convert.proofFromRust(
    plonk(
      'proof_create',
      index,
      columns,
      convert.runtimeTablesToRust(c.runtimeTables),
      convert.vectorToRust(c.challenges),
      convert.pointsToRust(c.comms)
    )
  );
}

/** What a backend says about a proof. @param {Backend} b @param {any} index @param {any} proof */
function proofAnswers({ module, plonk, convert, conversion, f, F, srs }, { index, key }, proof) {
  const verifier = () => convert.verifierIndexFromRust(plonk('verifier_index_create', index));
  const rust = () => convert.verifierIndexToRust(verifier());
  const size = plonk('index_domain_d1_size', index);
  const lagrange = mlList(
    Array.from({ length: 4 }, (_, i) => convert.polyCommFromRust(srs('lagrange_commitment', key, size, i)))
  );
  const wrong = structuredClone(proof);
  wrong[2][4][1] = (wrong[2][4][1] + 1n) % moduli[f]; // ft_eval1
  const list = (/** @type {any[]} */ values, /** @type {(value: any) => any} */ toRust) =>
    conversion.mapMlArrayToRustVector(mlList(values), toRust);
  const { serialize } = module[`Wasm${F}ProverProof`].prototype;
  return {
    valid: plonk('proof_verify', rust(), convert.proofToRust(proof)),
    tampered: plonk('proof_verify', rust(), convert.proofToRust(wrong)),
    batch: plonk(
      'proof_batch_verify',
      list([verifier(), verifier()], convert.verifierIndexToRust),
      list([proof, proof], convert.proofToRust)
    ),
    batchWithTampered: plonk(
      'proof_batch_verify',
      list([verifier(), verifier()], convert.verifierIndexToRust),
      list([proof, wrong], convert.proofToRust)
    ),
    oracles: convert.oraclesFromRust(
      module[`${f}_oracles_create`](convert.polyCommsToRust(lagrange), rust(), convert.proofToRust(proof))
    ),
    text: serialize.call(convert.proofToRust(proof)),
  };
}

const circuits = {
  // The addon takes no lookup tables from o1js's conversions.
  native: ['fp_lookup_runtime', 'fp_recursion_1', 'fq_xor'],
  wasm: ['fp_lookup_runtime', 'fp_recursion_1', 'fq_lookup_fixed'],
};

for (const { name: kind, real, ours, called } of seams) {
  for (const f of /** @type {const} */ (['fp', 'fq'])) {
    test(`${kind}: the SRS functions of ${f} answer as those of o1js`, () => {
      assert.deepEqual(
        srsAnswers(backend(recording(ours, called), kind, f)),
        srsAnswers(backend(real, kind, f))
      );
    });

    test(`${kind}: shifts, Poseidon and generators of ${f} are those of o1js`, () => {
      const state = [field(f), field(f), field(f)];
      assert.deepEqual(
        smallAnswers(backend(recording(ours, called), kind, f), state),
        smallAnswers(backend(real, kind, f), state)
      );
    });
  }

  for (const name of circuits[kind]) {
    test(`${kind}: ${name}: index, proofs and challenges are those of o1js`, () => {
      const c = circuit(name);
      const mine = backend(recording(ours, called), kind, c.f);
      const theirs = backend(real, kind, c.f);
      const my = indexOf(mine, c);
      const their = indexOf(theirs, c);
      assert.deepEqual(indexAnswers(mine, c, my), indexAnswers(theirs, c, their));
      for (const [prover, index] of /** @type {const} */ ([
        [mine, my.index],
        [theirs, their.index],
      ])) {
        const proof = prove(prover, c, index);
        const answers = proofAnswers(mine, my, proof);
        assert.deepEqual([answers.valid, answers.tampered], [true, false]);
        assert.deepEqual([answers.batch, answers.batchWithTampered], [true, false]);
        assert.deepEqual(answers, proofAnswers(theirs, their, proof));
        if (kind === 'wasm') {
          const read = mine.module[`Wasm${mine.F}ProverProof`].deserialize(
            Buffer.from(answers.text, 'base64')
          );
          assert.equal(read.serialize(), answers.text);
        }
      }
    });
  }

  test(`${kind}: every export of o1js's module is there, and was compared or is refused by its name`, () => {
    const own = /^__wb(g|indgen)/; // for the module itself
    const names = Object.keys(real).filter((name) => !own.test(name) && !name.startsWith('__'));
    assert.ok(names.length > 140);
    const missing = names.filter((name) => ours[name] === undefined);
    assert.deepEqual(missing, [], 'not there');
    const ofThreads = ['initThreadPool', 'exitThreadPool', 'wbg_rayon_start_worker', 'get_memory'];
    const untested = names.filter((name) => {
      if (called.has(name) || ofThreads.includes(name) || typeof real[name] !== 'function') return false;
      try {
        ours[name]();
      } catch (error) {
        return !(/** @type {any} */ (error.code === 'unsupported' && `${error}`.includes(`${name}: `)));
      }
      return true;
    });
    assert.deepEqual(
      untested.filter((name) => !/^[A-Z]/.test(name)),
      [],
      'neither compared nor refused'
    );
    for (const name of names.filter((each) => typeof real[each] !== 'function' && each === 'GateType')) {
      assert.deepEqual({ ...ours[name] }, { ...real[name] });
    }
  });
}

test('classes of the wasm module have the members of o1js', () => {
  const { real, ours } = seams[1] ?? assert.fail();
  for (const [name, Class] of Object.entries(real)) {
    if (typeof Class !== 'function' || !/^[A-Z]/.test(name)) continue;
    if (ours[name].prototype === undefined || ours[name].name === '') continue; // refused
    for (const member of Object.getOwnPropertyNames(Class.prototype)) {
      const uncalled = /^(serialize|wasm_clone|[0-6])$/; // by o1js
      assert.ok(member in ours[name].prototype || uncalled.test(member), `${name}.${member}`);
    }
  }
});

test('what the wasm module moves cannot be used again, and what it borrows can', () => {
  const curve = () => wasm.caml_vesta_affine_one();
  const point = curve();
  const comm = new wasm.WasmFpPolyComm([], point);
  assert.throws(() => point.x, { code: 'stale_handle', message: /WasmGVesta was moved/ });
  const raw = comm.__destroy_into_raw();
  assert.throws(() => comm.unshifted, { code: 'stale_handle' });
  assert.equal(pointers.size, 1);
  const list = Uint32Array.of(raw);
  const [back] = [Object.assign(Object.create(wasm.WasmFpPolyComm.prototype), { __wbg_ptr: list[0] })];
  assert.equal(back.shifted.infinity, false);
  assert.equal(pointers.size, 0);
  const srs = wasm.caml_fp_srs_create(2);
  wasm.caml_fp_srs_h(srs);
  assert.equal(wasm.caml_fp_srs_get(srs).length, 3);
});

test('points keep their bytes when o1js writes to its array again', () => {
  const point = wasm.caml_pallas_affine_one();
  const scratch = new Uint8Array(32).fill(1);
  point.x = scratch;
  scratch.fill(2);
  assert.equal(point.x[0], 1);
});

test('nothing is left on the way, and only SRS and indexes are alive', () => {
  assert.equal(pointers.size, 0);
  const types = new Set(onggi.leaks().map(({ type }) => type.split('.')[1]));
  assert.deepEqual([...types].sort(), ['PlonkIndex', 'Srs']);
});
