// The memory of dropped handles, in this page or worker.
import { requestCount } from './requests.mjs';
import { load } from '../../../dist/index.mjs';
import { requestCollection } from '../../../dist/runtime/memory/collection.mjs';

/** A witness of about so many bytes: fifteen columns of 32 a row. @param {number} bytes */
const columns = (bytes) => new Uint8Array(15 * 32 * Math.round(bytes / (15 * 32)));

const nextTask = () => new Promise((resolve) => void setTimeout(resolve, 0));

/**
 * Awaits objects and drops them, twice the soft limit and more.
 * @param {number} bytes of each @param {number} softLimit
 */
export async function drop(bytes, softLimit) {
  const { vesta, memory, close } = await load({ softLimit, maxMemory: Infinity });
  const content = columns(bytes);
  await vesta.Witness.fromColumnsAsync(content);
  const object = memory().live;
  for (let made = 0; made < 2.5 * softLimit; made += object) {
    await vesta.Witness.fromColumnsAsync(content);
  }
  const { peak } = memory();
  close();
  return { object, peak };
}

/**
 * Makes and drops objects in one task until none fits, and then again in the next task.
 * @param {number} bytes of each @param {number} maxMemory
 */
export async function overfill(bytes, maxMemory) {
  const { vesta, memory, close } = await load({ maxMemory });
  const content = columns(bytes);
  /** @type {any} */
  let failure;
  try {
    for (;;) {
      vesta.Witness.fromColumns(content); // the line that the error names
    }
  } catch (error) {
    failure = error;
  }
  const { code, name, top } = failure;
  const { peak, handles } = memory();
  await nextTask();
  for (let made = 0; made < 3 * maxMemory; made += bytes) await vesta.Witness.fromColumnsAsync(content);
  vesta.Witness.fromColumns(content).free();
  const after = memory();
  close();
  return { code, name, sites: top[0].sites, handles, peak: Math.max(peak, after.peak) };
}

/**
 * Waits repeatedly until a dropped object is collected. Returns the requests of each wait, and
 * its milliseconds.
 * @param {number} count
 */
export async function waits(count) {
  const softLimit = 2 ** 20;
  const { vesta, reserve, memory, close } = await load({ softLimit });
  const content = columns(2 ** 16);
  const found = [];
  for (let i = 0; i < count; ++i) {
    vesta.Witness.fromColumns(content);
    const start = performance.now();
    const before = requestCount();
    await reserve(softLimit);
    found.push({ requests: requestCount() - before, ms: performance.now() - start, left: memory().handles });
  }
  close();
  return found;
}

/** What tests can use here. */
export const features = () => ({
  gc: typeof (/** @type {any} */ (globalThis).gc) === 'function',
  heapSize: /** @type {any} */ (performance).memory !== undefined,
});

/** Where the finalizer of a dropped object runs first: in synchronous code, between microtasks, or in a task. */
export async function finalizerPlace() {
  let isOver = false;
  const registry = new FinalizationRegistry(() => (isOver = true));
  (() => registry.register({}, undefined))();
  for (let request = 0; request < 100; ++request) {
    requestCollection(request);
    for (const end = performance.now() + 20; performance.now() < end; );
    if (isOver) return 'synchronous code';
    for (const end = performance.now() + 20; performance.now() < end; ) await null;
    if (isOver) return 'microtasks';
    await nextTask();
    await nextTask();
    if (isOver) return 'tasks';
  }
  return 'nowhere';
}
