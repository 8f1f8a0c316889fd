// A store in the memory of this process (or worker, or page): for programs that load several instances.

/** @typedef {import('./store.mjs').Store} Store */

/** Shared by all instances, the most recently used last. @type {Map<string, Uint8Array<ArrayBuffer>>} */
const entries = new Map();

/** @param {number} maxBytes */
function removeOldest(maxBytes) {
  let total = 0;
  for (const { length } of entries.values()) total += length;
  for (const [key, { length }] of entries) {
    if (total <= maxBytes) return;
    entries.delete(key);
    total -= length;
  }
}

/** @param {number} maxBytes @returns {Store} */
export function memoryStore(maxBytes) {
  /** @type {Store['read']} */
  const read = (key, most) => {
    const bytes = entries.get(key);
    if (bytes === undefined || bytes.length > most) return undefined;
    entries.delete(key);
    entries.set(key, bytes);
    return bytes;
  };
  /** @type {Store['write']} */
  const write = (key, bytes) => {
    entries.delete(key);
    entries.set(key, bytes);
    removeOldest(maxBytes);
  };
  return {
    isSynchronous: true,
    read,
    write,
    readAsync: async (key, most) => read(key, most),
    writeAsync: async (key, bytes) => write(key, bytes),
  };
}
