// A shim to compare with: handles as binding generators make them, a pointer and a FinalizationRegistry that
// frees it. No slots, borrows, scopes or sizes. The field cases fail with it.

/** @typedef {{ delete(): void, size(): number }} Native */

/** The native objects of all instances, by pointer. @type {Map<number, Native>} */
const natives = new Map();
let nextPointer = 8;

const registry = new FinalizationRegistry((/** @type {number} */ pointer) => destroy(pointer));

/** How often each pointer was destroyed. @type {Map<number, number>} */
export const destructions = new Map();

/** @param {number} pointer */
function destroy(pointer) {
  destructions.set(pointer, (destructions.get(pointer) ?? 0) + 1);
  natives.get(pointer)?.delete();
  natives.delete(pointer);
}

export class Wrapper {
  /** @param {number} pointer */
  constructor(pointer) {
    this.pointer = pointer;
    registry.register(this, pointer, this);
  }

  /** Wraps a pointer, also one that another handle has. @param {number} pointer */
  static wrap(pointer) {
    return new Wrapper(pointer);
  }

  get size() {
    return /** @type {Native} */ (natives.get(this.pointer)).size();
  }

  free() {
    const { pointer } = this;
    this.pointer = 0;
    registry.unregister(this);
    destroy(pointer);
  }

  /** Passes it by value: the callee owns it from now on. The finalizer stays registered, by mistake. */
  intoRaw() {
    const { pointer } = this;
    this.pointer = 0;
    return pointer;
  }

  /** A call that uses the pointer until the work has settled. @param {Promise<unknown>} work */
  sizeAfter(work) {
    const { pointer } = this;
    return work.then(() => /** @type {Native} */ (natives.get(pointer)).size());
  }
}

/**
 * The class of an SRS over the raw module.
 * @param {any} raw `load({ raw: true }).raw`
 */
export const plainShim = (raw) => ({
  /** @param {number} depth */
  create(depth) {
    const srs = raw.VestaSrs.create(depth);
    const pointer = (nextPointer += 8);
    natives.set(pointer, {
      delete: () => srs.delete(),
      size: () => (srs.size(), raw._onggi_number()),
    });
    return new Wrapper(pointer);
  },

  /** As in embind's glue: the code after a failed call is not reached. @param {Uint8Array} bytes */
  fromBytes(bytes) {
    const block = raw._malloc(8 + bytes.length);
    raw.HEAPU32[block >> 2] = bytes.length;
    raw.HEAPU8.set(bytes, block + 8);
    raw.VestaSrs.from_bytes(block);
    if (raw._onggi_status() !== 0) throw new Error('unreachable');
    raw._free(block);
  },

  /** The bytes of an SRS as a view of linear memory, as typed_memory_view gives it. @param {number} depth */
  viewOf(depth) {
    raw.VestaSrs.create(depth).to_bytes();
    return raw.HEAPU8.subarray(raw._onggi_bytes(), raw._onggi_bytes() + raw._onggi_length());
  },

  /** Frees the handles of a list, until one throws. @param {{ free(): void }[]} handles */
  disposeAll(handles) {
    for (const handle of handles.reverse()) handle.free();
  },

  /**
   * Frees the handles passed to own() when the function returns.
   * @template T @param {(own: <H extends { free(): void }>(handle: H) => H) => T} body @returns {T}
   */
  tidy(body) {
    /** @type {{ free(): void }[]} */
    const owned = [];
    const result = body((handle) => {
      owned.push(handle);
      return handle;
    });
    for (const handle of owned) handle.free();
    return result;
  },
});
