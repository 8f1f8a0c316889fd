/** @typedef {import('./random.mjs').Random} Random */

const mostOfClass = 6;

/** @param {any} value */
export function isLiveHandle(value) {
  try {
    return value.live === true && typeof value.constructor.type === 'string';
  } catch {
    return false;
  }
}

/** The handles that calls have returned and others use, by curve and class. */
export class Pool {
  /** @type {Map<string, any[]>} */
  #byType = new Map();
  /** @type {Set<any>} */
  #all = new Set();
  #random;

  /** @param {Random} random */
  constructor(random) {
    this.#random = random;
  }

  /** If there are many of a class, one is freed. @template T @param {T} handle @returns {T} */
  keep(handle) {
    this.#all.add(handle);
    const { type } = /** @type {any} */ (handle).constructor;
    const pool = this.#byType.get(type) ?? [];
    this.#byType.set(type, pool);
    pool.push(handle);
    if (pool.length > mostOfClass) {
      const [oldest] = pool.splice(this.#random.below(pool.length), 1);
      oldest.free();
      this.#all.delete(oldest);
    }
    return handle;
  }

  /** @param {string} type @returns {any} a handle, which may have been freed */
  take(type) {
    const pool = this.#byType.get(type) ?? [undefined];
    const handle = this.#random.pick(pool);
    return isLiveHandle(handle) || this.#random.oneIn(10) ? handle : (pool.find(isLiveHandle) ?? handle);
  }

  /** @returns {any} a handle of any class */
  takeAny() {
    return this.take(this.#random.pick([...this.#byType.keys()]));
  }

  /** Frees all of them. */
  empty() {
    for (const handle of this.#all) handle.free();
    this.#all.clear();
    this.#byType.clear();
  }
}
