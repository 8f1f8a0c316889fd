// Circuits of the builder before the peer: one of each family without a range check table, which both
// sides index and prove, and one of the families with one, whose proof the peer verifies.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { load } from 'onggi';
import { readJson } from './json_files.mjs';
import { isThorough, loadPeer } from './peer.mjs';

const { curves } = readJson(new URL('../vectors/constants.json', import.meta.url).pathname);

let onggi;
let peers;
before(async () => {
  onggi = await load({ threads: 1 });
  peers = await loadPeer();
});

/** Arithmetic, hashes, curve points, xor and lookups: 2^9 rows. */
function small(builder, field) {
  const [x, y] = curves[field === 'fp' ? 'pallas' : 'vesta'].generator.map(BigInt);
  const base = [builder.publicInput(x), builder.publicInput(y)];
  const double = builder.completeAdd(base, base).slice(0, 2);
  const scaled = builder.variableBaseMul(double, builder.variable(12345n), 14);
  const challenge = builder.variable(2n ** 127n + 77n);
  const [x1, y1] = builder.endoMul(scaled, challenge);
  const scalar = builder.endoMulScalar(challenge);
  const product = builder.mul(builder.add(x1, y1), scalar);
  builder.makePublic(builder.poseidonHash([x1, y1, product]));
  builder.makePublic(builder.xor(builder.variable(0xabcden), builder.variable(0x12345n), 20));
  const table = builder.addTable({
    id: -7,
    columns: [
      [1n, 2n],
      [10n, 20n],
    ],
  });
  builder.lookup(
    table,
    [1n, 10n, 2n, 20n, 1n, 10n].map((value) => builder.variable(value))
  );
  const runtime = builder.addRuntimeTable({ id: 9, first_column: [5n, 6n] }, [50n, 60n]);
  builder.lookup(
    runtime,
    [5n, 50n, 6n, 60n, 6n, 60n].map((value) => builder.variable(value))
  );
}

/** Range checks, a rotation of a public word and foreign fields: 2^13 rows. */
function large(builder, word) {
  const cell = builder.publicInput(word);
  builder.rangeCheck64(cell);
  builder.makePublic(builder.rotate64(cell, 13));
  const limbs = [1n, 2n, 3n].map((value) => builder.variable(value));
  builder.multiRangeCheck(limbs);
  builder.compactMultiRangeCheck(builder.variable((5n << 88n) + 4n), limbs[2]);
  const q = 2n ** 256n - 2n ** 32n - 977n;
  const [left, right] = [builder.foreignField(q - 3n), builder.foreignField(q / 5n)];
  const product = builder.foreignFieldMul(left, right, q);
  builder.foreignFieldBoundCheck(builder.foreignFieldAdd(product, right, q), q);
  builder.foreignFieldBoundCheck(builder.foreignFieldSub(product, left, q), q);
}

/** An index, a proof and a verifier made from the builder, and a function that frees them. */
async function proved(curve, builder, depth) {
  const srs = curve.Srs.create(depth);
  const circuit = builder.circuit(depth);
  const index = curve.PlonkIndex.create(circuit, srs);
  const witness = builder.witness();
  const proof = await index.prove(witness);
  const verifier = index.verifierIndex();
  const free = () => [srs, index, witness, proof, verifier].forEach((handle) => handle.free());
  return { circuit, witness, proof: proof.toJSON(), verifier, free };
}

/** The witness as JSON, with the runtime tables. */
const witnessJson = (witness, field) => ({
  format: 'kimchi-witness/1',
  field,
  rows: witness.rows,
  columns: Array.from({ length: 15 }, (_, i) => witness.column(i).map((value) => `0x${value.toString(16)}`)),
  runtime_tables: [{ id: 9, data: ['0x32', '0x3c'] }],
  prev_challenges: [],
});

describe('circuits made with the builder', () => {
  for (const field of ['fp', 'fq']) {
    test(`${field}: both sides make an index, prove and verify`, async () => {
      const builder = onggi[field].CircuitBuilder.create();
      small(builder, field);
      const ours = await proved(onggi[field], builder, 2 ** 9);
      const peer = peers[field];
      const theirIndex = await peer.proverIndex(ours.circuit);
      const theirVerifier = await peer.verifierIndex(theirIndex);
      assert.equal(ours.verifier.serialize(), peer.verifierIndexSerialize(theirVerifier));
      assert.equal(await peer.verify(theirVerifier, ours.proof), true);
      const their = await peer.prove(theirIndex, witnessJson(ours.witness, field));
      const proof = onggi[field].ProverProof.fromJSON(peer.proofFromRust(their));
      assert.equal(ours.verifier.verify(proof), true);
      for (const handle of [theirIndex, proof, builder]) handle.free();
      ours.free();
    });

    // The peer takes long on 2^13 rows; recorded circuits of that size are equal to its bit for bit.
    const skip = !isThorough;
    test(`${field}: the peer accepts a proof with range checks`, { skip }, async () => {
      const builder = onggi[field].CircuitBuilder.create();
      const word = 0xf000000000000001n;
      large(builder, word);
      const ours = await proved(onggi[field], builder, 2 ** 13);
      const peer = peers[field];
      const theirVerifier = await peer.verifierIndexFromJson(ours.verifier.toJSON());
      assert.equal(await peer.verify(theirVerifier, ours.proof), true);
      const rotated = BigInt.asUintN(64, (word << 13n) | (word >> 51n));
      assert.deepEqual(ours.proof.public.map(BigInt), [word, rotated]);
      const [first, ...others] = ours.proof.public;
      const changed = { ...ours.proof, public: [`${first}0`, ...others] };
      assert.equal(await peer.verify(theirVerifier, changed), false);
      builder.free();
      ours.free();
    });
  }
});

after(() => {
  const { byType } = onggi.memory();
  for (const [type, { count }] of Object.entries(byType)) assert.equal(count, 0, type);
});
