// The tables of bad_input.test.mjs: what is wrong of each kind of value, and what is wrong in content
// at each door. An entry is a value and the code, or codes, that it may be refused with.
import { Bin, lookupIndexOf, recordedOf, samples } from './support.mjs';

const modulus = {
  vesta: 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n,
  pallas: 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n,
};

/** The scalar field's modulus of one curve is the base field's of the other. @param {any} curve */
const scalarModulus = (curve) => modulus[/** @type {'vesta' | 'pallas'} */ (curve.name)];
/** @param {any} curve */
const baseModulus = (curve) => modulus[curve.name === 'vesta' ? 'pallas' : 'vesta'];

const wrongTypes = [undefined, null, true, Symbol('s'), () => 0];
const noSizes = ['1', 1n, {}, [], ...wrongTypes].map((value) => [value, 'wrong_type']);
const badSizes = [-1, 1.5, NaN, Infinity, 2 ** 32, 2 ** 40, -(2 ** 40)].map((value) => [
  value,
  'size_out_of_range',
]);
const sizes = [...noSizes, ...badSizes];
const noBytes = [7, 7n, 'text', {}, [1, 2], new ArrayBuffer(8), new Uint16Array(4), ...wrongTypes];
const noTexts = [7, 7n, {}, [], new Uint8Array(4), ...wrongTypes];
const noJson = [7, 7n, ...wrongTypes];
const noLists = [7, 7n, 'text', {}, ...wrongTypes];

/** @param {unknown[]} values @param {string | string[]} code @returns {[unknown, string | string[]][]} */
const all = (values, code) => values.map((value) => [value, code]);

/** @type {any} */
const cyclic = {};
cyclic.self = cyclic;

/** What is wrong of its kind, wherever it is passed. @type {Record<string, (curve: any) => any[]>} */
export const wrongOfKind = {
  size: () => sizes,
  bytes: () => all(noBytes, 'wrong_type'),
  text: () => all(noTexts, 'wrong_type'),
  json: () => [
    ...all(noJson, 'wrong_type'),
    ...all(['', '{', '[]', 'null', '7', '"x"', '{}x', cyclic], 'malformed_json'),
    [{ a: { b: -1n } }, 'noncanonical_field_element'],
    [new Uint8Array([0xff, 0xfe]), 'malformed_json'],
    ['['.repeat(200_000), 'malformed_json'],
    [{ toJSON: () => undefined }, 'wrong_type'],
  ],
  json_list: () => [
    ...all(noJson, 'wrong_type'),
    ...all(['', '{', '{}', '7', '"x"', '[]x', cyclic], 'malformed_json'),
    [[-1n], 'noncanonical_field_element'],
    [new Uint8Array([0xff, 0xfe]), 'malformed_json'],
    ['['.repeat(200_000), 'malformed_json'],
  ],
  field: (curve) => [
    ...all(['1', 7, {}, [], [1n], ...wrongTypes], 'wrong_type'),
    ...all([new Uint8Array(31), new Uint8Array(33)], 'invalid_length'),
    ...all(
      [scalarModulus(curve), -1n, 2n ** 256n, new Uint8Array(32).fill(255)],
      'noncanonical_field_element'
    ),
  ],
  integer: () => [
    ...all(['1', 7, {}, [], [1n], ...wrongTypes], 'wrong_type'),
    ...all([new Uint8Array(31), new Uint8Array(33)], 'invalid_length'),
    ...all([-1n, 2n ** 256n], 'noncanonical_field_element'),
  ],
  cell: () => [...sizes, ...all([42, 2 ** 31, 2 ** 32 - 1], 'wire_out_of_range')],
  cells: () => [
    ...all([...noLists, new Uint8Array(8)], 'wrong_type'),
    ...all([['1'], [1n], [null], [[1]]], 'wrong_type'),
    ...badSizes.map(([value, code]) => [[value], code]),
    ...all([[42, 0, 0], [0, 0, 2 ** 32 - 1]], ['wire_out_of_range', 'invalid_length']),
  ],
  fields: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([[7], ['1'], [null], [{}], [[1n]]], 'wrong_type'),
    ...all([new Uint8Array(31), new Uint8Array(33), [new Uint8Array(31)]], 'invalid_length'),
    ...all(
      [
        [scalarModulus(curve)],
        [-1n],
        [2n ** 256n],
        [2n ** 300n],
        new Uint8Array(32).fill(255),
        [new Uint8Array(32).fill(255)],
      ],
      'noncanonical_field_element'
    ),
  ],
  columns: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([Array(15).fill(7), [...Array(14).fill([]), null]], 'wrong_type'),
    ...all(
      [[], Array(14).fill([]), Array(16).fill([]), [...Array(14).fill([]), [1n]]],
      'witness_shape'
    ),
    ...all([new Uint8Array(31), new Uint8Array(32), new Uint8Array(481)], 'invalid_length'),
    ...all(
      [new Uint8Array(480).fill(255), Array(15).fill([scalarModulus(curve)])],
      'noncanonical_field_element'
    ),
  ],
  point: (curve) => [
    ...all([7, 7n, 'text', {}, [], { x: 1n }, { x: 1, y: 2 }, undefined, true], 'wrong_type'),
    ...all([new Uint8Array(63), new Uint8Array(65), new Uint8Array(128)], 'invalid_length'),
    ...all([{ x: 1n, y: 1n }, new Uint8Array(64).fill(1)], 'point_not_on_curve'),
    ...all([{ x: baseModulus(curve), y: 0n }, { x: -1n, y: 0n }], 'noncanonical_field_element'),
  ],
  points: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([[7], [{}], [{ x: 1n }], [{ x: 1, y: 2 }], [[1n, 2n]], [undefined]], 'wrong_type'),
    ...all([new Uint8Array(63), new Uint8Array(96)], 'invalid_length'),
    ...all([[{ x: 1n, y: 1n }], new Uint8Array(64).fill(1)], 'point_not_on_curve'),
    ...all([[{ x: baseModulus(curve), y: 0n }], [{ x: -1n, y: 0n }]], 'noncanonical_field_element'),
  ],
};

