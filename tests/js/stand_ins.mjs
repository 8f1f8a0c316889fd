// Import this before the library: it replaces globals that the library takes at load by stand-ins.
// A test sets what they do.

const { ArrayBuffer, crypto, performance } = globalThis;

/** What the stand-ins do. */
export const real = {
  /** @param {number} length @param {object} [options] @returns {ArrayBuffer} */
  newBuffer: (length, options) => Reflect.construct(ArrayBuffer, [length, options]),
  now: performance.now.bind(performance),
  getRandomValues: crypto.getRandomValues.bind(crypto),
};
export const current = { ...real };

globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
  construct: (_, [length, options]) => current.newBuffer(length, options),
});
performance.now = () => current.now();
Object.defineProperty(globalThis, 'crypto', {
  value: { getRandomValues: (/** @type {Uint8Array} */ block) => current.getRandomValues(block) },
});

/**
 * Runs the code with other stand-ins.
 * @template T @param {Partial<typeof real>} others @param {() => T} code @returns {Promise<Awaited<T>>}
 */
export async function withStandIns(others, code) {
  Object.assign(current, others);
  try {
    return await code();
  } finally {
    Object.assign(current, real);
  }
}
