// The standard SRS in a store. Reading its points takes a tenth of the time of deriving them. Native code knows
// digests of them, so that a damaged or foreign entry is never used.

/** @typedef {import('./store.mjs').Store} Store */

const pointBytes = 64;

/** Whether native code knows a digest of so many points. @param {unknown} depth @returns {depth is number} */
const hasDigest = (depth) =>
  typeof depth === 'number' && depth >= 2 ** 9 && depth <= 2 ** 16 && (depth & (depth - 1)) === 0;

export class StoredSrs {
  #Srs;
  #store;
  /** Handles that are known to be standard. @type {WeakSet<object>} */
  #standard = new WeakSet();

  /** @param {any} Srs the class @param {Store} store */
  constructor(Srs, store) {
    this.#Srs = Srs;
    this.#store = store;
  }

  /** @param {number} depth */
  #key = (depth) => `srs-1-${this.#Srs.type.split('.')[0]}-${depth}`;

  /** A handle of the SRS; undefined if the store does not have it. @param {unknown} depth @returns {any} */
  read(depth) {
    if (!hasDigest(depth)) return undefined;
    return this.#decode(this.#store.read(this.#key(depth), sizeOf(depth)), depth);
  }

  /** @param {unknown} depth @returns {Promise<any>} */
  async readAsync(depth) {
    if (!hasDigest(depth)) return undefined;
    return this.#decode(await this.#store.readAsync(this.#key(depth), sizeOf(depth)), depth);
  }

  /** @param {Uint8Array | undefined} bytes @param {number} depth @returns {any} */
  #decode(bytes, depth) {
    if (bytes?.length !== sizeOf(depth)) return undefined;
    let srs;
    try {
      srs = this.#Srs.fromFlat(bytes);
      if (this.isStandard(srs)) return srs;
    } catch {
      // Not points of the curve, or too little memory: create() says so if that is so.
    }
    srs?.free();
    return undefined;
  }

  /** Whether native code knows that these are the standard points. @param {any} srs a handle @returns {boolean} */
  isStandard(srs) {
    if (!hasDigest(srs.size)) return false;
    if (!this.#standard.has(srs) && !srs.isStandard()) return false;
    this.#standard.add(srs);
    return true;
  }

  /** Keeps an SRS that was derived. @param {any} srs */
  write(srs) {
    const bytes = this.#encode(srs);
    if (bytes) this.#store.write(this.#key(srs.size), bytes);
  }

  /** As write(); does not wait until it is written. @param {any} srs */
  writeLater(srs) {
    const bytes = this.#encode(srs);
    if (bytes) void this.#store.writeAsync(this.#key(srs.size), bytes);
  }

  /** @param {any} srs @returns {Uint8Array<ArrayBuffer> | undefined} */
  #encode(srs) {
    if (!hasDigest(srs.size)) return undefined;
    this.#standard.add(srs);
    try {
      return srs.toFlat();
    } catch {
      return undefined; // too little memory for the bytes
    }
  }
}

/** @param {number} depth */
const sizeOf = (depth) => pointBytes * (depth + 1);
