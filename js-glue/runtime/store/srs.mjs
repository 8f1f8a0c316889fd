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
    const size = pointBytes * (depth + 1);
    const bytes = this.#store.read(this.#key(depth), size);
    if (bytes?.length !== size) return undefined;
    let srs;
    try {
      srs = this.#Srs.fromFlat(bytes);
      if (srs.isStandard()) return srs;
    } catch {
      // Not points of the curve, or too little memory: create() says so if that is so.
    }
    srs?.free();
    return undefined;
  }

  /** Keeps an SRS that was derived. @param {any} srs */
  write(srs) {
    if (!hasDigest(srs.size)) return;
    try {
      this.#store.write(this.#key(srs.size), srs.toFlat());
    } catch {
      // Too little memory for the bytes.
    }
  }
}
