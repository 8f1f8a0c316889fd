// Workers that are killed in the middle of a proof.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { load } from 'onggi';

import { readJson } from './support.mjs';

const folder = 'tests/vectors/circuits/fp_generic';

/** Proves repeatedly with the SRS of a parcel, and reports when it has begun. @param {unknown} parcel */
async function prove(parcel) {
  const { receive, vesta } = await load();
  const index = vesta.PlonkIndex.create(readJson(`${folder}/circuit.json`), receive(parcel));
  const witness = vesta.Witness.fromJSON(readJson(`${folder}/witness.json`));
  const onProgress = () => parentPort?.postMessage('proving');
  for (;;) await index.prove(witness, { onProgress });
}

if (!isMainThread) parentPort?.once('message', prove);

/** @param {any} vesta */
export const srsOf = (vesta) => vesta.Srs.create(readJson(`${folder}/circuit.json`).srs_depth);

/** Sends the parcel to a worker that proves, and kills the worker during the proof. @param {unknown} parcel */
export async function killMidProof(parcel) {
  const worker = new Worker(new URL(import.meta.url));
  worker.postMessage(parcel);
  await once(worker, 'message');
  await worker.terminate();
}

/**
 * Kills so many workers one after the other, each with an SRS that was moved to it.
 * @param {number} count
 * @returns {Promise<{ rss: number[], lost: number }>} the resident set after each, and the number of parcels
 *   that the sender could not take back
 */
export async function killWorkers(count) {
  const { vesta, receive, memory, close } = await load();
  const rss = [];
  let lost = 0;
  for (let i = 0; i < count; ++i) {
    const srs = srsOf(vesta);
    const { live } = memory();
    const parcel = srs.transfer();
    await killMidProof(parcel);
    const back = /** @type {any} */ (receive(parcel));
    if (memory().live !== live || memory().handles !== 1) ++lost;
    back.free();
    rss.push(process.memoryUsage().rss);
  }
  close();
  return { rss, lost };
}
