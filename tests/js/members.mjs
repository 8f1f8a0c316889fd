// Right arguments for every member of the manifest: what bounds.test.mjs calls.
import { jsName, lookupIndexOf, manifest, readJson, recordedOf, samples } from './support.mjs';

/** @typedef {import('./support.mjs').Bin} Bin */

/** Scalars, as many as asked for, none of them small. @param {number} count */
export function scalars(count) {
  const bytes = new Uint8Array(32 * count);
  for (let i = 0; i < bytes.length; ++i) bytes[i] = i % 32 === 31 ? 0x1f : (i * 89 + (i >> 5)) & 255;
  return bytes;
}

/** A circuit of rows that constrain nothing, and a witness of them. @param {number} rows */
export function idle(rows) {
  const { circuit, witness } = recordedOf('vesta');
  const wires = (/** @type {number} */ row) => Array.from({ length: 7 }, (_, i) => [row, i]);
  const gates = Array.from({ length: rows }, (_, row) => ({
    typ: row < 2 ? 'Generic' : 'Zero',
    wires: wires(row),
    coeffs: row < 2 ? ['0x1'] : Array(15).fill(`0x${(row + 1).toString(16)}`),
  }));
  return {
    circuit: { ...circuit, public_input_size: 2, gates },
    witness: { ...witness, rows, columns: Array(15).fill(Array(rows).fill('0x0')) },
  };
}

/** Something of a sample. @param {any} curve @param {Bin} bin @param {string} name */
const sample = (curve, bin, name) => bin.put(samples[name]?.(curve, bin));

/** @param {any} curve @param {Bin} bin */
const srsOf = (curve, bin) => sample(curve, bin, 'Srs');
/** @param {any} curve @param {Bin} bin */
const parts = (curve, bin) => {
  const proof = sample(curve, bin, 'ProverProof');
  return [bin.put(proof.commitments()), bin.put(proof.opening()), bin.put(proof.evals())];
};
/** @param {any} curve */
const gate = (curve) => recordedOf(curve.name).circuit.gates[0];
const { curves } = readJson('tests/vectors/constants.json');
/** Cells of a point of a builder, which is on the other curve. @param {any} curve @param {any} builder */
const pointIn = (curve, builder) =>
  curves[curve.name === 'vesta' ? 'pallas' : 'vesta'].generator.map((/** @type {string} */ coordinate) =>
    builder.variable(BigInt(coordinate))
  );
/** A circuit without its gates. @param {any} curve */
const extras = (curve) => ({ ...recordedOf(curve.name).circuit, gates: [], public_input_size: 0 });

/**
 * The arguments by member; handles and members that take nothing else need no entry.
 * @type {Record<string, (curve: any, bin: Bin, on: any) => unknown[]>}
 */
