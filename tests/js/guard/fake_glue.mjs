// A module in the manner of wasm-bindgen's glue, over native functions that count what is alive and notice what is
// freed twice. Its functions have the text that wasm-bindgen generates.

const pageBytes = 65536;

/**
 * @param {{ finalizers?: boolean }} [options] whether the glue has finalizers of its own
 * @returns {any}
 */
export function fakeGlue({ finalizers = true } = {}) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  /** Sizes by pointer. @type {Map<number, number>} */
  const alive = new Map();
  /** @type {number[]} */
  const reusable = [];
  /** @type {number[]} */
  const wrongFrees = [];
  let next = 1024;
  let used = 0;

  const wasm = {
    memory,
    item_new(/** @type {number} */ size) {
      const pointer = reusable.pop() ?? (next += 8);
      alive.set(pointer, size);
      used += size;
      const missing = used - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
      return pointer;
    },
    item_free(/** @type {number} */ pointer) {
      if (!alive.has(pointer)) wrongFrees.push(pointer);
      used -= alive.get(pointer) ?? 0;
      alive.delete(pointer);
      reusable.push(pointer);
    },
    item_size(/** @type {number} */ pointer) {
      if (!alive.has(pointer)) throw new WebAssembly.RuntimeError('unreachable');
      return alive.get(pointer) ?? 0;
    },
    item_into_size(/** @type {number} */ pointer) {
      const size = wasm.item_size(pointer);
      wasm.item_free(pointer);
      return size;
    },
  };

  const ItemFinalization = finalizers
    ? new FinalizationRegistry((/** @type {number} */ ptr) => wasm.item_free(ptr >>> 0))
    : { register: () => {}, unregister: () => {} };

  /** @param {any} instance @param {any} klass */
  function _assertClass(instance, klass) {
    if (!(instance instanceof klass)) throw new Error(`expected instance of ${klass.name}`);
  }
  const isLikeNone = (/** @type {unknown} */ x) => x === undefined || x === null;
  const passArray32ToWasm0 = (/** @type {ArrayLike<number>} */ list, /** @type {unknown} */ _malloc) =>
    Uint32Array.from(list);

  class Item {
    /** @param {number} ptr */
    static __wrap(ptr) {
      ptr = ptr >>> 0;
      const obj = Object.create(Item.prototype);
      obj.__wbg_ptr = ptr;
      ItemFinalization.register(obj, obj.__wbg_ptr, obj);
      return obj;
    }

    __destroy_into_raw() {
      const ptr = this.__wbg_ptr;
      this.__wbg_ptr = 0;
      ItemFinalization.unregister(this);
      return ptr;
    }

    free() {
      const ptr = this.__destroy_into_raw();
      wasm.item_free(ptr);
    }

    /** @param {number} size */
    constructor(size) {
      const ret = wasm.item_new(size);
      this.__wbg_ptr = ret >>> 0;
      ItemFinalization.register(this, this.__wbg_ptr, this);
    }

    /** @param {number} size */
    static create(size) {
      const ret = wasm.item_new(size);
      return Item.__wrap(ret);
    }

    get size() {
      const ret = wasm.item_size(this.__wbg_ptr);
      return ret;
    }

    get copy() {
      const ret = wasm.item_new(wasm.item_size(this.__wbg_ptr));
      return Item.__wrap(ret);
    }

    set copy(other) {
      _assertClass(other, Item);
      var ptr0 = other.__destroy_into_raw();
      wasm.item_free(ptr0);
    }

    /** @param {Item} other */
    merged(other) {
      _assertClass(other, Item);
      var ptr0 = other.__destroy_into_raw();
      const ret = wasm.item_new(wasm.item_size(this.__wbg_ptr) + wasm.item_into_size(ptr0));
      return Item.__wrap(ret);
    }

    into_size() {
      const ptr = this.__destroy_into_raw();
      return wasm.item_into_size(ptr);
    }
  }

  const exports = {
    __wasm: wasm,
    Item,
    Kind: Object.freeze({ Small: 0, Large: 1 }),
    /** @param {Item} a @param {Item} b */
    take_two(a, b) {
      _assertClass(a, Item);
      var ptr0 = a.__destroy_into_raw();
      _assertClass(b, Item);
      var ptr1 = b.__destroy_into_raw();
      return wasm.item_into_size(ptr0) + wasm.item_into_size(ptr1);
    },
    /** @param {any} [x] */
    take_optional(x) {
      let ptr0 = 0;
      if (!isLikeNone(x)) {
        _assertClass(x, Item);
        ptr0 = x.__destroy_into_raw();
      }
      return ptr0 === 0 ? 0 : wasm.item_into_size(ptr0);
    },
    /** @param {Uint32Array} pointers whose objects it takes over */
    take_list(pointers) {
      const ptr0 = passArray32ToWasm0(pointers, 0);
      return Array.from(ptr0, (ptr) => wasm.item_into_size(ptr)).reduce((sum, size) => sum + size, 0);
    },
    /** @param {Uint32Array} pointers */
    sum_list(pointers) {
      const ptr0 = passArray32ToWasm0(pointers, 0);
      return Array.from(ptr0, (ptr) => wasm.item_size(ptr)).reduce((sum, size) => sum + size, 0);
    },
    /** @param {Item} item */
    take_and_fail(item) {
      _assertClass(item, Item);
      var ptr0 = item.__destroy_into_raw();
      wasm.item_free(ptr0);
      throw new Error('failed in Rust');
    },
    /** @param {Item} item */
    same(item) {
      return item;
    },
    /** @param {number} count */
    make_list: (count) => Array.from({ length: count }, () => Item.__wrap(wasm.item_new(8))),
    /** @param {number} count pointers that the caller owns */
    make_pointers: (count) => Uint32Array.from({ length: count }, () => wasm.item_new(8)),
    /** @param {(item: Item) => number} callback that owns its argument */
    with_item: (callback) => callback(Item.__wrap(wasm.item_new(8))),
    /** @param {() => Item} make returns an object that it takes over */
    take_from: (make) => wasm.item_into_size(make().__destroy_into_raw()),
    /** @param {Item} item @param {Promise<unknown>} work @returns {Promise<number>} */
    size_later: (item, work) => work.then(() => wasm.item_size(item.__wbg_ptr)),
    trap() {
      throw new WebAssembly.RuntimeError('unreachable');
    },
  };
  return { exports, alive, wrongFrees, memory };
}
