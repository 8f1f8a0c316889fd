// Conversion of arguments and results: every notation of a value gives the same result, and results equal
// those that the peer recorded.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, test } from 'node:test';

import { gateTypes, load } from 'onggi';

import { Bin, readJson, recorded, recordedOf, samples } from './support.mjs';

const { vesta, pallas, fp, fq } = await load();
const bin = new Bin();
after(() => bin.empty());

const constants = readJson('tests/vectors/constants.json');

/** 32 little-endian bytes. @param {bigint} value */
const bytesOf = (value) => Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

/** @param {Uint8Array[]} parts */
const join = (parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** @param {string | Uint8Array} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** @param {any} pair of hex digits, or null */
const pointOf = (pair) => pair && { x: BigInt(pair[0]), y: BigInt(pair[1]) };

test('fp is vesta and fq is pallas', () => {
  assert.equal(fp, vesta);
  assert.equal(fq, pallas);
  assert.equal(vesta.name, 'vesta');
});

test('the gate types are those of Kimchi, in order', () => {
  assert.equal(gateTypes.length, 14);
  assert.deepEqual([gateTypes[0], gateTypes[2], gateTypes[13]], ['Zero', 'Poseidon', 'Rot64']);
  assert.ok(Object.isFrozen(gateTypes));
});

describe('points', () => {
  for (const [name, lists] of Object.entries(constants.srs)) {
    for (const { depth, h, g_first: first } of lists) {
      if (depth > 64) continue;
      test(`the SRS of ${depth} over ${name} equals the peer's`, () => {
        const srs = bin.put({ fp, fq }[/** @type {'fp' | 'fq'} */ (name)].Srs.create(depth));
        assert.deepEqual(srs.h(), pointOf(h));
        assert.deepEqual(srs.points(0, first.length), first.map(pointOf));
      });
    }
  }

  test('objects, flat bytes and null make the same commitment', () => {
    const srs = bin.put(vesta.Srs.create(3));
    const [a, b] = srs.points(1, 2);
    const flat = join([a.x, a.y, 0n, 0n, b.x, b.y].map(bytesOf));
    const one = bin.put(vesta.PolyComm.fromPoints([a, null, b]));
    const two = bin.put(vesta.PolyComm.fromPoints(flat));
    const three = bin.put(vesta.PolyComm.fromPoints([a, null, { x: bytesOf(b.x), y: bytesOf(b.y) }]));
    const other = bin.put(vesta.PolyComm.fromPoints([a, b]));
    assert.ok(one.equals(two) && one.equals(three) && !one.equals(other));
    assert.deepEqual(two.chunks(), [a, null, b]);
    assert.equal(two.length, 3);
  });
});

describe('field elements', () => {
  test('bigints, byte arrays and one flat array make the same commitment', () => {
    const srs = bin.put(vesta.Srs.create(4));
    const values = [1n, 2n ** 200n + 77n, 0n, 2n ** 254n];
    const commitments = [values, values.map(bytesOf), join(values.map(bytesOf))].map((spelling) =>
      bin.put(srs.commit(spelling, 1))
    );
    for (const commitment of commitments) assert.ok(commitment.equals(commitments[0]));
    const unit = bin.put(srs.commit([0n, 0n, 1n], 1));
    assert.deepEqual(unit.chunks(), srs.points(2, 1));
    assert.deepEqual(bin.put(srs.commit([], 2)).chunks(), [null, null]);
  });

  test('a subarray is read at its offset in the buffer', () => {
    const srs = bin.put(pallas.Srs.create(2));
    const buffer = new Uint8Array(100).fill(255);
    buffer.fill(0, 3, 35);
    buffer[3] = 1;
    const [g] = srs.points(0, 1);
    assert.deepEqual(bin.put(srs.commit(buffer.subarray(3, 35), 1)).chunks(), [g]);
    assert.deepEqual(bin.put(srs.commit([buffer.subarray(3, 35)], 1)).chunks(), [g]);
  });

  test('a Lagrange commitment equals the commitment to its evaluations', () => {
    const srs = bin.put(vesta.Srs.create(8));
    const unit = [0n, 0n, 0n, 1n];
    const lagrange = bin.put(srs.lagrangeCommitment(4, 3));
    assert.ok(lagrange.equals(bin.put(srs.commitEvaluations(4, unit))));
  });

  test('the first Lagrange commitments are flat points, all chunks of one after the other', () => {
    const srs = bin.put(vesta.Srs.create(4));
    /** @param {number} size @param {number} i */
    const single = (size, i) =>
      bin
        .put(srs.lagrangeCommitment(size, i))
        .chunks()
        .map((/** @type {{ x: bigint, y: bigint }} */ { x, y }) => join([bytesOf(x), bytesOf(y)]));
    for (const size of [2, 4, 8]) {
      const singles = [...Array(size).keys()].flatMap((i) => single(size, i));
      assert.deepEqual(srs.lagrangeCommitments(size, size), join(singles));
      assert.deepEqual(srs.lagrangeCommitments(size, 1), join(single(size, 0)));
      assert.deepEqual(srs.lagrangeCommitments(size, 0), new Uint8Array(0));
    }
    assert.throws(() => srs.lagrangeCommitments(8, 9), { code: 'size_out_of_range', message: /8, got 9/ });
  });

  test('the flat bytes of an SRS are h and its bases', () => {
    const srs = bin.put(vesta.Srs.create(3));
    const points = [srs.h(), ...srs.points(0, 3)];
    const flat = join(points.flatMap(({ x, y }) => [bytesOf(x), bytesOf(y)]));
    assert.deepEqual(srs.toFlat(), flat);
    const copy = bin.put(vesta.Srs.fromFlat(flat));
    assert.deepEqual(copy.toBytes(), srs.toBytes());
    assert.equal(copy.isStandard(), true);
    const swapped = join([flat.subarray(64), flat.subarray(0, 64)]);
    assert.equal(bin.put(vesta.Srs.fromFlat(swapped)).isStandard(), false);
  });

  test("the commitment to the folding polynomial equals the peer's", () => {
    const { comm, chals } = recorded('fp_recursion_1').witness.prev_challenges[0];
    const srs = bin.put(vesta.Srs.create(recorded('fp_recursion_1').circuit.srs_depth));
    assert.deepEqual(bin.put(srs.bPolyCommitment(chals.map(BigInt))).chunks(), comm.map(pointOf));
  });
});

for (const curve of [vesta, pallas]) {
  describe(`${curve.name}: recorded objects`, () => {
    const { circuit, witness, proof, verifier_index: file, roundtrip } = recordedOf(curve.name);
    const columns = witness.columns.map((/** @type {string[]} */ column) => column.map(BigInt));

    test('JSON, bigints, byte arrays and flat bytes make the same witness', () => {
      const flat = columns.map((/** @type {bigint[]} */ column) => join(column.map(bytesOf)));
      for (const made of [
        curve.Witness.fromJSON(witness),
        curve.Witness.fromJSON(JSON.stringify(witness)),
        curve.Witness.fromJSON(new TextEncoder().encode(JSON.stringify(witness))),
        curve.Witness.fromJSON({ ...witness, columns }),
        curve.Witness.fromColumns(columns),
        curve.Witness.fromColumns(flat),
        curve.Witness.fromColumns(join(flat)),
      ]) {
        bin.put(made);
        assert.equal(made.rows, columns[0].length);
        for (let i = 0; i < 15; ++i) assert.deepEqual(made.column(i), columns[i]);
      }
    });

    test("gates survive a round trip, and their bytes equal the peer's", () => {
      const gates = bin.put(curve.GateVector.fromJSON(circuit));
      assert.equal(gates.length, circuit.gates.length);
      circuit.gates.forEach((/** @type {any} */ gate, /** @type {number} */ row) =>
        assert.deepEqual(gates.gate(row), gate)
      );
      const text = gates.serialize(circuit.public_input_size);
      assert.equal(sha256(text), roundtrip.circuit_serialize.sha256);
      for (const again of [curve.GateVector.deserialize(text), curve.GateVector.fromBytes(gates.toBytes())]) {
        assert.equal(bin.put(again).serialize(circuit.public_input_size), text);
      }
      assert.equal(sha256(gates.toBytes()), roundtrip.gate_vector_serialize.sha256);
      const digest = Buffer.from(gates.digest(circuit.public_input_size)).toString('hex');
      assert.equal(digest, roundtrip.gate_vector_digest);
    });

    test("the verifier index equals the peer's, made from the circuit, its gates or its own files", () => {
      const srs = bin.put(samples.Srs(curve, bin));
      const gates = bin.put(samples.GateVector(curve, bin));
      const bytes = bin.put(curve.VerifierIndex.fromJSON(file, srs)).toBytes();
      const indexes = [
        bin.put(curve.PlonkIndex.create(circuit, srs)).verifierIndex(),
        bin.put(curve.PlonkIndex.fromGates(gates, circuit.public_input_size, srs)).verifierIndex(),
        curve.VerifierIndex.fromJSON(file, srs),
        curve.VerifierIndex.deserialize(JSON.stringify(file.serialized), srs),
        curve.VerifierIndex.fromBytes(bytes, srs),
      ];
      for (const index of indexes) {
        bin.put(index);
        assert.deepEqual(index.toJSON(), file);
        assert.equal(index.serialize(), JSON.stringify(file.serialized));
        assert.equal(index.digest(), BigInt(file.digest));
        assert.equal(index.domainSize, 2 ** file.domain.log_size);
        assert.equal(index.publicInputSize, circuit.public_input_size);
        assert.ok(index.verify(bin.put(curve.ProverProof.fromJSON(proof))));
      }
    });

    test("the proof equals the peer's as JSON, MessagePack and base64", () => {
      const publicInput = proof.public.map(BigInt);
      const base64 = roundtrip.proof_serialize_base64;
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
      const proofs = [
        curve.ProverProof.fromJSON(proof),
        curve.ProverProof.fromBytes(bytes, publicInput),
        curve.ProverProof.fromBase64(base64, publicInput),
      ];
      const verifier = bin.put(samples.VerifierIndex(curve, bin));
      for (const made of proofs) {
        bin.put(made);
        assert.deepEqual(made.toJSON(), proof);
        assert.deepEqual(made.toBytes(), bytes);
        assert.equal(made.toBase64(), base64);
        assert.deepEqual(made.publicInput(), publicInput);
        assert.ok(verifier.verify(made));
      }
      const bare = bin.put(curve.ProverProof.fromBytes(bytes));
      assert.deepEqual(bare.publicInput(), []);
      assert.equal(verifier.verify(bare), publicInput.length === 0);
    });

    test('JSON.stringify() of a handle gives its JSON', () => {
      const made = bin.put(curve.ProverProof.fromJSON(proof));
      assert.deepEqual(JSON.parse(JSON.stringify({ made })).made, proof);
    });
  });
}
