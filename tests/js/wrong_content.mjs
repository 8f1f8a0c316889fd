// Arguments of the right kind with wrong content, by member. An entry is a value and the error code, or
// codes, that it may be refused with.
import {
  badCircuits,
  badIndexes,
  badWitnessData,
  badWitnesses,
  changed,
  cutBytes,
  gateOf,
  gateWith,
  hugeLists,
  indexFile,
  lookupIndex,
  made,
  madeWithAnSrs,
  patched,
  srsBytes,
  wrongFiles,
} from './damaged_content.mjs';
import { recordedOf } from './support.mjs';
import { all, scalarModulus } from './wrong_kinds.mjs';

/** Paths that do not exist in a structure with the list `list`. @param {string} list */
const badPaths = (list) => () => [
  ...all(
    ['', '.', '[', '[0]', 'x', list, `${list}[`, `${list}[0`, `${list}[-1]`, `${list}[0]x`],
    'invalid_argument'
  ),
  ...all([`${list}[0][0]`, `${list}[0].chunks`, `${list}.0`, ` ${list}[0]`], 'invalid_argument'),
  ...all([`${list}[99]`, `${list}[4294967296]`], 'size_out_of_range'),
];

/** @param {'types' | 'wires' | 'coeffCounts' | 'coeffs'} member of a list of gates */
const flatOf = (member) => (/** @type {any} */ curve) =>
  /** @type {Uint8Array} */ (made(curve, 'GateVector', (gates) => gates[member]()));

/** Too short or too long for the other flat arrays. @param {Parameters<typeof flatOf>[0]} member */
const wrongLengths = (member) => (/** @type {any} */ curve) => {
  const bytes = flatOf(member)(curve);
  return all([bytes.subarray(1), new Uint8Array(bytes.length + 1)], 'invalid_length');
};

/** Lists of cells of another length. @param {number} count */
const wrongCounts = (count) => () =>
  all([[], Array(count - 1).fill(0), Array(count + 1).fill(0)], 'invalid_length');

/** Numbers of bits below 1 or from `first` on. @param {number} first */
const badBits = (first) => () => all([0, first, 2 ** 31], 'invalid_argument');

/** The members with a JSON list, and the position of the argument. @type {Record<string, number>} */
export const listDoors = {
  'Gate.create': 1,
  'PolyComm.from_json': 0,
  'ProverProof.from_parts': 5,
};

/**
 * Valid arguments, needed so that another argument is checked, by member and position.
 * @type {Record<string, (curve: any) => Record<number, unknown>>}
 */
export const rightContent = {
  'Gate.create': (curve) => ({ 0: 'Generic', 1: gateOf(curve).wires }),
  'GateVector.from_flat': (curve) => ({
    ...[flatOf('types'), flatOf('wires'), flatOf('coeffCounts'), flatOf('coeffs')].map((of) => of(curve)),
  }),
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
 * Arguments with wrong content, by member and position. Members whose arguments can only be
 * of the wrong kind have no entry.
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
  'Srs.from_flat': {
    0: (curve) => {
      const flat = madeWithAnSrs(curve, (srs) => srs.toFlat());
      const [noncanonical, off] = [flat.slice().fill(255, 64, 96), flat.slice().fill(1, 64, 96)];
      return [
        ...all([new Uint8Array(0), flat.subarray(1)], 'invalid_length'),
        ...all([flat.subarray(0, 64), new Uint8Array(64 * (2 ** 16 + 2))], 'size_out_of_range'),
        [noncanonical, 'noncanonical_field_element'],
        [off, 'point_not_on_curve'],
      ];
    },
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
  'Srs.lagrange_commitments': {
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
  'GateVector.from_flat': {
    0: (curve) => [...wrongLengths('types')(curve), [flatOf('types')(curve).fill(255), 'unknown_gate']],
    1: (curve) => [...wrongLengths('wires')(curve), [flatOf('wires')(curve).fill(7), 'wire_out_of_range']],
    2: (curve) => [
      ...wrongLengths('coeffCounts')(curve),
      [flatOf('coeffCounts')(curve).fill(16), 'invalid_length'],
    ],
    3: (curve) => [
      ...wrongLengths('coeffs')(curve),
      [flatOf('coeffs')(curve).fill(255), 'noncanonical_field_element'],
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
        madeWithAnSrs(curve, (srs, circuit, bin) => bin.put(curve.PlonkIndex.create(circuit, srs)).encode())
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
      [indexFile(curve, (v) => (v.domain.log_size = 2 ** 40)), ['size_out_of_range', 'malformed_json']],
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
      ...all(
        ['', 'AAAA', made(curve, 'ProverProof', (p) => p.toBase64()).slice(0, 400)],
        'malformed_msgpack'
      ),
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
  'PlonkIndex.check_witness': { 1: badWitnessData },
  'functions.poseidon_permutation': { 0: () => all([[], [1n, 2n], [1n, 2n, 3n, 4n]], 'invalid_length') },
  'functions.permutation_shifts': { 0: () => all([0, 3, 2 ** 29, 2 ** 32 - 1], 'size_out_of_range') },
  'ProverTask.create': { 2: badWitnessData },
};
