// `onggi/worker` in a page or in a worker: its files unchanged, without a bundler.
import { load } from '../../../dist/surfaces/worker/worker.mjs';
import { prepare } from './proving.mjs';

/** The web workers that the module starts, the last one last. @type {Worker[]} */
const workers = [];
globalThis.Worker = class extends globalThis.Worker {
  constructor(/** @type {[any, any]} */ ...args) {
    super(...args);
    workers.push(this);
  }
};

/** Proves with progress reports, verifies, cancels, and counts what is left. @param {object[]} others proofs as JSON */
export async function prove(...others) {
  const { vesta, memory, close } = await load();
  const { index, witness: pending } = await prepare(vesta);
  const witness = await pending;
  /** @type {{ phase: string, fraction: number }[]} */
  const progress = [];
  const proof = await index.prove(witness, {
    onProgress: (/** @type {any} */ step) => void progress.push(step),
  });
  const verifier = await index.verifierIndex();
  const verdicts = [await verifier.verify(proof)];
  for (const other of others) {
    const theirs = await vesta.ProverProof.fromJSON(other);
    verdicts.push(await verifier.verify(theirs));
    theirs.free();
  }
  const json = await proof.toJSON();
  const controller = new AbortController();
  const onProgress = (/** @type {{ phase: string }} */ { phase }) => {
    if (phase === 'quotient') controller.abort(new Error('enough'));
  };
  const { signal } = controller;
  const failure = await index
    .prove(witness, { onProgress, signal })
    .catch((/** @type {any} */ error) => error);
  for (const handle of [proof, verifier, witness, index]) handle.free();
  const { live, handles } = await memory();
  const left = await close();
  return {
    ...{ progress, verdicts, json, live, handles, left: left.length },
    failure: { code: failure.code, cause: failure.cause?.message, stack: String(failure.stack) },
  };
}

/** The most bytes alive while handles of a mebibyte each are dropped, under a soft limit. @param {number} count @param {number} softLimit */
export async function drop(count, softLimit) {
  const { vesta, memory, close } = await load({ softLimit });
  const fields = new Uint8Array(2 ** 20);
  let most = 0;
  for (let i = 0; i < count; ++i) {
    await vesta.Vector.fromFields(fields);
    most = Math.max(most, (await memory()).live);
  }
  await close();
  return most;
}

/** An error in the worker's script during a proof, and the next call. */
export async function crash() {
  const { vesta, close } = await load();
  const worker = workers.at(-1);
  const { index, witness } = await prepare(vesta);
  const onProgress = () => new Promise(() => worker?.postMessage(null));
  const failure = await index.prove(await witness, { onProgress }).catch((/** @type {any} */ error) => error);
  const stale = await index.domainSize.catch((/** @type {any} */ error) => error);
  const size = await (await vesta.Srs.create(4)).size;
  await close();
  const closed = await vesta.Srs.create(4).catch((/** @type {any} */ error) => error);
  return { codes: [failure.code, stale.code, closed.code], live: index.live, size, started: workers.length };
}

/** A script that is not there, one that is a page, and one that says nothing. */
export async function missing() {
  /** @type {[script: string, startDeadline: number | undefined][]} */
  const scripts = [
    [new URL('missing.mjs', import.meta.url).href, undefined],
    [new URL('/', location.href).href, undefined],
    [new URL('silent.mjs', import.meta.url).href, 100],
  ];
  const codes = [];
  for (const [script, startDeadline] of scripts) {
    const error = await load({ script, startDeadline }).catch((/** @type {any} */ failure) => failure);
    codes.push(error.code);
  }
  return codes;
}

/** The longest time, in milliseconds, for which a timer of this thread was late, until the promise settles. @param {Promise<unknown>} work */
async function longestStall(work) {
  let longest = 0;
  let running = true;
  void work.finally(() => (running = false));
  while (running) {
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 4));
    longest = Math.max(longest, performance.now() - start - 4);
  }
  return longest;
}

/** Stalls of this thread while a circuit of 2^k rows is proved in a worker, and while nothing happens. @param {number} k */
export async function stalls(k) {
  const rows = 2 ** k - 8;
  const { vesta, close } = await load();
  const srs = await vesta.Srs.createAsync(2 ** k);
  const wires = new Uint32Array(14 * rows);
  for (let row = 0; row < rows; ++row) {
    for (let column = 0; column < 7; ++column) wires.set([row, column], 14 * row + 2 * column);
  }
  const flat = [
    new Uint8Array(rows).fill(1),
    new Uint8Array(wires.buffer),
    new Uint8Array(rows),
    new Uint8Array(),
  ];
  const gates = await vesta.GateVector.fromFlat(...flat);
  const index = await vesta.PlonkIndex.fromGatesAsync(gates, 0, srs);
  const values = new Uint8Array(15 * rows * 32);
  for (let i = 0; i < values.length; i += 2 ** 16) crypto.getRandomValues(values.subarray(i, i + 2 ** 16));
  for (let i = 31; i < values.length; i += 32) values[i] = 0;
  const witness = await vesta.Witness.fromColumns(values);
  const start = performance.now();
  const proving = index.prove(witness, { onProgress: () => {} });
  const stall = await longestStall(proving);
  const seconds = (performance.now() - start) / 1000;
  const idle = await longestStall(
    new Promise((resolve) => setTimeout(resolve, Math.min(10, seconds) * 1000))
  );
  await close();
  return { seconds, stall, idle };
}
