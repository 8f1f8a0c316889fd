// Files of onggi's own, and the peer's MessagePack of verifier indexes: what is loaded does what the
// original does.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { Bin, recordedOf } from './support.mjs';

const onggi = await load();
const bin = new Bin();
after(() => bin.empty());

for (const curve of [onggi.vesta, onggi.pallas]) {
  describe(curve.name, () => {
    const { circuit, witness, proof } = recordedOf(curve.name);
    const srs = () => bin.put(curve.Srs.create(circuit.srs_depth));

    test('an index comes back from its file and proves', () => {
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

    test('a loaded index holds no more than a computed one, and hardly less', () => {
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

    test('Lagrange commitments come back from their file', () => {
      const computed = srs();
      const bytes = computed.encodeLagrangeBasis(16);
      const loaded = srs();
      assert.equal(loaded.loadLagrangeBasis(bytes), 16);
      const chunks = (/** @type {any} */ from, /** @type {number} */ i) =>
        bin.put(from.lagrangeCommitment(16, i)).chunks();
      for (const i of [0, 7, 15]) assert.deepEqual(chunks(loaded, i), chunks(computed, i));
      assert.deepEqual(loaded.encodeLagrangeBasis(16), bytes);
    });

    test("a verifier index comes back from the peer's MessagePack", () => {
      const ours = srs();
      const index = bin.put(bin.put(curve.PlonkIndex.create(circuit, ours)).verifierIndex());
      const loaded = bin.put(curve.VerifierIndex.fromBytes(index.toBytes(), ours));
      assert.deepEqual(loaded.toJSON(), index.toJSON());
      assert.equal(loaded.verify(bin.put(curve.ProverProof.fromJSON(proof))), true);
    });
  });
}
