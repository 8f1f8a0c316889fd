// Arguments that are valid, almost valid, or made to break the code that reads them.
import vm from 'node:vm';

/** @typedef {import('./random.mjs').Random} Random */

const foreign = vm.runInNewContext(`({
  bytes: (length) => new Uint8Array(length), buffer: (length) => new ArrayBuffer(length), list: (...entries) => entries,
  object: (entries) => Object.fromEntries(entries), fail: () => { throw new RangeError('foreign'); },
})`);

const sizes = [
  0,
  1,
  2,
  3,
  7,
  8,
  15,
  16,
  63,
  64,
  100,
  2 ** 16 + 1,
  2 ** 20,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  -1,
  1.5,
  NaN,
  Infinity,
];
const texts = [
  '',
  '{}',
  '[]',
  'Generic',
  'berkeley',
  'mesa',
  'w[0]',
  'z_comm',
  'AAAA',
  '%',
  '['.repeat(1000),
  '\ud800\0',
  'x'.repeat(5000),
];
const elements = [0n, 1n, -1n, 2n ** 64n, 2n ** 254n, 2n ** 255n, 2n ** 256n, 2n ** 4000n];
const primitives = [undefined, null, true, 0, -1, 2 ** 53, '', 'text', 1n, -1n, Symbol('s'), () => 0];

const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();

/** Makes arguments. */
export class Hostile {
  /** Buffers that can be detached, and shared ones that can grow. @type {ArrayBuffer[]} */
  #buffers = [];
  /** @type {any[]} */
  #growing = [];
  /** @type {AbortController[]} */
  #controllers = [];
  #random;
  #act;
  #shared;

  /**
   * @param {Random} random
   * @param {() => void} act what getters and callbacks do
   * @param {(buffer: any) => void} [shared] is given buffers that another thread may grow
   */
  constructor(random, act, shared = () => {}) {
    this.#random = random;
    this.#act = act;
    this.#shared = shared;
  }

  /** Detaches a buffer that a call may be reading. */
  detach() {
    const buffer = this.#buffers.pop();
    if (buffer !== undefined && buffer.byteLength > 0) structuredClone(buffer, { transfer: [buffer] });
  }

  /** Grows a shared buffer. */
  grow() {
    const buffer = this.#growing.pop();
    if (buffer !== undefined) buffer.grow(buffer.maxByteLength);
  }

  /** Aborts some work. */
  abort() {
    this.#controllers.pop()?.abort(new Error('why'));
  }

