// The parts of circuits, proofs and indexes: each equals its place in the file, keeps its whole alive,
// and can be put together to the same whole.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { Bin, held, lookupIndexOf, recorded, recordedOf, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

/** @param {any} pair of hex digits, or null */
const pointOf = (pair) => pair && { x: BigInt(pair[0]), y: BigInt(pair[1]) };
/** @param {any[]} chunks */
const pointsOf = (chunks) => chunks.map(pointOf);
/** @param {string[]} list */
const bigints = (list) => list.map(BigInt);

/**
 * Every commitment of a structure, by path; null where there is none.
 * @param {any} value @param {string} [path] @returns {[string, any][]}
 */
function commitmentsIn(value, path = '') {
  const isCommitment = (/** @type {any} */ v) =>
    Array.isArray(v) && (v[0] === null || typeof v[0]?.[0] === 'string');
  if (value === null || isCommitment(value)) return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((v, i) => commitmentsIn(v, `${path}[${i}]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, v]) => commitmentsIn(v, path === '' ? key : `${path}.${key}`));
}

for (const curve of [onggi.vesta, onggi.pallas]) {
  const { circuit, witness, proof, verifier_index: file } = recordedOf(curve.name);

  describe(`${curve.name}: parts`, () => {
    const bin = new Bin();
    const outside = held(onggi);
    after(() => {
      bin.empty();
      assert.deepEqual(held(onggi), outside);
    });

    /** @param {any} handle with commitment() @param {any} json */
    function assertCommitments(handle, json) {
      const expected = commitmentsIn(json);
      assert.ok(expected.some(([, chunks]) => chunks !== null));
      for (const [path, chunks] of expected) {
        const found = handle.commitment(path);
        if (chunks === null) {
          assert.equal(found, null, path);
          continue;
        }
        bin.put(found);
        assert.deepEqual(found.chunks(), pointsOf(chunks), path);
        assert.deepEqual(found.toJSON(), chunks, path);
        assert.equal(found.length, chunks.length, path);
        assert.ok(found.equals(bin.put(curve.PolyComm.fromJSON(chunks))), path);
      }
    }

    test('the commitments of a proof equal its JSON, one by one and together', () => {
      const whole = bin.put(curve.ProverProof.fromJSON(proof));
      const commitments = bin.put(whole.commitments());
      assertCommitments(commitments, proof.commitments);
      assert.deepEqual(commitments.toJSON(), proof.commitments);
      const again = bin.put(curve.ProverCommitments.fromJSON(proof.commitments));
      assert.deepEqual(again.toJSON(), proof.commitments);
    });

    test('the lookup commitments of a proof equal its JSON', () => {
      const lookup = {
        sorted: [proof.commitments.w_comm[0], proof.commitments.w_comm[1]],
        aggreg: proof.commitments.z_comm,
        runtime: null,
      };
      const json = { ...proof.commitments, lookup };
      const commitments = bin.put(curve.ProverCommitments.fromJSON(json));
      assertCommitments(commitments, json);
      assert.equal(commitments.commitment('lookup.runtime'), null);
    });

    test('the opening of a proof equals its JSON', () => {
      const { opening: json } = proof;
      const opening = bin.put(bin.put(curve.ProverProof.fromJSON(proof)).opening());
      assert.equal(opening.rounds, json.lr.length);
      assert.deepEqual(
        opening.left(),
        json.lr.map((/** @type {any} */ [l]) => pointOf(l))
      );
      assert.deepEqual(
        opening.right(),
        json.lr.map((/** @type {any} */ [, r]) => pointOf(r))
      );
      assert.deepEqual(opening.delta(), pointOf(json.delta));
      assert.deepEqual(opening.sg(), pointOf(json.sg));
      assert.equal(opening.z1(), BigInt(json.z1));
      assert.equal(opening.z2(), BigInt(json.z2));
      assert.deepEqual(opening.toJSON(), json);
      const again = [
        curve.OpeningProof.fromJSON(json),
        curve.OpeningProof.create(
          opening.left(),
          opening.right(),
          opening.delta(),
          opening.z1(),
          opening.z2(),
          opening.sg()
        ),
      ];
      for (const made of again) assert.deepEqual(bin.put(made).toJSON(), json);
    });

    test('the evaluations of a proof equal its JSON, one by one and together', () => {
      const evals = bin.put(bin.put(curve.ProverProof.fromJSON(proof)).evals());
      for (const [name, value] of Object.entries(proof.evals)) {
        if (Array.isArray(value)) {
          value.forEach((v, i) => assert.deepEqual(evals.evaluation(`${name}[${i}]`), v, name));
        } else {
          assert.deepEqual(evals.evaluation(name), value, name);
        }
      }
      assert.deepEqual(evals.toJSON(), proof.evals);
      const again = bin.put(curve.ProofEvaluations.fromJSON(proof.evals));
      assert.deepEqual(again.toJSON(), proof.evals);
    });

    test('a proof made from its parts equals the original', () => {
      const whole = bin.put(curve.ProverProof.fromJSON(proof));
      assert.equal(whole.ftEval1(), BigInt(proof.ft_eval1));
      assert.deepEqual(whole.previousChallenges(), proof.prev_challenges);
      const parts = [whole.commitments(), whole.opening(), whole.evals()];
      for (const part of parts) bin.put(part);
      const made = bin.put(
        curve.ProverProof.fromParts(
          ...parts,
          whole.ftEval1(),
          whole.publicInput(),
          whole.previousChallenges()
        )
      );
      assert.deepEqual(made.toJSON(), proof);
      assert.ok(bin.put(samples.VerifierIndex(curve, bin)).verify(made));
      const bare = bin.put(curve.ProverProof.fromParts(...parts, 5n, []));
      const expected = { ...proof, ft_eval1: '0x5', public: [], prev_challenges: [] };
      assert.deepEqual(bare.toJSON(), expected);
    });

    test('a part keeps its whole alive, and the bytes are counted once', () => {
      const types = () => onggi.memory().byType;
      const prefix = curve.name === 'vesta' ? 'Vesta' : 'Pallas';
      /** @param {string} noun */
      const usage = (noun) => types()[`${prefix}${noun}`];
      const first = usage('ProverProof');
      const whole = curve.ProverProof.fromJSON(proof);
      const { count, bytes } = usage('ProverProof');
      const inner = whole.commitments();
      const before = usage('PolyComm').bytes;
      const commitment = inner.commitment('w_comm[3]');
      whole.free();
      assert.deepEqual([usage('ProverProof').count, usage('ProverProof').bytes], [count, bytes]);
      const middle = usage('ProverCommitments').count;
      inner.free();
      assert.equal(usage('ProverCommitments').count, middle - 1);
      assert.ok(usage('PolyComm').bytes - before < 64);
      assert.deepEqual(commitment.chunks(), pointsOf(proof.commitments.w_comm[3]));
      commitment.free();
      assert.deepEqual([usage('ProverProof').count, usage('ProverProof').bytes], [first.count, first.bytes]);
    });

    test('a verifier index made from its parts equals the original', () => {
      const srs = bin.put(samples.Srs(curve, bin));
      const whole = bin.put(curve.VerifierIndex.fromJSON(file, srs));
      assert.equal(whole.maxPolySize, file.max_poly_size);
      assert.equal(whole.zkRows, file.zk_rows);
      assert.equal(whole.previousChallenges, file.prev_challenges);
      assert.equal(whole.groupGen(), BigInt(file.domain.group_gen));
      assert.deepEqual(whole.shifts(), bigints(file.shifts));
      assert.equal(whole.lookup(), null);
      assert.deepEqual(bin.put(whole.srs()).toBytes(), srs.toBytes());
      const evals = bin.put(whole.evals());
      assertCommitments(evals, file.commitments);
      assert.deepEqual(evals.toJSON(), file.commitments);
      const numbers = [whole.domainSize, whole.publicInputSize, whole.previousChallenges];
      for (const shifts of [undefined, bigints(file.shifts)]) {
        const made = curve.VerifierIndex.fromParts(...numbers, whole.zkRows, evals, srs, shifts);
        assert.deepEqual(bin.put(made).toJSON(), file);
        assert.ok(made.verify(bin.put(curve.ProverProof.fromJSON(proof))));
      }
      for (const revision of ['berkeley', 'mesa']) {
        const made = curve.VerifierIndex.fromParts(
          ...[...numbers, whole.zkRows, evals, srs, undefined, undefined, revision]
        );
        assert.equal(bin.put(made).toJSON().revision ?? 'berkeley', revision);
      }
      const other = bigints(file.shifts).map((shift) => shift + 1n);
      const made = curve.VerifierIndex.fromParts(...numbers, whole.zkRows, evals, srs, other);
      assert.deepEqual(bin.put(made).shifts(), other);
    });

    test('the lookup part of a verifier index equals its JSON', () => {
      const json = lookupIndexOf(curve.name);
      const lookup = bin.put(curve.LookupVerifierIndex.fromJSON(json));
      assertCommitments(lookup, json);
      assert.equal(lookup.jointLookupUsed, json.joint_lookup_used);
      assert.deepEqual(lookup.info(), json.lookup_info);
      assert.deepEqual(lookup.toJSON(), json);
      const srs = bin.put(samples.Srs(curve, bin));
      const evals = bin.put(samples.VerificationEvals(curve, bin));
      const index = curve.VerifierIndex.fromParts(16, 0, 0, 3, evals, srs, undefined, lookup);
      assert.deepEqual(bin.put(index).toJSON().lookup_index, json);
      const part = bin.put(index.lookup());
      assert.deepEqual(part.toJSON(), json);
      assertCommitments(part, json);
    });

    test('gates can be added and read one by one, as handles and as plain objects', () => {
      const built = bin.put(curve.GateVector.create());
      circuit.gates.forEach((/** @type {any} */ gate, /** @type {number} */ row) => {
        if (row % 2) built.push(gate);
        else built.add(bin.put(curve.Gate.create(gate.typ, gate.wires, bigints(gate.coeffs))));
        const made = bin.put(built.get(row));
        assert.equal(made.typ, gate.typ);
        assert.deepEqual(made.wires(), gate.wires);
        assert.deepEqual(made.coeffs(), bigints(gate.coeffs));
        assert.deepEqual(made.toJSON(), gate);
        assert.deepEqual(built.gate(row), gate);
        assert.deepEqual(bin.put(curve.Gate.fromJSON(gate)).toJSON(), gate);
      });
      assert.equal(built.length, circuit.gates.length);
      const whole = bin.put(curve.GateVector.fromJSON(circuit));
      const text = whole.serialize(circuit.public_input_size);
      assert.equal(built.serialize(circuit.public_input_size), text);
      built.wrap(1, 2, 3, 4);
      const { wires } = circuit.gates[1];
      assert.deepEqual(
        built.gate(1).wires,
        wires.with?.(2, [3, 4]) ?? [...wires.slice(0, 2), [3, 4], ...wires.slice(3)]
      );
      assert.equal(whole.serialize(circuit.public_input_size), text);
    });

    test('an index returns its SRS, gates and sizes', () => {
      const srs = bin.put(samples.Srs(curve, bin));
      const index = bin.put(curve.PlonkIndex.create(circuit, srs));
      assert.deepEqual(bin.put(index.srs()).toBytes(), srs.toBytes());
      const gates = bin.put(index.gates());
      circuit.gates.forEach((/** @type {any} */ gate, /** @type {number} */ row) =>
        assert.deepEqual(gates.gate(row), gate)
      );
      assert.equal(index.maxPolySize, circuit.srs_depth);
      assert.equal(index.zkRows, file.zk_rows);
      assert.equal(index.previousChallenges, circuit.prev_challenges);
    });

    test('fromGates() takes the rest of the circuit as a separate argument', () => {
      const folder = curve.name === 'vesta' ? 'fp_recursion_1' : 'fq_recursion_2';
      const { circuit: whole, verifier_index: expected } = recorded(folder);
      const srs = bin.put(curve.Srs.create(whole.srs_depth));
      const gates = bin.put(curve.GateVector.fromJSON(whole));
      const extras = { ...whole, gates: [], public_input_size: 0 };
      const { public_input_size: publicInputSize } = whole;
      const index = bin.put(curve.PlonkIndex.fromGates(gates, publicInputSize, srs, extras));
      assert.equal(index.previousChallenges, whole.prev_challenges);
      assert.deepEqual(bin.put(index.verifierIndex()).toJSON(), expected);
      const bare = bin.put(curve.PlonkIndex.fromGates(gates, publicInputSize, srs));
      assert.equal(bare.previousChallenges, 0);
    });

    test('an SRS made from its points equals the original', () => {
      const srs = bin.put(curve.Srs.create(8));
      const made = bin.put(curve.Srs.fromPoints(srs.points(0, 8), srs.h()));
      assert.deepEqual(made.toBytes(), srs.toBytes());
    });

    test('vectors hold field elements', () => {
      const vector = bin.put(curve.Vector.fromFields([5n, 6n]));
      vector.push(7n);
      vector.set(0, 2n ** 200n);
      assert.equal(vector.length, 3);
      assert.deepEqual(vector.fields(), [2n ** 200n, 6n, 7n]);
      assert.equal(vector.get(2), 7n);
      assert.deepEqual(bin.put(curve.Vector.fromFields(vector.toBytes())).fields(), vector.fields());
      const columns = witness.columns.map(bigints);
      const vectors = bin.put(curve.VecVec.create());
      columns.forEach((/** @type {bigint[]} */ column, /** @type {number} */ i) => {
        if (i === 4) vectors.pushVector(bin.put(curve.Vector.fromFields(column)));
        else vectors.push(i === 9 ? [1n] : column);
      });
      assert.throws(() => curve.Witness.fromVectors(vectors), { code: 'witness_shape' });
      vectors.set(9, columns[9]);
      assert.equal(vectors.length, 15);
      for (let i = 0; i < 15; ++i) {
        assert.deepEqual(vectors.get(i), columns[i]);
        assert.deepEqual(bin.put(vectors.vector(i)).fields(), columns[i]);
      }
      const made = bin.put(curve.Witness.fromVectors(vectors));
      for (let i = 0; i < 15; ++i) assert.deepEqual(made.column(i), columns[i]);
      vectors.push([]);
      assert.throws(() => curve.Witness.fromVectors(vectors), { code: 'witness_shape' });
    });

    test('the ledger counts the bytes of lists as they grow', () => {
      const prefix = curve.name === 'vesta' ? 'Vesta' : 'Pallas';
      /** @param {string} noun */
      const bytes = (noun) => onggi.memory().byType[`${prefix}${noun}`]?.bytes ?? 0;
      const before = ['Vector', 'VecVec', 'GateVector'].map(bytes);
      const lists = new Bin();
      const vector = lists.put(curve.Vector.fromFields([]));
      const vectors = lists.put(curve.VecVec.create());
      const gates = lists.put(curve.GateVector.create());
      const { heap } = onggi.memory();
      const empty = ['Vector', 'VecVec', 'GateVector'].map(bytes);
      for (let i = 0; i < 200; ++i) {
        vector.push(1n);
        vectors.push(new Uint8Array(32 * i));
        gates.push(circuit.gates[0]);
      }
      vectors.set(0, new Uint8Array(32 * 1000));
      vectors.set(199, []);
      const grown = ['Vector', 'VecVec', 'GateVector'].map(
        (noun, i) => bytes(noun) - /** @type {number} */ (empty[i])
      );
      const total = grown.reduce((sum, n) => sum + n, 0);
      const allocated = onggi.memory().heap - heap;
      assert.ok(
        grown.every((n) => n > 200 * 32),
        String(grown)
      );
      assert.ok(total <= allocated && allocated < 1.1 * total + 16 * 1024, `${total} ${allocated}`);
      lists.empty();
      assert.deepEqual(['Vector', 'VecVec', 'GateVector'].map(bytes), before);
    });
  });
}