const argumentsOf = {
  'Srs.create': () => [300],
  'Srs.from_bytes': (curve, bin) => [srsOf(curve, bin).toBytes()],
  'Srs.from_points': (curve, bin) => [srsOf(curve, bin).points(0, 4), srsOf(curve, bin).h()],
  'Srs.from_flat': (curve, bin) => [srsOf(curve, bin).toFlat()],
  'Srs.points': () => [1, 5],
  'Srs.commit': (_c, _b, srs) => [scalars(srs.size), 2],
  'Srs.commit_evaluations': (_c, _b, srs) => [2 * srs.size, scalars(2 * srs.size)],
  'Srs.lagrange_commitment': (_c, _b, srs) => [2 * srs.size, 1],
  'Srs.lagrange_commitments': (_c, _b, srs) => [2 * srs.size, 3],
  'Srs.encode_lagrange_basis': (_c, _b, srs) => [Math.min(srs.size, 64)],
  'Srs.load_lagrange_basis': (_c, _b, srs) => [srs.encodeLagrangeBasis(8)],
  'Srs.b_poly_commitment': () => [scalars(3)],
  'Srs.batch_accumulator_generate': () => [2, scalars(6)],
  'Srs.batch_accumulator_check': (_c, _b, srs) => [srs.batchAccumulatorGenerate(2, scalars(6)), scalars(6)],
  'SrsTask.create': () => [300],
  'PolyComm.from_points': (curve, bin) => [srsOf(curve, bin).points(0, 4)],
  'PolyComm.from_json': (curve) => [recordedOf(curve.name).proof.commitments.z_comm],
  'Vector.from_fields': () => [scalars(100)],
  'Vector.get': () => [1],
  'Vector.set': () => [1, 5n],
  'Vector.push': () => [5n],
  'VecVec.get': () => [1],
  'VecVec.vector': () => [1],
  'VecVec.set': () => [1, scalars(100)],
  'VecVec.push': () => [scalars(100)],
  'CircuitBuilder.create': () => ['berkeley'],
  'CircuitBuilder.value': () => [1],
  'CircuitBuilder.variable': () => [5n],
  'CircuitBuilder.constant': () => [5n],
  'CircuitBuilder.public_input': () => [5n],
  'CircuitBuilder.make_public': () => [1],
  'CircuitBuilder.assert_equal': () => [1, 1],
  'CircuitBuilder.add': () => [1, 2],
  'CircuitBuilder.mul': () => [1, 2],
  'CircuitBuilder.generic': () => [Array(5).fill(0n), [0, 1, 2]],
  'CircuitBuilder.poseidon': () => [[0, 1, 2]],
  'CircuitBuilder.poseidon_hash': () => [Array(100).fill(3)],
  'CircuitBuilder.complete_add': (curve, _b, on) => [pointIn(curve, on), pointIn(curve, on)],
  'CircuitBuilder.variable_base_mul': (curve, _b, on) => [pointIn(curve, on), 5, 255],
  'CircuitBuilder.endo_mul': (curve, _b, on) => [pointIn(curve, on), 5],
  'CircuitBuilder.endo_mul_scalar': () => [5],
  'CircuitBuilder.range_check64': () => [5],
  'CircuitBuilder.multi_range_check': () => [[1, 2, 3]],
  'CircuitBuilder.compact_multi_range_check': () => [1, 2],
  'CircuitBuilder.xor': () => [1, 2, 240],
  'CircuitBuilder.rotate64': () => [1, 2],
  'CircuitBuilder.foreign_field': () => [7n],
  'CircuitBuilder.foreign_field_add': () => [[1, 0, 0], [2, 0, 0], 97n],
  'CircuitBuilder.foreign_field_sub': () => [[1, 0, 0], [2, 0, 0], 97n],
  'CircuitBuilder.foreign_field_mul': () => [[1, 0, 0], [2, 0, 0], 97n],
  'CircuitBuilder.foreign_field_bound_check': () => [[1, 0, 0], 97n],
  'CircuitBuilder.add_table': () => [{ id: 1, columns: [[1n], [2n]] }],
  'CircuitBuilder.add_runtime_table': () => [{ id: 1, first_column: [1n] }, [2n]],
  'CircuitBuilder.lookup': () => [1, [0, 1, 2, 3, 4, 5]],
  'CircuitBuilder.circuit': () => [16],
  'CircuitTask.create': (curve, bin) => [sample(curve, bin, 'CircuitBuilder'), 16],
  'Gate.create': (curve) => ['Generic', gate(curve).wires, scalars(5)],
  'Gate.from_json': (curve) => [gate(curve)],
  'GateVector.from_json': (curve) => [recordedOf(curve.name).circuit],
  'GateVector.deserialize': (_c, _b, gates) => [gates.serialize(0)],
  'GateVector.from_bytes': (_c, _b, gates) => [gates.toBytes()],
  'GateVector.from_flat': (_c, _b, gates) => [
    gates.types(),
    gates.wires(),
    gates.coeffCounts(),
    gates.coeffs(),
  ],
  'GateVector.gate': () => [1],
  'GateVector.get': () => [1],
  'GateVector.push': (curve) => [gate(curve)],
  'GateVector.wrap': () => [0, 1, 1, 2],
  'GateVector.digest': () => [0, 'berkeley'],
  'GateVector.serialize': () => [0],
  'LookupVerifierIndex.from_json': (curve) => [lookupIndexOf(curve.name)],
  'LookupVerifierIndex.commitment': () => ['lookup_table[0]'],
  'OpeningProof.create': (_c, _b, opening) => [
    opening.left(),
    opening.right(),
    opening.delta(),
    opening.z1(),
    opening.z2(),
    opening.sg(),
  ],
  'OpeningProof.from_json': (curve) => [recordedOf(curve.name).proof.opening],
  'PlonkIndex.create': (curve, bin) => [recordedOf(curve.name).circuit, srsOf(curve, bin)],
  'PlonkIndex.from_gates': (curve, bin) => [
    sample(curve, bin, 'GateVector'),
    recordedOf(curve.name).circuit.public_input_size,
    srsOf(curve, bin),
    extras(curve),
  ],
  'PlonkIndex.decode': (_, bin, index) => [index.encode(), bin.put(index.srs())],
  'PlonkIndex.check_witness': (curve, bin) => [sample(curve, bin, 'Witness'), undefined],
  'PlonkIndexTask.create': (curve, bin) => argumentsOf['PlonkIndex.create']?.(curve, bin, null) ?? [],
  'PlonkIndexTask.from_gates': (curve, bin) => argumentsOf['PlonkIndex.from_gates']?.(curve, bin, null) ?? [],
  'ProofEvaluations.from_json': (curve) => [recordedOf(curve.name).proof.evals],
  'ProofEvaluations.evaluation': () => ['w[14]'],
  'ProverCommitments.from_json': (curve) => [recordedOf(curve.name).proof.commitments],
  'ProverCommitments.commitment': () => ['w_comm[14]'],
  'ProverProof.from_bytes': (_c, _b, proof) => [proof.toBytes(), proof.publicInput()],
  'ProverProof.from_base64': (_c, _b, proof) => [proof.toBase64(), proof.publicInput()],
  'ProverProof.from_json': (curve) => [recordedOf(curve.name).proof],
  'ProverProof.from_parts': (curve, bin) => [...parts(curve, bin), 1n, scalars(9), []],
  'ProverTask.create': (curve, bin) => [
    sample(curve, bin, 'PlonkIndex'),
    sample(curve, bin, 'Witness'),
    undefined,
  ],
  'VerificationEvals.from_json': (curve) => [recordedOf(curve.name).verifier_index.commitments],
  'VerificationEvals.commitment': () => ['sigma_comm[6]'],
  'VerifierIndex.from_json': (curve, bin) => [recordedOf(curve.name).verifier_index, srsOf(curve, bin)],
  'VerifierIndex.deserialize': (curve, bin, index) => [index.serialize(), srsOf(curve, bin)],
  'VerifierIndex.from_bytes': (curve, bin, index) => [index.toBytes(), srsOf(curve, bin), 'berkeley'],
  'VerifierIndex.from_parts': (curve, bin, index) => [
    index.domainSize,
    index.publicInputSize,
    index.previousChallenges,
    index.zkRows,
    bin.put(index.evals()),
    srsOf(curve, bin),
    index.shifts(),
    undefined,
  ],
  'Witness.from_columns': () => [scalars(15 * 20)],
  'Witness.from_json': (curve) => [recordedOf(curve.name).witness],
  'Witness.column': () => [1],
  poseidon_permutation: () => [scalars(3)],
  poseidon_hash: () => [scalars(1000)],
  poseidon_hashes: () => [Array(1000).fill(scalars(2))],
  permutation_shifts: () => [2 ** 14],
};