/** @param {object} object @param {object} change */
const changed = (object, change) => ({ ...structuredClone(object), ...change });

/** @param {any} gate @param {object} change */
const gateWith = (gate, change) => ({ ...gate, ...change });

/** Circuits that are no circuits. @param {any} curve */
function badCircuits(curve) {
  const { circuit } = recordedOf(curve.name);
  const [first, ...others] = circuit.gates;
  const p = `0x${scalarModulus(curve).toString(16)}`;
  /** @param {object} change */
  const firstGate = (change) => changed(circuit, { gates: [gateWith(first, change), ...others] });
  const wires = (/** @type {any} */ wire) => firstGate({ wires: [wire, ...first.wires.slice(1)] });
  return [
    [{}, 'missing_field'],
    [changed(circuit, { format: 'kimchi-circuit/9' }), 'unsupported_format'],
    [changed(circuit, { field: circuit.field === 'fp' ? 'fq' : 'fp' }), 'wrong_field'],
    [changed(circuit, { gates: undefined }), 'missing_field'],
    [changed(circuit, { gates: {} }), 'malformed_json'],
    [changed(circuit, { public_input_size: circuit.gates.length + 1 }), 'size_out_of_range'],
    [changed(circuit, { public_input_size: 2 ** 40 }), 'size_out_of_range'],
    [changed(circuit, { public_input_size: -1 }), ['malformed_json', 'size_out_of_range']],
    [firstGate({ typ: 'Nand' }), 'unknown_gate'],
    [firstGate({ typ: 7 }), 'malformed_json'],
    [firstGate({ coeffs: [p] }), 'noncanonical_field_element'],
    [firstGate({ coeffs: [`0x1${'0'.repeat(64)}`] }), 'malformed_json'],
    [firstGate({ coeffs: ['1'] }), 'malformed_json'],
    [firstGate({ coeffs: Array(16).fill('0x1') }), 'invalid_length'],
    [firstGate({ wires: first.wires.slice(1) }), ['malformed_json', 'invalid_length']],
    [wires([circuit.gates.length, 0]), 'wire_out_of_range'],
    [wires([2 ** 40, 0]), ['wire_out_of_range', 'size_out_of_range', 'malformed_json']],
    [wires([0, 7]), 'wire_out_of_range'],
  ];
}

