// Garbage collection for tests: forced in Node and in browsers that expose gc(), in others requested as the package does.

/** @returns {Promise<() => void>} */
async function gcOfNode() {
  const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
  v8.setFlagsFromString('--expose-gc');
  return vm.runInNewContext('gc');
}

const isNode = /** @type {any} */ (globalThis).process?.versions?.node !== undefined;
/** @type {(() => void) | undefined} */
const exposed = /** @type {any} */ (globalThis).gc ?? (isNode ? await gcOfNode() : undefined);
const [{ requestCollection }, { collectOnce }] = exposed
  ? [{}, {}]
  : await Promise.all([
      import('../../js-glue/runtime/memory/collection.mjs'),
      import('../../js-glue/runtime/memory/pressure.mjs'),
    ]);

/** @type {() => void} */
export const gc = exposed ?? (() => void requestCollection?.());

/** A turn of the event loop, in which finalizers run. @type {() => Promise<void>} */
export const turn =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => void setImmediate(resolve))
    : () => new Promise((resolve) => void setTimeout(resolve, 0));

/** Collects garbage and lets the finalizers run. */
export async function collect() {
  for (let i = 0; i < 3; ++i) {
    if (collectOnce) await collectOnce();
    else gc();
    await turn();
  }
}
