// Forced garbage collection for tests: in Node, and in browsers that expose gc().

/** @returns {Promise<() => void>} */
async function gcOfNode() {
  const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
  v8.setFlagsFromString('--expose-gc');
  return vm.runInNewContext('gc');
}

/** @type {() => void} */
export const gc = /** @type {any} */ (globalThis).gc ?? (await gcOfNode());

/** A turn of the event loop, in which finalizers run. @type {() => Promise<void>} */
export const turn =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => void setImmediate(resolve))
    : () => new Promise((resolve) => void setTimeout(resolve, 0));

/** Collects garbage and lets the finalizers run. */
export async function collect() {
  for (let i = 0; i < 3; ++i) {
    gc();
    await turn();
  }
}