/** Circuits whose index cannot be made. @param {any} curve */
function badIndexes(curve) {
  const { circuit } = recordedOf(curve.name);
  return [
    ...badCircuits(curve),
    [changed(circuit, { gates: [], public_input_size: 0 }), 'too_few_gates'],
    [changed(circuit, { prev_challenges: 2 ** 40 }), ['size_out_of_range', 'malformed_json']],
  ];
}

/** @param {any} curve */
function badWitnesses(curve) {
  const { witness } = recordedOf(curve.name);
  const column = witness.columns[0];
  /** @param {unknown} cell */
  const cell = (cell) =>
    changed(witness, { columns: [[cell, ...column.slice(1)], ...witness.columns.slice(1)] });
  return [
    [{}, 'missing_field'],
    [changed(witness, { format: 'kimchi-circuit/1' }), 'unsupported_format'],
    [changed(witness, { field: witness.field === 'fp' ? 'fq' : 'fp' }), 'wrong_field'],
    [changed(witness, { columns: witness.columns.slice(1) }), ['witness_shape', 'invalid_length']],
    [
      changed(witness, { columns: [column.slice(1), ...witness.columns.slice(1)] }),
      'witness_shape',
    ],
    [changed(witness, { rows: 2 ** 40 }), ['witness_shape', 'size_out_of_range', 'malformed_json']],
    [cell('0x'), 'malformed_json'],
    [cell(7), 'malformed_json'],
    [cell(scalarModulus(curve)), 'noncanonical_field_element'],
    [
      changed(witness, { prev_challenges: [{ chals: [], comm: [['0x1', '0x1']] }] }),
      'point_not_on_curve',
    ],
  ];
}

/** Truncated and over-long bytes of something that would be right. @param {Uint8Array} bytes */
function cutBytes(bytes) {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  const lengths = [0, 1, 2, 3, bytes.length >> 1, bytes.length - 33, bytes.length - 1];
  return [...lengths.map((length) => bytes.subarray(0, length)), longer];
}

