// Helpers of the tests of `onggi/worker`. Importing it before the first load() makes Node's workers known to the tests.
import assert from 'node:assert/strict';
import { createRequire, syncBuiltinESMExports } from 'node:module';

import { collect, recordedOf } from './support.mjs';

/** The workers that were started, the last one last. @type {import('node:worker_threads').Worker[]} */
export const workers = [];
const workerThreads = createRequire(import.meta.url)('node:worker_threads');
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(/** @type {any[]} */ ...args) {
    super(...args);
    workers.push(/** @type {any} */ (this));
  }
};
syncBuiltinESMExports();

export const { circuit, witness, proof: recordedProof } = recordedOf('vesta');

/** Everything for a proof. @param {any} vesta */
export async function prepared(vesta) {
  const srs = await vesta.Srs.create(circuit.srs_depth);
  const index = await vesta.PlonkIndex.create(circuit, srs);
  const values = await vesta.Witness.fromJSON(witness);
  return { srs, index, values, verifier: await index.verifierIndex() };
}

/** Frees all handles of the client, and checks that nothing is left in its worker. @param {any} onggi */
export async function expectEmpty(onggi) {
  await collect();
  for (let tries = 0; (await onggi.memory()).live > 0 && tries < 50; ++tries) await collect();
  const { live, handles } = await onggi.memory();
  assert.deepEqual({ live, handles }, { live: 0, handles: 0 });
}

/** The bytes of all handles of a class of vesta, as the client knows them. @param {any} onggi @param {string} noun */
export async function bytesOf(onggi, noun) {
  /** @type {{ type: string, bytes: number }[]} */
  const leaks = await onggi.leaks();
  return leaks.filter(({ type }) => type === `vesta.${noun}`).reduce((total, { bytes }) => total + bytes, 0);
}
