// What o1js may ask of its backend, through its own conversions: answers of two modules can be compared.
import { gateTypes } from 'onggi';

import { readJson } from '../js/support.mjs';

/** @typedef {Record<string, any>} Module */

/** @param {string} file of o1js @returns {string} */
export const inO1js = (file) => `../node_modules/o1js/dist/node/bindings/${file}`;

const { getRustConversion } = await import(inO1js('crypto/bindings.js'));

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
export const field = (f) =>
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

/** The gate types by their numbers in each revision; those of Cairo have no name. */
const typeNames = {
  berkeley: [...gateTypes.slice(0, 8), '', '', '', '', ...gateTypes.slice(8)],
  mesa: gateTypes,
};

/** A circuit of tests/vectors in the form of OCaml. @param {string} name @param {'berkeley' | 'mesa'} [revision] */
export function circuit(name, revision = 'berkeley') {
  const { gates, ...json } = readJson(`tests/vectors/circuits/${name}/circuit.json`);
  const witness = readJson(`tests/vectors/circuits/${name}/witness.json`);
  return {
    f: /** @type {'fp' | 'fq'} */ (json.field),
    depth: json.srs_depth,
    publicInputs: json.public_input_size,
    previous: json.prev_challenges,
    gates: gates.map((/** @type {any} */ { typ, wires, coeffs }) => [
      0,
      typeNames[revision].indexOf(typ),
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
export function backend(module, kind, f) {
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

/** Another point in the form of OCaml, which is not on the curve. @param {any} point */
export function offCurve(point) {
  const moved = structuredClone(point);
  moved[1][1][1] = moved[1][1][1] === 1n ? 2n : 1n;
  return moved;
}

/** Everything about an SRS that o1js may ask. @param {Backend} b */
export function srsAnswers({ srs, convert, f }) {
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
    offCurve: srs(
      'batch_accumulator_check',
      one,
      convert.pointsToRust(mlList([0, offCurve(convert.pointFromRust(srs('h', one)))])),
      flat()
    ),
  };
}

/** What does not need a circuit. @param {Backend} b @param {bigint[]} state of Poseidon */
export function smallAnswers({ module, plonk, convert, f }, state) {
  const generator = module[f === 'fp' ? 'caml_vesta_affine_one' : 'caml_pallas_affine_one'];
  return {
    shifts: [1, 3, 9, 16].map((log2) => convert.shiftsFromRust(plonk('verifier_index_shifts', log2))),
    poseidon: [state, [0n, 0n, 0n], [moduli[f] - 1n, 1n, 0n]].map((each) =>
      convert.vectorFromRust(
        module[`caml_pasta_${f}_poseidon_block_cipher`](convert.vectorToRust(mlList(each.map(ml))))
      )
    ),
    generator: convert.pointFromRust(generator()),
  };
}

/** The circuit and its index. @param {Backend} b @param {ReturnType<typeof circuit>} c */
export function indexOf({ srs, plonk, convert, conversion }, c) {
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
export function indexAnswers({ module, kind, plonk, convert }, c, { key, gates, spare, index }) {
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
export function prove({ module, plonk, convert, F }, c, index) {
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
export function proofAnswers({ module, plonk, convert, conversion, f, F, srs }, { index, key }, proof) {
  const verifier = () => convert.verifierIndexFromRust(plonk('verifier_index_create', index));
  const rust = () => convert.verifierIndexToRust(verifier());
  const size = plonk('index_domain_d1_size', index);
  const lagrange = mlList(
    Array.from({ length: 4 }, (_, i) => convert.polyCommFromRust(srs('lagrange_commitment', key, size, i)))
  );
  const wrong = structuredClone(proof);
  wrong[2][4][1] = (wrong[2][4][1] + 1n) % moduli[f]; // ft_eval1
  const outside = structuredClone(proof);
  outside[2][1][2][1][1] = offCurve(outside[2][1][2][1][1]); // z_comm
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
    outside: plonk('proof_verify', rust(), convert.proofToRust(outside)),
    batchWithOutside: plonk(
      'proof_batch_verify',
      list([verifier(), verifier()], convert.verifierIndexToRust),
      list([proof, outside], convert.proofToRust)
    ),
    oracles: convert.oraclesFromRust(
      module[`${f}_oracles_create`](convert.polyCommsToRust(lagrange), rust(), convert.proofToRust(proof))
    ),
    text: serialize.call(convert.proofToRust(proof)),
  };
}
