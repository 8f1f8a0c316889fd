// Calls the public functions of an instance with hostile arguments, and checks after each round that nothing
// has leaked and that no other object has changed.
import assert from 'node:assert/strict';

import * as library from 'onggi';

import { collect, held, recordedOf, samples, turn } from '../../js/support.mjs';
import { Hostile } from './hostile.mjs';
import { classEntries, endingEntries, functionEntries, instanceEntries } from './surface.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {import('./surface.mjs').Entry} Entry */

const { OnggiError } = library;
const heavyOneIn = 60;
const maxDepth = 2;
const maxOfClass = 6;
const maxPending = 16;
const patience = 120_000; // ms

/** Marks errors that a getter or callback of the fuzzer throws. */
class Thrown extends Error {}

/** @param {any} value */
function isLiveHandle(value) {
  try {
    return value.live === true && typeof value.constructor.type === 'string';
  } catch {
    return false;
  }
}

/** The right JSON of a class. @param {any} curve @param {string} noun */
function jsonOf(curve, noun) {
  const { circuit, witness, proof, verifier_index: verifierIndex } = recordedOf(curve.name);
  /** @type {Record<string, unknown>} */
  const known = {
    Witness: witness,
    ProverProof: proof,
    VerifierIndex: verifierIndex,
    Gate: circuit.gates[0],
  };
  return known[noun] ?? circuit;
}

export class Fuzzer {
  /** By curve and class. @type {Map<string, any[]>} */
  #pools = new Map();
  /** Handles that calls have returned. @type {Set<any>} */
  #made = new Set();
  /** @type {Set<Promise<unknown>>} */
  #pending = new Set();
  /** @type {(() => void)[]} */
  #offs = [];
  /** @type {{ handle: any, content: unknown }[]} */
  #neighbours = [];
  /** @type {any[]} */
  #parcels = [];
  #depth = 0;
  #isEnding = false;
  #entries;
  #hostile;
  #random;
  #onggi;
  #mayEnd;
  calls = 0;
  /** Calls by outcome. @type {Record<string, number>} */
  outcomes = {};