// MessagePack lists that claim 2^32 - 1 entries.
const hugeLists = [
  new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array([0x92, 0xdd, 0xff, 0xff, 0xff, 0xff, 0xc4, 33]),
  new Uint8Array([0x92, 0xdf, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array([0xc6, 0xff, 0xff, 0xff, 0xff]),
];

/** Something of a sample. @param {any} curve @param {string} name @param {(sample: any) => any} read */
function made(curve, name, read) {
  const bin = new Bin();
  const result = read(bin.put(samples[name](curve, bin)));
  bin.empty();
  return result;
}

/** @param {any} curve */
function srsBytes(curve) {
  const srs = curve.Srs.create(4);
  const bytes = srs.toBytes();
  srs.free();
  return bytes;
}

/**
 * Bytes that are made of an SRS with a size of its own, and of the recorded circuit.
 * @param {any} curve @param {(srs: any, circuit: any, bin: Bin) => Uint8Array} make
 */
function madeWithAnSrs(curve, make) {
  const bin = new Bin();
  const bytes = make(bin.put(curve.Srs.create(16)), recordedOf(curve.name).circuit, bin);
  bin.empty();
  return bytes;
}

/** Files of our own that are cut, damaged, of another SRS, or none. @param {Uint8Array} file */
function wrongFiles(file) {
  const last = file.length - 1;
  return [
    ...all(cutBytes(file), ['damaged_file', 'unsupported_format']),
    ...all([patched(file, last, [1 ^ (file[last] ?? 0)])], ['damaged_file', 'wrong_srs']),
    [file, 'wrong_srs'],
    ...all([patched(file, 8, [9]), new Uint8Array(100)], 'unsupported_format'),
    ...all([patched(file, 16, [0x71])], 'wrong_curve'),
  ];
}

/** @param {Uint8Array} bytes @param {number} at @param {number[]} values */
function patched(bytes, at, values) {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** @param {any} curve @param {(v: any) => void} change */
function indexFile(curve, change) {
  const content = structuredClone(recordedOf(curve.name).verifier_index);
  change(content);
  return content;
}

/** @param {any} curve */
const gateOf = (curve) => recordedOf(curve.name).circuit.gates[0];

/** @param {any} curve @param {(index: any) => void} change */
function lookupIndex(curve, change) {
  const content = lookupIndexOf(curve.name);
  change(content);
  return content;
}

/** Paths that lead nowhere in a structure with the list `list`. @param {string} list */
const badPaths = (list) => () => [
  ...all(
    ['', '.', '[', '[0]', 'x', list, `${list}[`, `${list}[0`, `${list}[-1]`, `${list}[0]x`],
    'invalid_argument'
  ),
  ...all([`${list}[0][0]`, `${list}[0].chunks`, `${list}.0`, ` ${list}[0]`], 'invalid_argument'),
  ...all([`${list}[99]`, `${list}[4294967296]`], 'size_out_of_range'),
];

/** Lists of cells that are not so many. @param {number} count */
const wrongCounts = (count) => () =>
  all([[], Array(count - 1).fill(0), Array(count + 1).fill(0)], 'invalid_length');

/** Numbers of bits below 1 or from `first` on. @param {number} first */
const badBits = (first) => () => all([0, first, 2 ** 31], 'invalid_argument');

/** The doors with a JSON list, and the position of the argument. @type {Record<string, number>} */
export const listDoors = {
  'Gate.create': 1,
  'PolyComm.from_json': 0,
  'ProverProof.from_parts': 5,
};

/**
 * What must be right for the argument beside it to be looked at, by door and position.
 * @type {Record<string, (curve: any) => Record<number, unknown>>}
 */
export const rightContent = {
  'Gate.create': (curve) => ({ 0: 'Generic', 1: gateOf(curve).wires }),
  'GateVector.wrap': () => ({ 0: 0, 1: 0, 2: 0, 3: 0 }),
  'GateVector.digest': () => ({ 1: 'mesa' }),
  'VerifierIndex.from_bytes': () => ({ 2: 'mesa' }),
  'VerifierIndex.from_parts': () => ({ 6: Array(7).fill(1n), 8: 'mesa' }),
  'CircuitBuilder.generic': () => ({ 0: Array(5).fill(0n) }),
  'CircuitBuilder.complete_add': () => ({ 0: [0, 1], 1: [2, 3] }),
  'CircuitBuilder.variable_base_mul': () => ({ 0: [0, 1] }),
  'CircuitBuilder.endo_mul': () => ({ 0: [0, 1] }),
  'CircuitBuilder.lookup': () => ({ 1: Array(6).fill(0) }),
};

/**
 * What is wrong in content, by door and position of the argument. Doors whose arguments can only be
 * wrong of their kind have no entry.
 * @type {Record<string, Record<number, (curve: any) => any[]>>}
 */
export const wrongContent = {
  'Srs.create': { 0: () => all([0, 2 ** 16 + 1, 2 ** 31, 2 ** 32 - 1], 'size_out_of_range') },
  'Srs.encode_lagrange_basis': { 0: () => all([0, 3, 2 ** 19, 2 ** 31], 'size_out_of_range') },
  'Srs.load_lagrange_basis': {
    0: (curve) => wrongFiles(madeWithAnSrs(curve, (srs) => srs.encodeLagrangeBasis(8))),
  },
  'SrsTask.create': { 0: () => all([0, 2 ** 16 + 1, 2 ** 32 - 1], 'size_out_of_range') },
  'Srs.from_bytes': {
    0: (curve) => [
      ...all([...cutBytes(srsBytes(curve)), ...hugeLists], 'malformed_msgpack'),
      ...all([new Uint8Array(100), new Uint8Array(100).fill(0xff)], 'malformed_msgpack'),
      // The first point's x becomes 0xff…: not reduced.
      [
        patched(srsBytes(curve), 4, Array(32).fill(0xff)),
        ['noncanonical_field_element', 'point_not_on_curve', 'malformed_point'],
      ],
    ],
  },
  'Srs.points': {
    0: () => [[2 ** 31, 'size_out_of_range']],
    1: () => [[2 ** 32 - 1, 'size_out_of_range']],
  },
  'Srs.commit': { 1: () => all([1025, 2 ** 32 - 1], 'size_out_of_range') },
  'Srs.commit_evaluations': {
    0: () => all([0, 3, 2 ** 19, 2 ** 31, 2 ** 32 - 1], 'size_out_of_range'),
  },
  'Srs.lagrange_commitment': {
    0: () => all([0, 3, 2 ** 19, 2 ** 31, 2 ** 32 - 1], 'size_out_of_range'),
    1: () => [[2 ** 32 - 1, 'size_out_of_range']],
  },
  'Srs.b_poly_commitment': { 0: () => all([[], Array(40).fill(1n)], 'invalid_length') },
  'Srs.batch_accumulator_generate': {
    0: () => all([0, 2 ** 31, 2 ** 32 - 1], 'invalid_length'),
    1: () => all([[], Array(40).fill(1n)], 'invalid_length'),
  },
  'Srs.batch_accumulator_check': { 1: () => all([[], Array(40).fill(1n)], 'invalid_length') },
  'Srs.from_points': { 0: () => [[[], 'size_out_of_range']] },
  'PolyComm.from_points': { 0: () => [[[], 'invalid_length']] },
  'PolyComm.from_json': {
    0: () => [
      [[], 'invalid_length'],
      [[['0x1', '0x1']], 'point_not_on_curve'],
    ],
  },
  'Vector.get': { 0: () => all([3, 2 ** 31], 'size_out_of_range') },
  'Vector.set': { 0: () => all([3, 2 ** 31], 'size_out_of_range') },
  'VecVec.get': { 0: () => all([15, 2 ** 31], 'size_out_of_range') },
  'VecVec.vector': { 0: () => all([15, 2 ** 31], 'size_out_of_range') },
  'VecVec.set': { 0: () => all([15, 2 ** 31], 'size_out_of_range') },
  'Gate.create': {
    0: () => all(['', 'generic', 'Nand'], 'unknown_gate'),
    1: (curve) => [
      [[], 'invalid_length'],
      [[...gateOf(curve).wires.slice(1), [0, 7]], 'wire_out_of_range'],
    ],
    2: () => [[Array(16).fill(1n), 'invalid_length']],
  },
  'Gate.from_json': {
    0: (curve) => [
      [{}, 'missing_field'],
      [gateWith(gateOf(curve), { typ: 'Nand' }), 'unknown_gate'],
      [gateWith(gateOf(curve), { coeffs: Array(16).fill('0x1') }), 'invalid_length'],
      [gateWith(gateOf(curve), { wires: Array(7).fill([0, 7]) }), 'wire_out_of_range'],
    ],
  },
  'GateVector.from_bytes': {
    0: (curve) => [
      ...all(cutBytes(made(curve, 'GateVector', (g) => g.toBytes())), 'malformed_msgpack'),
      ...hugeLists.map((bytes) => [bytes, ['malformed_msgpack', 'invalid_length']]),
    ],
  },
  'GateVector.digest': {
    0: () => [[2 ** 31, 'size_out_of_range']],
    1: () => all(['', 'Mesa', 'cairo'], 'invalid_argument'),
  },
  'GateVector.get': { 0: () => [[2 ** 31, 'size_out_of_range']] },
  'GateVector.push': { 0: (curve) => [[gateWith(gateOf(curve), { typ: 7 }), 'malformed_json']] },
  'GateVector.wrap': {
    0: () => [[2 ** 31, 'size_out_of_range']],
    1: () => all([7, 2 ** 31], 'wire_out_of_range'),
    2: () => [[2 ** 31, 'size_out_of_range']],
    3: () => all([7, 2 ** 31], 'wire_out_of_range'),
  },
  'OpeningProof.create': {
    0: () => [[[], 'invalid_length']],
    1: () => [[[null, null], 'invalid_length']],
  },
  'OpeningProof.from_json': { 0: () => [[{}, 'missing_field']] },
  'ProverCommitments.from_json': { 0: () => [[{}, 'missing_field']] },
  'ProverCommitments.commitment': { 0: badPaths('w_comm') },
  'ProofEvaluations.from_json': { 0: () => [[{}, 'missing_field']] },
  'ProofEvaluations.evaluation': { 0: badPaths('w') },
  'VerificationEvals.from_json': { 0: () => [[{}, 'missing_field']] },
  'VerificationEvals.commitment': { 0: badPaths('sigma_comm') },
  'LookupVerifierIndex.from_json': {
    0: (curve) => [
      [{}, 'missing_field'],
      [lookupIndex(curve, (v) => (v.lookup_info.max_per_row = -1)), 'malformed_json'],
      [lookupIndex(curve, (v) => (v.lookup_table = {})), 'malformed_json'],
    ],
  },
  'LookupVerifierIndex.commitment': { 0: badPaths('lookup_table') },
  'VerifierIndex.from_parts': {
    0: () => all([0, 3, 2 ** 31, 2 ** 32 - 1], 'size_out_of_range'),
    6: () => all([[], Array(8).fill(1n)], 'invalid_length'),
    8: () => all(['', 'Mesa', 'cairo'], 'invalid_argument'),
  },
  'CircuitBuilder.create': { 0: () => all(['', 'Mesa', 'cairo'], 'invalid_argument') },
  'CircuitBuilder.generic': {
    0: () => all([[], Array(4).fill(0n), Array(6).fill(0n)], 'invalid_length'),
    1: wrongCounts(3),
  },
  'CircuitBuilder.poseidon': { 0: wrongCounts(3) },
  'CircuitBuilder.complete_add': { 0: wrongCounts(2), 1: wrongCounts(2) },
  'CircuitBuilder.variable_base_mul': { 0: wrongCounts(2), 2: badBits(256) },
  'CircuitBuilder.endo_mul': { 0: wrongCounts(2) },
  'CircuitBuilder.multi_range_check': { 0: wrongCounts(3) },
  'CircuitBuilder.xor': { 2: badBits(241) },
  'CircuitBuilder.rotate64': { 1: () => all([64, 2 ** 31], 'invalid_argument') },
  'CircuitBuilder.foreign_field_add': { 0: wrongCounts(3), 1: wrongCounts(3) },
  'CircuitBuilder.foreign_field_sub': { 0: wrongCounts(3), 1: wrongCounts(3) },
  'CircuitBuilder.foreign_field_mul': { 0: wrongCounts(3), 1: wrongCounts(3) },
  'CircuitBuilder.foreign_field_bound_check': {
    0: wrongCounts(3),
    1: () => all([0n], 'invalid_argument'),
  },
  'CircuitBuilder.add_table': {
    0: () => [
      [{ columns: [] }, 'missing_field'],
      [{ id: 2 ** 31, columns: [] }, ['malformed_json', 'size_out_of_range']],
      [{ id: 1, columns: [[1n], []] }, 'invalid_length'],
    ],
  },
  'CircuitBuilder.add_runtime_table': {
    0: () => [
      [{ id: 1 }, 'missing_field'],
      [{ id: 1, first_column: [] }, 'runtime_tables_inconsistent'],
    ],
  },
  'CircuitBuilder.lookup': { 1: wrongCounts(6) },
  'GateVector.from_json': { 0: badCircuits },
  'GateVector.deserialize': {
    0: () => [...all(['', '{', '[]', 'null'], 'malformed_json'), ['{}', 'missing_field']],
  },
  'GateVector.gate': { 0: () => [[2 ** 31, 'size_out_of_range']] },
  'GateVector.serialize': { 0: () => [[2 ** 31, 'size_out_of_range']] },
  'Witness.from_json': { 0: badWitnesses },
  'Witness.column': { 0: () => all([15, 2 ** 31], 'size_out_of_range') },
  'PlonkIndex.create': { 0: badIndexes },
  'PlonkIndex.decode': {
    0: (curve) =>
      wrongFiles(
        madeWithAnSrs(curve, (srs, circuit, bin) =>
          bin.put(curve.PlonkIndex.create(circuit, srs)).encode()
        )
      ),
  },
  'PlonkIndex.from_gates': {
    1: () => all([2 ** 31, 2 ** 32 - 1], 'wrong_public_input_count'),
    3: badCircuits,
  },
  'PlonkIndexTask.create': { 0: badIndexes },
  'PlonkIndexTask.from_gates': {
    1: () => all([2 ** 31, 2 ** 32 - 1], 'wrong_public_input_count'),
    3: badCircuits,
  },
  'VerifierIndex.from_json': {
    0: (curve) => [
      [{}, 'missing_field'],
      [indexFile(curve, (v) => (v.format = 'kimchi-proof/1')), 'unsupported_format'],
      [indexFile(curve, (v) => (v.field = v.field === 'fp' ? 'fq' : 'fp')), 'wrong_field'],
      [
        indexFile(curve, (v) => (v.domain.log_size = 2 ** 40)),
        ['size_out_of_range', 'malformed_json'],
      ],
      [indexFile(curve, (v) => (v.domain.log_size = 33)), 'size_out_of_range'],
      [indexFile(curve, (v) => (v.domain.group_gen = '0x1')), 'invalid_argument'],
      [indexFile(curve, (v) => (v.max_poly_size /= 2)), 'srs_too_small'],
      [indexFile(curve, (v) => (v.commitments.psm_comm = [['0x1', '0x1']])), 'point_not_on_curve'],
      [indexFile(curve, (v) => v.shifts.pop()), ['invalid_length', 'malformed_json']],
    ],
  },
  'VerifierIndex.from_bytes': {
    0: (curve) => [
      ...all(
        cutBytes(
          madeWithAnSrs(curve, (srs, circuit, bin) =>
            bin.put(bin.put(curve.PlonkIndex.create(circuit, srs)).verifierIndex()).toBytes()
          )
        ),
        'malformed_msgpack'
      ),
      ...all(hugeLists, ['malformed_msgpack', 'invalid_length']),
    ],
  },
  'VerifierIndex.deserialize': {
    0: () => [...all(['', '{', '[]', 'null'], 'malformed_json'), ['{}', 'missing_field']],
  },
  'ProverProof.from_bytes': {
    0: (curve) => [
      ...all(cutBytes(made(curve, 'ProverProof', (p) => p.toBytes())), 'malformed_msgpack'),
      ...hugeLists.map((bytes) => [bytes, ['malformed_msgpack', 'invalid_length']]),
    ],
  },
  'ProverProof.from_base64': {
    0: (curve) => [
      ...all(['%', 'A', 'AAA', 'AAAA=', ' AAAA', 'AAAB\n'], 'malformed_base64'),
      ...all(['', 'AAAA', made(curve, 'ProverProof', (p) => p.toBase64()).slice(0, 400)], 'malformed_msgpack'),
    ],
  },
  'ProverProof.from_json': {
    0: (curve) => {
      const { proof } = recordedOf(curve.name);
      const { commitments, opening } = proof;
      return [
        [{}, 'missing_field'],
        [changed(proof, { format: 'kimchi-witness/1' }), 'unsupported_format'],
        [changed(proof, { field: proof.field === 'fp' ? 'fq' : 'fp' }), 'wrong_field'],
        [changed(proof, { ft_eval1: scalarModulus(curve) }), 'noncanonical_field_element'],
        [changed(proof, { public: [-1] }), 'malformed_json'],
        [changed(proof, { opening: { ...opening, delta: ['0x1', '0x1'] } }), 'point_not_on_curve'],
        [
          changed(proof, { commitments: { ...commitments, w_comm: [] } }),
          ['invalid_length', 'malformed_json'],
        ],
      ];
    },
  },
  'ProverTask.create': {
    2: (curve) => [
      [{}, 'missing_field'],
      [changed(recordedOf(curve.name).circuit, {}), 'unsupported_format'],
    ],
  },
};
