// Files of onggi's own, and the peer's MessagePack of verifier indexes: what is loaded does what the
// original does.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { Bin, recordedOf } from './support.mjs';

/** @param {Uint8Array} bytes */
const checksum = (bytes) => createHash('blake2b512').update(bytes).digest().subarray(0, 32);

/**
 * A Lagrange file of one chunk with identities instead, which would be the first of many chunks.
 * @param {Uint8Array} bytes @param {number} points
 */
function withLargeChunk(bytes, points) {
  const [table, entry, section] = [64, 128, 256];
  const file = new Uint8Array(section + 64 * points);
  file.set(bytes.subarray(0, section));
  new DataView(file.buffer).setBigUint64(entry + 24, BigInt(64 * points), true);
  file.set(checksum(file.subarray(section)), entry + 32);
  file.set(checksum(Buffer.concat([file.subarray(0, 32), file.subarray(table, 192)])), 32);
  return file;
}

const onggi = await load();
const bin = new Bin();
after(() => bin.empty());

for (const curve of [onggi.vesta, onggi.pallas]) {
  describe(curve.name, () => {
    const { circuit, witness, proof } = recordedOf(curve.name);
    const srs = () => bin.put(curve.Srs.create(circuit.srs_depth));

    test('an index read from its file proves', () => {
      const index = bin.put(curve.PlonkIndex.create(circuit, srs()));
      const bytes = index.encode();
      const loaded = bin.put(curve.PlonkIndex.decode(bytes, srs()));
      assert.deepEqual(loaded.encode(), bytes);
      assert.equal(loaded.domainSize, index.domainSize);
      const verifier = bin.put(loaded.verifierIndex());
      assert.deepEqual(verifier.toJSON(), bin.put(index.verifierIndex()).toJSON());
      assert.equal(verifier.verify(bin.put(curve.ProverProof.fromJSON(proof))), true);
      const fresh = bin.put(loaded.proveSync(bin.put(curve.Witness.fromJSON(witness))));
      assert.equal(verifier.verify(fresh), true);
    });

    test('a loaded index holds as many bytes as a computed one', () => {
      const ours = srs();
      const computed = curve.PlonkIndex.create(circuit, ours);
      const bytes = computed.encode();
      const { live } = onggi.memory();
      computed.free();
      const loaded = curve.PlonkIndex.decode(bytes, ours);
      const now = onggi.memory().live;
      assert.ok(now <= live && now > 0.99 * live, `${now} bytes instead of ${live}`);
      loaded.free();
    });

    test('Lagrange commitments survive a round trip through their file', () => {
      const computed = srs();
      const bytes = computed.encodeLagrangeBasis(16);
      const loaded = srs();
      assert.equal(loaded.loadLagrangeBasis(bytes), 16);
      const chunks = (/** @type {any} */ from, /** @type {number} */ i) =>
        bin.put(from.lagrangeCommitment(16, i)).chunks();
      for (const i of [0, 7, 15]) assert.deepEqual(chunks(loaded, i), chunks(computed, i));
      assert.deepEqual(loaded.encodeLagrangeBasis(16), bytes);
    });

    test('a Lagrange file with missing chunks does not allocate more than its size', () => {
      const small = bin.put(curve.Srs.create(2));
      const file = withLargeChunk(small.encodeLagrangeBasis(2), 1 << 14);
      assert.throws(() => small.loadLagrangeBasis(file), { code: 'damaged_file' });
      assert.equal(small.loadLagrangeBasis(small.encodeLagrangeBasis(2)), 2);
    });

    test("a verifier index can be read from the peer's MessagePack", () => {
      const ours = srs();
      const index = bin.put(bin.put(curve.PlonkIndex.create(circuit, ours)).verifierIndex());
      const loaded = bin.put(curve.VerifierIndex.fromBytes(index.toBytes(), ours));
      assert.deepEqual(loaded.toJSON(), index.toJSON());
      assert.equal(loaded.verify(bin.put(curve.ProverProof.fromJSON(proof))), true);
    });
  });
}
