// An instance for tests of the prover, and what it proves.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from 'onggi';

import { Bin, held, samples, warmUp } from './support.mjs';

export const onggi = await load();
warmUp(onggi);

/** Index, witness and verifier of a curve's recorded circuit. @param {any} curve @param {Bin} bin */
export function setUp(curve, bin) {
  const index = bin.put(samples.PlonkIndex(curve, bin));
  const witness = bin.put(samples.Witness(curve, bin));
  return { index, witness, verifier: bin.put(index.verifierIndex()) };
}

/** A test on both curves, after which nothing is left. @param {string} name @param {(curve: any, bin: Bin) => Promise<void>} body */
export function provingTest(name, body) {
  for (const curve of [onggi.vesta, onggi.pallas]) {
    test(`${curve.name}: ${name}`, async () => {
      const before = held(onggi);
      const bin = new Bin();
      try {
        await body(curve, bin);
      } finally {
        bin.empty();
        assert.deepEqual(held(onggi), before);
      }
    });
  }
}

// What the first proof of a curve computes once and keeps.
for (const curve of [onggi.vesta, onggi.pallas]) {
  const bin = new Bin();
  const { index, witness, verifier } = setUp(curve, bin);
  verifier.verify(bin.put(index.proveSync(witness)));
  bin.empty();
}