  /**
   * @param {any} onggi @param {Random} random
   * @param {{ mayEnd?: boolean, shared?: (buffer: any) => void }} [options] whether calls may close the
   *   instance; who grows shared buffers
   */
  constructor(onggi, random, { mayEnd = false, shared } = {}) {
    this.#onggi = onggi;
    this.#random = random;
    this.#mayEnd = mayEnd;
    this.#hostile = new Hostile(random, () => this.#act(), shared);
    this.#entries = [
      ...[onggi.vesta, onggi.pallas].flatMap((curve) => [...classEntries(curve), ...functionEntries(curve)]),
      ...Array.from({ length: 4 }, () => instanceEntries(onggi, library)).flat(),
      ...(mayEnd ? endingEntries(onggi) : []),
    ];
  }

  /** Makes the objects that the calls of a round use, and those that no call may change. */
  #begin() {
    for (const curve of [this.#onggi.vesta, this.#onggi.pallas]) {
      /** @type {any[]} */
      const made = [];
      const bin = { put: (/** @type {any} */ handle) => (made.push(handle), handle) };
      for (const make of Object.values(samples)) bin.put(make(curve, /** @type {any} */ (bin)));
      for (const handle of made) this.#keep(handle);
      for (let i = 0; i < 8; ++i) {
        const content = Array.from({ length: 4 << i }, () => BigInt(this.#random.below(2 ** 32)) << 128n);
        this.#neighbours.push({ handle: curve.Vector.fromFields(content), content });
      }
    }
  }

  #checkNeighbours() {
    for (const { handle, content } of this.#neighbours)
      assert.deepEqual(handle.fields(), content, 'a neighbour has changed');
  }

  /** @param {any} handle */
  #keep(handle) {
    this.#made.add(handle);
    const { type } = handle.constructor;
    const pool = this.#pools.get(type) ?? [];
    this.#pools.set(type, pool);
    pool.push(handle);
    if (pool.length > maxOfClass) {
      const [oldest] = pool.splice(this.#random.below(pool.length), 1);
      oldest.free();
      this.#made.delete(oldest);
    }
    return handle;
  }

  /** @param {string} type @returns {any} a handle, which may have been freed */
  #handle(type) {
    const pool = this.#pools.get(type) ?? [undefined];
    const handle = this.#random.pick(pool);
    return isLiveHandle(handle) || this.#random.oneIn(10) ? handle : (pool.find(isLiveHandle) ?? handle);
  }

  /** A value in place of a handle. @param {string} curve @param {string} noun @returns {any} */
  #handleLike(curve, noun) {
    const handle = this.#handle(`${curve}.${noun}`);
    switch (this.#random.below(24)) {
      case 0:
        return new Proxy(Object(handle), {});
      case 1:
        return Object.create(Object(handle));
      case 2:
        return this.#handle(`${curve === 'vesta' ? 'pallas' : 'vesta'}.${noun}`);
      case 3:
        return this.#handle(this.#random.pick([...this.#pools.keys()]));
      case 4:
        return this.#hostile.result();
      default:
        return handle;
    }
  }

  /** The action of getters and callbacks while a call reads its arguments. */
  #act() {
    const random = this.#random;
    switch (random.below(10)) {
      case 0:
        throw new Thrown('thrown by an argument');
      case 1:
        return this.#handle(random.pick([...this.#pools.keys()]))?.free();
      case 2:
        return this.#hostile.detach();
      case 3:
        return this.#hostile.grow();
      case 4:
        return this.#hostile.abort();
      case 5:
        return this.#mayEnd && random.oneIn(10) ? void this.#end() : undefined;
      default:
        return this.#depth < maxDepth ? this.#call() : undefined;
    }
  }

  #end() {
    this.#isEnding = true;
    try {
      this.#onggi.close();
    } catch (error) {
      this.#check(error, 'close');
    }
  }

  /** @param {import('./surface.mjs').Param} param @param {string} curve @param {string} noun @returns {any} */
  #argument({ kind, class: className = '' }, curve, noun) {
    const random = this.#random;
    const hostile = this.#hostile;
    if (random.oneIn(12)) return hostile.anything();
    switch (kind) {
      case 'handle':
        return this.#handleLike(curve, className);
      case 'anyHandle':
        return this.#handleLike(curve, random.pick(Object.keys(samples)));
      case 'bytes':
        return hostile.disguised(this.#bytesOf(curve, noun));
      case 'json':
        return hostile.json(jsonOf(this.#onggi[curve], noun));
      case 'size':
      case 'cell':
        return hostile.size();
      case 'text':
        return hostile.text();
      case 'field':
      case 'integer':
        return hostile.element();
      case 'fields':
        return hostile.fields();
      case 'list':
        return hostile.list(() => hostile.fields(), random.below(5));
      case 'columns':
        return random.oneIn(3) ? hostile.bytes(480) : hostile.list(() => hostile.fields(), 15);
      case 'cells':
        return hostile.list(() => hostile.size(), random.below(7));
      case 'point':
        return hostile.point();
      case 'points':
        return random.oneIn(3)
          ? hostile.bytes(64 * random.below(4))
          : hostile.list(() => hostile.point(), random.below(5));
      case 'claims': {
        const claim = () => ({
          index: this.#handleLike(curve, 'VerifierIndex'),
          proof: this.#handleLike(curve, 'ProverProof'),
        });
        return hostile.list(claim, random.below(3));
      }
      case 'parcel':
        return this.#parcel();
      case 'parts':
        return random.oneIn(3) ? { srs: this.#handleLike(curve, 'Srs') } : undefined;
      case 'callback':
        return () => {
          this.#act();
          return random.oneIn(4) ? hostile.result() : this.#handleLike(curve, 'Vector');
        };
      case 'listener': // what it throws would be an error of the timer's
        return () => {
          try {
            this.#act();
          } catch (error) {
            if (!(error instanceof Thrown)) throw error;
          }
        };
      case 'loadOptions':
        return hostile.loadOptions();
      case 'options':
        return hostile.options();
      default:
        throw new Error(`no arguments of kind ${kind}`);
    }
  }

  /** @param {string} curve @param {string} noun @returns {Uint8Array} */
  #bytesOf(curve, noun) {
    const handle = this.#handle(`${curve}.${noun}`);
    try {
      const bytes = (handle.toBytes ?? handle.encode).call(handle);
      if (this.#random.oneIn(2)) bytes[this.#random.below(bytes.length)] ^= 1 << this.#random.below(8);
      return bytes;
    } catch {
      return new Uint8Array(this.#random.below(100));
    }
  }

  #parcel() {
    const parcel =
      this.#parcels.length > 0 ? this.#random.pick(this.#parcels) : { type: 'vesta.Vector', content: [] };
    const { content } = parcel;
    if (!(content instanceof Uint8Array)) return parcel;
    return { ...parcel, content: this.#hostile.disguised(content) };
  }

  /** Keeps the result of a call: a handle, or a value that an argument made. @param {any} result */
  #take(result) {
    if (result instanceof Promise) this.#pend(result);
    else if (isLiveHandle(result)) this.#keep(result);
  }

  /** @param {string} name @param {any} result */
  #takeOf(name, result) {
    switch (name) {
      case 'onMemory':
        this.#offs.push(result);
        break;
      case 'load':
      case 'recycle':
        this.#pend(
          result.then((/** @type {any} */ onggi) => onggi.close()),
          name
        );
        break;
      default:
        if (name.endsWith('.transfer')) this.#parcels.push(result);
        else if (result instanceof Promise) this.#pend(result, name);
        else this.#take(result);
    }
  }

  /** @param {Promise<unknown>} promise @param {string} [name] */
  #pend(promise, name = 'a promise') {
    const settled = promise
      .then((result) => this.#take(result))
      .catch((error) => this.#check(error, name))
      .finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  /** @param {any} error @param {string} name @returns {void} */
  #check(error, name) {
    if (error instanceof Thrown) return void this.#count('thrown');
    if (error?.name === 'RangeError' && error.message === 'foreign') return void this.#count('foreign');
    if (error instanceof AggregateError) return error.errors.forEach((each) => this.#check(each, name));
    const isTyped = error instanceof OnggiError && error.code !== 'unknown' && error.message.length > 0;
    if (!isTyped) throw new Error(`${name}: an error without a type: ${error?.stack}`, { cause: error });
    if (error.code === 'instance_dead' && !this.#isEnding)
      throw new Error(`${name}: the instance has died: ${error.stack}`, { cause: error });
    this.#count(error.code);
  }

  /** @param {string} outcome */
  #count(outcome) {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  #entry() {
    for (;;) {
      const entry = this.#random.pick(this.#entries);
      if (!entry.isHeavy || this.#random.oneIn(heavyOneIn)) return entry;
    }
  }

  #call() {
    const entry = this.#entry();
    const [curve = '', noun = ''] = entry.name.replace(/^new /, '').split('.');
    const curveName = curve === 'pallas' ? 'pallas' : 'vesta';
    ++this.calls;
    ++this.#depth;
    try {
      const self = entry.noun === undefined ? undefined : this.#handleLike(curveName, entry.noun);
      const args = entry.params.map((param) => this.#argument(param, curveName, noun));
      if (this.#random.oneIn(20)) args.length = this.#random.below(args.length + 1);
      if (entry.name === 'close' || entry.name === 'recycle') this.#isEnding = true;
      const result = entry.invoke(self, args);
      this.#count('returned');
      this.#takeOf(entry.name, result);
    } catch (error) {
      this.#check(error, entry.name);
    } finally {
      --this.#depth;
    }
  }

  async #settle() {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const tooLong = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('work did not end')), patience);
    });
    while (this.#pending.size > 0) await Promise.race([tooLong, Promise.all(this.#pending)]);
    clearTimeout(timer);
  }

  /** Makes so many calls, then frees everything and checks that nothing has leaked. @param {number} count */
  async round(count) {
    const before = this.#mayEnd ? undefined : held(this.#onggi);
    this.#begin();
    const last = this.calls + count;
    while (this.calls < last && !this.#isEnding) {
      this.#call();
      if (this.#pending.size > maxPending) await this.#settle();
      if (this.#random.oneIn(50)) await turn();
    }
    await this.#settle();
    for (const off of this.#offs.splice(0)) off();
    if (!this.#isEnding) this.#checkNeighbours();
    if (this.#mayEnd) this.#end();
    for (const handle of [...this.#made, ...this.#neighbours.map(({ handle }) => handle)]) handle.free();
    this.#made.clear();
    this.#pools.clear();
    this.#neighbours.length = 0;
    this.#parcels.length = 0;
    if (before === undefined) return;
    await collect();
    assert.deepEqual(held(this.#onggi), before, 'memory is not back at its start');
  }
}
