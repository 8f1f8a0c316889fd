// Calls the public functions of a client of a worker with hostile arguments, ends workers meanwhile, and checks after each
// round that nothing has leaked, that no other object has changed, and that no worker is left.
import assert from 'node:assert/strict';

import * as library from 'onggi/worker';

import { collect, recordedOf, samples, turn } from '../../js/support.mjs';
import { workers } from '../../js/worker_support.mjs';
import { act } from './action.mjs';
import { Arguments } from './arguments.mjs';
import { Hostile } from './hostile.mjs';
import { Outcomes } from './outcomes.mjs';
import { isLiveHandle, Pool } from './pool.mjs';
import { classEntries, clientEntries, endingEntries, functionEntries, pickEntry } from './surface.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {import('./surface.mjs').Entry} Entry */

const maxDepth = 2;
const maxPending = 16;
const maxClients = 3;
const killOneIn = 400;
const abortOneIn = 20;
const abandonOneIn = 50;
const proveOneIn = 100;
/** More than in one thread: what runs meanwhile is what differs. */
const heavyOneIn = 10;

/** Members that return no promise. */
const synchronous = /^Scope$|^new |\.(share|free|live|curve|Symbol\((Symbol\.dispose|nodejs\..*)\))$/;

/** Classes whose objects cannot be moved to a worker: they are made there. @type {Record<string, (curve: any, take: (noun: string) => any) => Promise<any>>} */
const made = {
  CircuitBuilder: async ({ CircuitBuilder }) => {
    const builder = await CircuitBuilder.create();
    for (const value of [0n, 1n, 2n, 3n, 4n, 5n]) await builder.variable(value);
    return builder;
  },
  SrsTask: ({ SrsTask }) => SrsTask.create(8),
  CircuitTask: ({ CircuitTask }, take) => CircuitTask.create(take('CircuitBuilder'), 16),
  PlonkIndexTask: ({ PlonkIndexTask, name }, take) =>
    PlonkIndexTask.create(recordedOf(name).circuit, take('Srs')),
  ProverTask: ({ ProverTask }, take) => ProverTask.create(take('PlonkIndex'), take('Witness')),
  VerifierTask: ({ VerifierTask }, take) => VerifierTask.create(take('VerifierIndex'), take('ProverProof')),
  VerificationBatch: async ({ VerificationBatch }, take) => {
    const batch = await VerificationBatch.create();
    await batch.add(take('VerifierIndex'), take('ProverProof'));
    return batch;
  },
};

/** What a local instance has made: a parcel of each class that moves, and the bytes of one object. */
export class Models {
  /** @type {{ type: string, parcel: any }[]} */
  parcels = [];
  /** @type {Map<string, Uint8Array>} */
  bytes = new Map();

  /** @param {any} onggi */
  constructor(onggi) {
    for (const curve of [onggi.vesta, onggi.pallas]) {
      for (const [noun, make] of Object.entries(samples).filter(([name]) => !(name in made))) {
        /** @type {any[]} */
        const others = [];
        const bin = { put: (/** @type {any} */ handle) => (others.push(handle), handle) };
        const handle = make(curve, /** @type {any} */ (bin));
        const type = `${curve.name}.${noun}`;
        const bytes = handle.toBytes?.() ?? handle.encode?.();
        if (bytes instanceof Uint8Array) this.bytes.set(type, bytes);
        this.parcels.push({ type, parcel: handle.transfer() });
        for (const other of others) other.free();
      }
    }
  }
}

export class WorkerFuzzer {
  /** The first is the one that the round is about; others share its worker. @type {{ client: any, entries: Entry[] }[]} */
  #clients = [];
  /** Clients that were to be closed: with wrong options they were not. @type {any[]} */
  #forgotten = [];
  /** @type {(() => void)[]} */
  #offs = [];
  /** @type {{ handle: any, content: unknown }[]} */
  #neighbours = [];
  #depth = 0;
  #isEnding = false;
  #outcomes = new Outcomes(({ message }) => /exit code 1|it was closed/.test(message));
  #hostile;
  #pool;
  #arguments;
  #random;
  #mayEnd;
  #models;
  calls = 0;