  /** @param {number} length @returns {Uint8Array} */
  bytes(length) {
    const content = new Uint8Array(length).map((_, i) => (i % 32 === 31 ? 0 : this.#random.below(256)));
    return this.disguised(content);
  }

  /** The same bytes in another array. @param {Uint8Array} content @returns {any} */
  disguised(content) {
    const { length } = content;
    const random = this.#random;
    switch (random.below(12)) {
      case 0: {
        const copy = foreign.bytes(length);
        copy.set(content);
        return copy;
      }
      case 1: {
        const buffer = new /** @type {any} */ (SharedArrayBuffer)(length, { maxByteLength: length + 4096 });
        const view = new Uint8Array(buffer);
        view.set(content);
        this.#growing.push(buffer);
        if (random.oneIn(4)) this.#shared(buffer);
        return random.oneIn(2) ? view : this.#effect(view, 'length', () => buffer.grow(length + 4096));
      }
      case 2: {
        const buffer = new /** @type {any} */ (ArrayBuffer)(length + 8, { maxByteLength: length + 8 });
        const view = new Uint8Array(buffer, 8);
        view.set(content);
        if (random.oneIn(4)) buffer.resize(random.below(length + 8));
        return this.#effect(view, 'length', () => buffer.resize(8));
      }
      case 3:
        return Object.defineProperty(content.slice(), 'length', {
          value: random.pick([0, 1, 32, 2 ** 31, -1, NaN]),
        });
      case 4:
        return new Proxy(content, {});
      case 5:
        return Buffer.from(content);
      case 6: {
        const copy = content.slice();
        structuredClone(copy.buffer, { transfer: [copy.buffer] });
        return copy;
      }
      case 7:
        return random.pick([
          content.slice().buffer,
          new DataView(content.slice().buffer),
          new Uint16Array(4),
          foreign.buffer(length),
        ]);
      case 8: {
        const copy = content.slice();
        this.#buffers.push(copy.buffer);
        return copy;
      }
      default:
        return content.slice();
    }
  }

  /** @template {object} T @param {T} object @param {PropertyKey} key @param {() => void} [effect] @returns {T} whose property has an effect when it is read */
  #effect(object, key, effect = this.#act) {
    const value = /** @type {any} */ (object)[key];
    const get = () => (effect(), value);
    return Object.defineProperty(object, key, { get, configurable: true, enumerable: true });
  }

  /** A hostile value for any parameter. @returns {any} */
  anything() {
    const random = this.#random;
    const act = () => this.#act();
    switch (random.below(14)) {
      case 0:
        return new Array(random.pick([2 ** 32 - 1, 2 ** 12, 3]));
      case 1:
        return revoked;
      case 2: {
        const trap = () => void act();
        return new Proxy(
          {},
          {
            get: trap,
            has: () => (act(), false),
            ownKeys: () => (act(), []),
            getPrototypeOf: () => (act(), null),
          }
        );
      }
      case 3:
        return { constructor: random.pick([undefined, null, { name: Symbol('s') }, 7]), toJSON: act };
      case 4:
        return this.#effect({ constructor: 1 }, 'constructor');
      case 5: {
        /** @type {any} */
        const cyclic = { list: [] };
        cyclic.list.push(cyclic, cyclic);
        return cyclic;
      }
      case 6: {
        /** @type {any} */
        let deep = {};
        for (let i = random.below(3000); i > 0; --i) deep = { deep };
        return deep;
      }
      case 7:
        return Object.create(null);
      case 8:
        return random.pick([new Date(0), new Map(), /x/, new Error('e'), new WeakMap(), Promise.resolve()]);
      case 9:
        return this.bytes(random.pick([0, 1, 31, 32, 64, 480]));
      default:
        return random.pick(primitives);
    }
  }

  /** The result of a callback: not a revoked proxy, because `await` itself throws on it. */
  result() {
    const result = this.anything();
    return result === revoked ? undefined : result;
  }

  /** A list that may be of another realm, a proxy, or change while it is read. @param {() => unknown} entry @param {number} count */
  list(entry, count) {
    const random = this.#random;
    const list = Array.from({ length: count }, entry);
    switch (random.below(8)) {
      case 0:
        return foreign.list(...list);
      case 1:
        return new Proxy(list, {});
      case 2:
        return count > 0
          ? this.#effect(
              list,
              random.below(count),
              () => (this.#act(), (list.length = Math.min(list.length, count)))
            )
          : list;
      case 3:
        return new Proxy(list, {
          get: (target, key) =>
            key === 'length' ? random.pick([count, 0, 2 ** 32, -1, 'x']) : Reflect.get(target, key),
        });
      case 4:
        return Object.assign(list, { [Symbol.iterator]: () => this.#act(), toJSON: undefined });
      default:
        return list;
    }
  }

  element() {
    const random = this.#random;
    if (random.oneIn(20)) return this.anything();
    return random.oneIn(3) ? this.bytes(32) : random.pick(elements);
  }

  /** @returns {any} */
  fields() {
    const random = this.#random;
    return random.oneIn(3)
      ? this.bytes(32 * random.below(6))
      : this.list(() => this.element(), random.below(8));
  }

  /** @returns {any} */
  point() {
    const random = this.#random;
    switch (random.below(4)) {
      case 0:
        return null;
      case 1:
        return this.bytes(64);
      default: {
        const point = { x: this.element(), y: this.element() };
        return random.oneIn(3) ? this.#effect(point, 'x') : point;
      }
    }
  }

  /** A copy of valid JSON in which one part is wrong or has an effect. @param {any} right @returns {any} */
  json(right) {
    const random = this.#random;
    if (random.oneIn(6)) return this.disguised(new TextEncoder().encode(JSON.stringify(right)));
    if (random.oneIn(6))
      return JSON.stringify(right).slice(0, random.oneIn(2) ? undefined : random.below(200));
    const copy = structuredClone(right);
    let at = copy;
    for (let key = random.pick(Object.keys(at)); ; key = random.pick(Object.keys(at))) {
      if (
        typeof at[key] === 'object' &&
        at[key] !== null &&
        Object.keys(at[key]).length > 0 &&
        !random.oneIn(3)
      ) {
        at = at[key];
      } else {
        const change = random.below(6);
        if (change < 2) this.#effect(at, key);
        else if (change < 4) at[key] = this.anything();
        else if (change === 4) delete at[key];
        return random.oneIn(5) ? { toJSON: () => (this.#act(), copy) } : copy;
      }
    }
  }

  /** Options of work in steps. @returns {any} */
  options() {
    const random = this.#random;
    /** @type {any} */
    const options = {};
    if (random.oneIn(2))
      options.onProgress = random.oneIn(5) ? this.anything() : () => void (random.oneIn(20) && this.#act());
    if (random.oneIn(2)) {
      const controller = new AbortController();
      this.#controllers.push(controller);
      options.signal = random.oneIn(5) ? this.anything() : controller.signal;
    }
    if (random.oneIn(5))
      options[random.pick(['previousChallenges', 'runtimeTables', 'thread', 'interval'])] = this.anything();
    if (random.oneIn(5)) this.#effect(Object.assign(options, { signal: undefined }), 'signal');
    return random.oneIn(10) ? this.anything() : options;
  }

  size() {
    return this.#random.oneIn(8) ? this.anything() : this.#random.pick(sizes);
  }

  text() {
    return this.#random.oneIn(6) ? this.anything() : this.#random.pick(texts);
  }

  /** @returns {any} */
  loadOptions() {
    const random = this.#random;
    const option = random.pick([
      'threads',
      'wasm',
      'maxMemory',
      'softLimit',
      'debug',
      'name',
      'trace',
      'cache',
      'worker',
      'raw',
      'script',
      'startDeadline',
      'misspelt',
    ]);
    return random.oneIn(4)
      ? this.anything()
      : this.#effect({ [option]: random.oneIn(9) ? 1 : this.anything() }, option, () => {});
  }

  /** An error of another realm is thrown. */
  throwForeign() {
    foreign.fail();
  }
}