/** A task is finished before its result is taken. @type {Record<string, (on: any) => void>} */
const preparations = Object.fromEntries(
  ['SrsTask', 'PlonkIndexTask', 'ProverTask', 'CircuitTask', 'VerifierTask'].map((name) => [
    `${name}.take`,
    (task) => {
      while (!task.step());
    },
  ])
);

/**
 * Every member but properties, and every free function.
 * @type {{ name: string, member: any, path: string }[]}
 */
export const members = [
  ...manifest.classes.flatMap((/** @type {any} */ { name, members }) =>
    members
      .filter((/** @type {any} */ { role }) => role !== 'getter')
      .map((/** @type {any} */ member) => ({ name, member, path: `${name}.${member.name}` }))
  ),
  ...manifest.functions.map((/** @type {any} */ member) => ({ name: '', member, path: member.name })),
];

/** The properties of every class. @type {{ name: string, property: string }[]} */
export const properties = manifest.classes.flatMap((/** @type {any} */ { name, members }) =>
  members
    .filter((/** @type {any} */ { role }) => role === 'getter')
    .map((/** @type {any} */ member) => ({ name, property: jsName(member.name) }))
);

/** The members of the table above. */
export const knownMembers = Object.keys(argumentsOf);

/**
 * Makes what a member is called with, which goes to the bin. Its result does so when it is called.
 * @param {any} curve @param {{ name: string, member: any, path: string }} entry @param {Bin} bin
 * @returns {() => any} calls it
 */
export function prepare(curve, { name, member, path }, bin) {
  const on = member.role === 'function' ? curve : sample(curve, bin, name);
  const makeArguments =
    argumentsOf[path] ??
    (() => member.params.map((/** @type {any} */ param) => sample(curve, bin, param.class)));
  const args = makeArguments(curve, bin, on);
  preparations[path]?.(on);
  const target = member.role === 'factory' ? curve[name] : on;
  const called = jsName(member.name); // near the end of the stack no regular expression can be compiled
  return () => {
    const result = target[called](...args);
    if (member.returns.kind === 'handle' && result !== null) bin.put(result);
    return result;
  };
}

/**
 * Calls a member. What it makes and takes goes to the bin.
 * @param {any} curve @param {{ name: string, member: any, path: string }} entry @param {Bin} bin
 */
export const pass = (curve, entry, bin) => prepare(curve, entry, bin)();