  /**
   * @param {Random} random
   * @param {{ mayEnd: boolean, shared: (buffer: any) => void, models: Models }} options whether calls may close the
   *   client; who grows shared buffers
   */
  constructor(random, { mayEnd, shared, models }) {
    this.#random = random;
    this.#mayEnd = mayEnd;
    this.#models = models;
    const act = () => this.#act();
    this.#hostile = new Hostile(random, act, shared);
    this.#pool = new Pool(random);
    const encode = (/** @type {string} */ type) => models.bytes.get(type)?.slice();
    this.#arguments = new Arguments({ random, hostile: this.#hostile, pool: this.#pool, act, encode });
  }

  /** Calls by outcome. */
  get outcomes() {
    return this.#outcomes.counts;
  }

  /** @param {any} client */
  #add(client) {
    const isFirst = this.#clients.length === 0;
    const entries = [
      ...[client.vesta, client.pallas].flatMap((curve) => [
        ...classEntries(curve),
        ...functionEntries(curve),
      ]),
      ...Array.from({ length: 4 }, () => clientEntries(client, library)).flat(),
      ...(isFirst && !this.#mayEnd ? [] : endingEntries(client)),
    ];
    this.#clients.push({ client, entries });
  }

  /** Makes the objects that the calls use, and those that no call may change. */
  async #begin() {
    const { client } = /** @type {{ client: any }} */ (this.#clients[0]);
    for (const { parcel } of this.#models.parcels)
      this.#pool.keep(await client.receive(structuredClone(parcel)));
    for (const curve of [client.vesta, client.pallas]) {
      const take = (/** @type {string} */ noun) => this.#pool.take(`${curve.name}.${noun}`);
      for (const make of Object.values(made)) this.#pool.keep(await make(curve, take));
      for (let i = 0; i < 8; ++i) {
        const content = Array.from({ length: 4 << i }, () => BigInt(this.#random.below(2 ** 32)) << 128n);
        this.#neighbours.push({ handle: await curve.Vector.fromFields(content), content });
      }
    }
  }

  /** Frees all handles. */
  #empty() {
    this.#pool.empty();
    for (const { handle } of this.#neighbours.splice(0)) handle.free();
  }

  async #checkNeighbours() {
    for (const { handle, content } of this.#neighbours)
      if (handle.live) assert.deepEqual(await handle.fields(), content, 'a neighbour has changed');
  }

  /** The action of getters and callbacks while a call reads its arguments. */
  #act() {
    act(
      { random: this.#random, pool: this.#pool, hostile: this.#hostile },
      () => void (this.#random.oneIn(killOneIn / 10) && this.#kill()),
      () => void (this.#depth < maxDepth && this.#call())
    );
  }

  /** Ends one of the workers, as a crash would. */
  #kill() {
    const running = workers.filter(({ threadId }) => threadId !== -1);
    if (running.length > 0) void this.#random.pick(running).terminate();
  }

  /** Keeps the result of a call: a handle, or a value that an argument made. @param {any} result */
  #take = (result) => {
    if (result instanceof Promise) this.#outcomes.follow(result, this.#take, 'a promise');
    else if (isLiveHandle(result)) this.#pool.keep(result);
  };

  /** @param {string} name of the function that returned the promise @returns {(result: any) => void} */
  #takerOf(name) {
    if (name === 'onMemory') return (off) => void this.#offs.push(off);
    if (name === 'load' || name === 'recycle') return (client) => client.close();
    if (name === 'connect') {
      return (client) => (this.#clients.length < maxClients ? this.#add(client) : client.close());
    }
    if (name.endsWith('.transfer')) return (parcel) => void this.#arguments.parcels.push(parcel);
    return this.#take;
  }

  /** Begins a proof that is aborted at once, at some step, or not at all. */
  #prove() {
    const curve = this.#random.pick(['vesta', 'pallas']);
    const [index, witness] = ['PlonkIndex', 'Witness'].map((noun) => this.#pool.take(`${curve}.${noun}`));
    if (!isLiveHandle(index) || !isLiveHandle(witness)) return;
    const controller = new AbortController();
    const onProgress = () => void (this.#random.oneIn(6) && controller.abort());
    ++this.calls;
    this.#outcomes.follow(
      index.prove(witness, { signal: controller.signal, onProgress }),
      this.#take,
      'prove'
    );
    if (this.#random.oneIn(3)) controller.abort();
  }

  /** Closes a further client before its calls have been answered. */
  #abandon() {
    if (this.#clients.length === 1) return;
    const { client } = /** @type {{ client: any }} */ (this.#clients[1]);
    for (let i = 0; i < 10; ++i) this.#call(1);
    const at = this.#clients.findIndex((each) => each.client === client);
    if (at === -1) return; // one of the calls has closed it
    this.#forget(at);
    this.#outcomes.follow(client.close({ deadline: 0 }), () => {}, 'close');
  }

  /** @param {number} which of the clients */
  #call(which = this.#random.oneIn(4) ? this.#random.below(this.#clients.length) : 0) {
    const { entries } = /** @type {{ entries: Entry[] }} */ (this.#clients[which] ?? this.#clients[0]);
    const entry = pickEntry(entries, this.#random, heavyOneIn);
    const { name } = entry;
    ++this.calls;
    ++this.#depth;
    try {
      const { self, args } = this.#arguments.ofCall(entry);
      if (name === 'close' || name === 'recycle') this.#forget(which);
      const result = this.#invoke(entry, self, args);
      this.#outcomes.count('returned');
      if (synchronous.test(name)) this.#take(result);
      else this.#outcomes.follow(/** @type {any} */ (result), this.#takerOf(name), name);
    } catch (error) {
      this.#outcomes.check(error, name);
    } finally {
      --this.#depth;
    }
  }

  /** Errors of asynchronous functions come by their promises. @param {Entry} entry @param {unknown} self @param {unknown[]} args */
  #invoke({ name, invoke }, self, args) {
    if (synchronous.test(name)) return invoke(self, args);
    let result;
    try {
      result = invoke(self, args);
    } catch (error) {
      throw new Error(`${name} has thrown: ${/** @type {any} */ (error).stack}`, { cause: error });
    }
    assert.ok(result instanceof Promise, `${name} returned no promise`);
    return result;
  }

  /** A client that is about to be closed. @param {number} which */
  #forget(which) {
    if (which === 0) this.#isEnding = true;
    else this.#forgotten.push(...this.#clients.splice(which, 1).map(({ client }) => client));
  }

  /** Makes so many calls, then frees everything and checks that nothing has leaked. @param {number} count */
  async round(count) {
    workers.length = 0; // the thread that grows buffers is not to be ended
    this.#add(await library.load());
    const { client } = /** @type {{ client: any }} */ (this.#clients[0]);
    await this.#begin();
    const last = this.calls + count;
    while (this.calls < last && !this.#isEnding) {
      this.#call();
      if (this.#random.oneIn(killOneIn)) this.#kill();
      if (this.#random.oneIn(abortOneIn)) this.#hostile.abort();
      if (this.#random.oneIn(abandonOneIn)) this.#abandon();
      if (this.#random.oneIn(proveOneIn)) this.#prove();
      if (this.#outcomes.pending > maxPending) await this.#outcomes.settle();
      if (this.#random.oneIn(20)) await turn();
      if (!this.#isEnding && !this.#neighbours[0]?.handle.live) await this.#beginAgain();
    }
    await this.#outcomes.settle();
    for (const off of this.#offs.splice(0)) off();
    if (!this.#isEnding) await this.#checkNeighbours();
    this.#empty();
    const others = [...this.#forgotten.splice(0), ...this.#clients.slice(1).map((each) => each.client)];
    await Promise.all(others.map((each) => each.close()));
    if (!this.#isEnding) await checkEmpty(client);
    await client.close();
    this.#clients.length = 0;
    this.#arguments.parcels.length = 0;
    const left = workers.filter(({ threadId }) => threadId !== -1);
    assert.equal(left.length, 0, 'a worker is left');
  }

  /** The worker has ended: the next one has none of the objects. */
  async #beginAgain() {
    this.#outcomes.count('worker ended');
    await this.#outcomes.settle();
    this.#empty();
    if (!this.#isEnding) await this.#begin();
  }
}

/** Nothing is left in the worker of a client that has freed everything. @param {any} client */
async function checkEmpty(client) {
  const usage = async () => {
    const { live, handles, byType } = await client.memory();
    const types = Object.entries(byType).filter(([, { count }]) => count > 0);
    return { live, handles, types: Object.fromEntries(types) };
  };
  let last = await usage();
  for (let tries = 0; tries < 50 && (last.live > 0 || last.handles > 0); ++tries) {
    await collect();
    last = await usage();
  }
  assert.deepEqual(last, { live: 0, handles: 0, types: {} }, 'objects are left in the worker');
}
