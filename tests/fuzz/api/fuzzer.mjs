// Calls the public functions of an instance with hostile arguments, and checks after each round that nothing
// has leaked and that no other object has changed.
import assert from 'node:assert/strict';

import * as library from 'onggi';

import { collect, held, samples, turn } from '../../js/support.mjs';
import { act } from './action.mjs';
import { Arguments } from './arguments.mjs';
import { Hostile } from './hostile.mjs';
import { Outcomes } from './outcomes.mjs';
import { isLiveHandle, Pool } from './pool.mjs';
import { classEntries, endingEntries, functionEntries, instanceEntries, pickEntry } from './surface.mjs';

/** @typedef {import('./random.mjs').Random} Random */

const maxDepth = 2;
const maxPending = 16;
const heavyOneIn = 60;

export class Fuzzer {
  /** @type {(() => void)[]} */
  #offs = [];
  /** @type {{ handle: any, content: unknown }[]} */
  #neighbours = [];
  #depth = 0;
  #isEnding = false;
  #outcomes = new Outcomes(() => this.#isEnding);
  #entries;
  #hostile;
  #pool;
  #arguments;
  #random;
  #onggi;
  #mayEnd;
  calls = 0;

  /**
   * @param {any} onggi @param {Random} random
   * @param {{ mayEnd?: boolean, shared?: (buffer: any) => void }} [options] whether calls may close the
   *   instance; who grows shared buffers
   */
  constructor(onggi, random, { mayEnd = false, shared } = {}) {
    this.#onggi = onggi;
    this.#random = random;
    this.#mayEnd = mayEnd;
    const act = () => this.#act();
    this.#hostile = new Hostile(random, act, shared);
    this.#pool = new Pool(random);
    const encode = (/** @type {string} */ type) => this.#encode(type);
    this.#arguments = new Arguments({ random, hostile: this.#hostile, pool: this.#pool, act, encode });
    this.#entries = [
      ...[onggi.vesta, onggi.pallas].flatMap((curve) => [...classEntries(curve), ...functionEntries(curve)]),
      ...Array.from({ length: 4 }, () => instanceEntries(onggi, library)).flat(),
      ...(mayEnd ? endingEntries(onggi) : []),
    ];
  }

  /** Calls by outcome. */
  get outcomes() {
    return this.#outcomes.counts;
  }

  /** Makes the objects that the calls of a round use, and those that no call may change. */
  #begin() {
    for (const curve of [this.#onggi.vesta, this.#onggi.pallas]) {
      /** @type {any[]} */
      const made = [];
      const bin = { put: (/** @type {any} */ handle) => (made.push(handle), handle) };
      for (const make of Object.values(samples)) bin.put(make(curve, /** @type {any} */ (bin)));
      for (const handle of made) this.#pool.keep(handle);
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

  /** The action of getters and callbacks while a call reads its arguments. */
  #act() {
    act(
      { random: this.#random, pool: this.#pool, hostile: this.#hostile },
      () => void (this.#mayEnd && this.#random.oneIn(10) && this.#end()),
      () => void (this.#depth < maxDepth && this.#call())
    );
  }

  #end() {
    this.#isEnding = true;
    try {
      this.#onggi.close();
    } catch (error) {
      this.#outcomes.check(error, 'close');
    }
  }

  /** @param {string} type @returns {Uint8Array | undefined} */
  #encode(type) {
    const handle = this.#pool.take(type);
    try {
      return (handle.toBytes ?? handle.encode).call(handle);
    } catch {
      return undefined;
    }
  }

  /** Keeps the result of a call: a handle, or a value that an argument made. @param {any} result */
  #take = (result) => {
    if (result instanceof Promise) this.#outcomes.follow(result, this.#take, 'a promise');
    else if (isLiveHandle(result)) this.#pool.keep(result);
  };

  /** @param {string} name @param {any} result */
  #takeOf(name, result) {
    switch (name) {
      case 'onMemory':
        this.#offs.push(result);
        break;
      case 'load':
      case 'recycle':
        this.#outcomes.follow(result, (/** @type {any} */ onggi) => onggi.close(), name);
        break;
      default:
        if (name.endsWith('.transfer')) this.#arguments.parcels.push(result);
        else if (result instanceof Promise) this.#outcomes.follow(result, this.#take, name);
        else this.#take(result);
    }
  }

  #call() {
    const entry = pickEntry(this.#entries, this.#random, heavyOneIn);
    ++this.calls;
    ++this.#depth;
    try {
      const { self, args } = this.#arguments.ofCall(entry);
      if (entry.name === 'close' || entry.name === 'recycle') this.#isEnding = true;
      const result = entry.invoke(self, args);
      this.#outcomes.count('returned');
      this.#takeOf(entry.name, result);
    } catch (error) {
      this.#outcomes.check(error, entry.name);
    } finally {
      --this.#depth;
    }
  }

  /** Makes so many calls, then frees everything and checks that nothing has leaked. @param {number} count */
  async round(count) {
    const before = this.#mayEnd ? undefined : held(this.#onggi);
    this.#begin();
    const last = this.calls + count;
    while (this.calls < last && !this.#isEnding) {
      this.#call();
      if (this.#outcomes.pending > maxPending) await this.#outcomes.settle();
      if (this.#random.oneIn(50)) await turn();
    }
    await this.#outcomes.settle();
    for (const off of this.#offs.splice(0)) off();
    if (!this.#isEnding) this.#checkNeighbours();
    if (this.#mayEnd) this.#end();
    for (const { handle } of this.#neighbours) handle.free();
    this.#neighbours.length = 0;
    this.#pool.empty();
    this.#arguments.parcels.length = 0;
    if (before === undefined) return;
    await collect();
    assert.deepEqual(held(this.#onggi), before, 'memory is not back at its start');
  }
}
