// A client of a worker: the public classes and functions, computed there. A handle is a row of the slot table, as in
// onggi itself, so scopes and the collector free it too; its address is a number that stands for an object in the worker.
import { CancelledError, InstanceDeadError, NativeBudgetError, OnggiError } from '../../runtime/errors.mjs';
import { asyncDispose, Handle, refuseNonHandle, typeName } from '../../runtime/handles/handle.mjs';
import { classOf, move } from '../../runtime/handles/table.mjs';
import { clearTimeout, now, Promise, setTimeout } from '../../runtime/intrinsics.mjs';
import { requestCollection } from '../../runtime/memory/collection.mjs';
import { Call } from '../../runtime/native/call.mjs';
import { isReadable, milliseconds, size, wrongType } from '../../runtime/native/checks.mjs';
import { newOwnerId } from '../../runtime/native/object_owner.mjs';
import { checkOptions, checkTaskOptions, refuseOptions } from '../../runtime/native/options.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { callStack } from '../../runtime/observe/call_site.mjs';
import { describeTypes, leaksOf, topTypes } from '../../runtime/observe/leaks.mjs';
import { findChannels, reportMemory } from '../../runtime/observe/monitor.mjs';
import { CallbackError, Connection, WorkerError } from './connection.mjs';
import { Arguments, copyOfParcel, setStack, unpackError } from './crossing.mjs';
import { defineCurve } from './remote_classes.mjs';
import { RemoteOwner } from './remote_owner.mjs';
// @ts-expect-error The build puts it there.
import { curves } from './members.mjs';

/** @typedef {import('./crossing.mjs').Member} Member */
/** @typedef {import('./connection.mjs').Controls} Controls */
/**
 * The checked options of load().
 * @typedef {object} Settings
 * @property {URL | string | undefined} script
 * @property {object} inWorker options of load() in the worker
 * @property {number} startDeadline milliseconds that the script may take until it runs
 * @property {{ hard: number, soft: number }} limits
 * @property {boolean | 'sample'} debug whether the call sites of handles are recorded
 */

const defaultDeadline = 10_000;
const proofNames = ['prove', 'proveSync'];

/** The worker that clients share: a new one is started for the first call after one has ended. */
class SharedWorker {
  clients = 0;
  /** @type {Connection | undefined} */
  #connection;
  #settings;

  /** @param {Settings} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @returns {Connection} that has not ended */
  connection() {
    if (this.#connection === undefined || this.#connection.ended) {
      const { script, inWorker, startDeadline } = this.#settings;
      this.#connection = new Connection(script, inWorker, startDeadline);
    }
    return this.#connection;
  }

  /** A client has ended: with the last one, so does the worker. @param {unknown} reason */
  async leave(reason) {
    if (--this.clients > 0) return;
    this.#connection?.end(reason);
    await this.#connection?.gone;
  }
}

/** @param {unknown} value a handle, perhaps */
function refuseStale(value) {
  const token = Handle.tokenOf(value);
  if (token !== undefined) classOf(token, typeName(/** @type {object} */ (value)));
}

/** Data options of prove(), which cross as JSON. */
const isData = (/** @type {string} */ name) => name !== 'signal' && name !== 'onProgress';

export class Client {
  /** Its number among the clients and instances of this thread. */
  id = newOwnerId();
  #worker;
  #settings;
  #isClosed = false;
  #running = 0;
  /** @type {(() => void)[]} */
  #whenIdle = [];
  /** @type {RemoteOwner | undefined} */
  #owner;
  /** @type {(ended: Promise<void>) => void} */
  #settle = () => {};

  /** @param {SharedWorker} worker @param {Settings} settings */
  constructor(worker, settings) {
    this.#worker = worker;
    this.#settings = settings;
    /** Settles when the client has been closed, and its worker has ended if it was the last one. @type {Promise<void>} */
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
    /** @type {Record<string, any>} */
    this.curves = {};
    for (const { name, alias } of curves) {
      this.curves[name] = defineCurve(this, name);
      this.curves[alias] = this.curves[name];
    }
    ++worker.clients; // last, so that a failed construction is not counted
  }

  /** The owner of handles in the worker that runs; starts one if there is none. @returns {RemoteOwner} */
  enter() {
    if (this.#isClosed) throw new InstanceDeadError('it was closed');
    if (this.#owner === undefined || this.#owner.dead) {
      this.#owner = new RemoteOwner(this.#worker.connection(), this.#settings, this);
    }
    return this.#owner;
  }

  /**
   * Runs a call: what it borrows is given back when the worker has answered.
   * @template T @param {string} name @param {(call: Call, owner: RemoteOwner) => Promise<T>} body @returns {Promise<T>}
   */
  async run(name, body) {
    requireStack(stackFor.calls);
    const stack = callStack();
    const owner = this.enter();
    const call = new Call(/** @type {any} */ (owner), name);
    ++this.#running;
    try {
      return await body(call, owner);
    } catch (error) {
      throw this.#errorOf(error, owner, stack);
    } finally {
      call.leave();
      if (--this.#running === 0) for (const idle of this.#whenIdle) idle();
    }
  }

  /** The error for the caller, with the stack of its call. @param {unknown} thrown @param {RemoteOwner} owner @param {string} stack */
  #errorOf(thrown, owner, stack) {
    if (thrown instanceof CallbackError) return thrown.error;
    const error = thrown instanceof WorkerError ? unpack(thrown, owner) : thrown;
    if (error instanceof OnggiError) setStack(error, stack);
    return error;
  }

  /**
   * Asks the worker, which may have ended while the call waited for memory.
   * @param {RemoteOwner} owner @param {string} op @param {object} [message] @param {ArrayBuffer[]} [buffers]
   * @param {Controls} [controls] @returns {Promise<any>}
   */
  #ask = (owner, op, message = {}, buffers = [], controls = {}) => {
    owner.requireAlive();
    return owner.connection.request({ op, ...message }, buffers, this, controls);
  };

  /**
   * Calls a member of a class or of a curve.
   * @param {{ curve: string, noun?: string, name: string, member: Member }} target
   * @param {unknown} self @param {unknown[]} args
   */
  callMember({ curve, noun, name, member }, self, args) {
    const { role, params, options, returns } = member;
    const isOnObject = role === 'method' || role === 'getter';
    if (isOnObject) refuseStale(self);
    for (const arg of args) refuseStale(arg);
    const fullName = [curve, ...(noun === undefined ? [] : [noun]), name].join('.');
    const result = this.run(fullName, async (call, owner) => {
      const classes = this.curves[curve];
      const encoded = new Arguments(call, classes);
      const read = readOptions(args[params.length], call.label('options'), options);
      const message = {
        ...{ curve, noun, name },
        self: isOnObject ? call.borrow(self, classes[noun ?? ''], 'this') : undefined,
        args: params.map((param, i) => encoded.encode(param, args[i])),
        data: read.data && encoded.data(read.data, 'options'),
        progress: read.controls.onProgress !== undefined,
      };
      const returnsHandle = returns.kind === 'handle';
      if (returnsHandle) await this.#relieve(owner, read.controls.signal);
      const result = await this.#ask(owner, 'call', message, encoded.buffers, read.controls);
      return returnsHandle && result !== null ? owner.adopt(classes[returns.class ?? ''], result) : result;
    });
    return noun === 'PlonkIndex' && proofNames.includes(name) ? this.#reportEnd(curve, result) : result;
  }

  /** Reports the end of a proof on Node's channel. @template T @param {string} curve @param {Promise<T>} proof */
  async #reportEnd(curve, proof) {
    const start = now();
    const report = (/** @type {import('../../runtime/observe/events.mjs').ProofOutcome} */ outcome) =>
      findChannels()?.proof.publish({ instance: this.id, curve, outcome, ms: now() - start });
    try {
      const made = await proof;
      report('proved');
      return made;
    } catch (error) {
      report(error instanceof CancelledError ? 'cancelled' : 'failed');
      throw error;
    }
  }

  /** Waits until dropped handles are freed, above the soft limit. @param {RemoteOwner} owner @param {AbortSignal} [signal] */
  async #relieve({ pressure }, signal) {
    const wait = pressure.reserve(0, signal);
    if (wait) await wait;
  }

  /** @param {Handle} handle @param {number} token of it @param {any} Class of it, as the table knows it */
  async transfer(handle, token, Class) {
    const { type } = Class;
    const { parcel } = await this.run(`${type}.transfer`, async (call, owner) => {
      const self = call.borrow(handle, Class, 'this');
      return this.#ask(owner, 'transfer', { self });
    });
    move(token, type);
    return parcel;
  }

  /** @param {unknown} parcel @param {unknown} [parts] */
  receive(parcel, parts = {}) {
    return this.run('receive', async (call, owner) => {
      if (!isReadable(parts)) return wrongType('receive: parts', 'an object of handles', parts);
      const { srs } = /** @type {any} */ (parts);
      const given = srs === undefined ? {} : { srs: this.#borrowPart(call, srs) };
      const copy = copyOfParcel(parcel);
      await this.#relieve(owner);
      const result = await this.#ask(owner, 'receive', { parcel: copy, parts: given });
      const [curve = '', noun = ''] = result.type.split('.');
      return owner.adopt(this.curves[curve][noun], result);
    });
  }

  /** @param {Call} call @param {unknown} srs */
  #borrowPart(call, srs) {
    const token = Handle.tokenOf(srs);
    if (token === undefined) return refuseNonHandle(srs, 'receive: parts: srs', 'a handle of a Srs');
    const { type } = classOf(token, 'Srs');
    return call.borrow(srs, this.curves[type.split('.')[0] ?? ''].Srs, 'parts: srs');
  }

  /** An index that a client of this worker holds. @param {string} curve @param {any} Class @param {unknown} digest */
  find(curve, Class, digest) {
    return this.run(`${curve}.PlonkIndex.find`, async (_, owner) => {
      if (typeof digest !== 'bigint') wrongType(`${curve}.PlonkIndex.find: digest`, 'a bigint', digest);
      const result = await this.#ask(owner, 'find', { curve, digest });
      return result === null ? null : owner.adopt(Class, result);
    });
  }

  /** The report of the worker, with the handles of this client. @param {any} report @param {RemoteOwner} owner */
  #report = (report, owner) => ({
    ...report,
    handles: owner.handles,
    freed: { ...owner.freed },
    limits: { ...report.limits, soft: Math.min(this.#settings.limits.soft, report.limits.hard) },
  });

  memory() {
    return this.run('memory', async (_, owner) => this.#report(await this.#ask(owner, 'memory'), owner));
  }

  threads() {
    return this.run('threads', (_, owner) => this.#ask(owner, 'threads'));
  }

  /** @param {unknown} bytes */
  reserve(bytes) {
    return this.run('reserve', (_, owner) => owner.pressure.reserveUntilTurn(size(bytes, 'reserve: bytes')));
  }

  /** @param {unknown} callback @param {unknown} [options] */
  onMemory(callback, options) {
    return this.run('onMemory', async (_, owner) => {
      if (typeof callback !== 'function') return wrongType('onMemory: callback', 'a function', callback);
      const read = checkOptions(options, 'onMemory: options', ['interval']);
      if (read.interval !== undefined && typeof read.interval !== 'number') {
        wrongType('onMemory: interval', 'a number', read.interval);
      }
      const { connection } = owner;
      const id = await connection.watch(
        (/** @type {any} */ report) => reportMemory(callback, this.#report(report, owner)),
        { interval: read.interval },
        this
      );
      return () => connection.unwatch(id);
    });
  }

  #left = () => (this.#owner === undefined ? [] : leaksOf(this.#owner));

  async leaks() {
    requireStack(stackFor.calls);
    return this.#left();
  }

  /** Another client of the same worker. */
  async connect() {
    requireStack(stackFor.calls);
    if (this.#isClosed) throw new InstanceDeadError('it was closed');
    return publish(new Client(this.#worker, this.#settings));
  }

  /** Settles when the worker is ready. */
  loaded() {
    return this.run('load', (_, owner) => owner.connection.loaded);
  }

  /** @param {number} deadline in milliseconds */
  #idle(deadline) {
    if (this.#running === 0) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadline);
      this.#whenIdle.push(() => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** @param {unknown} [options] */
  async close(options) {
    requireStack(stackFor.calls);
    const { deadline: given = defaultDeadline } = checkOptions(options, 'close: options', ['deadline']);
    const deadline = milliseconds(given, 'close: deadline');
    if (this.#isClosed) {
      await this.closed;
      return [];
    }
    const left = this.#left();
    this.#isClosed = true;
    await this.#idle(deadline);
    this.#settle(this.#end());
    await this.closed;
    return left;
  }

  #end() {
    const owner = this.#owner;
    owner?.connection.abandon(this, 'it was closed');
    owner?.end();
    return this.#worker.leave('it was closed');
  }

  async recycle() {
    await this.close();
    requestCollection();
    return open(this.#settings);
  }
}

/** @param {WorkerError} error @param {RemoteOwner} owner */
function unpack({ packed }, owner) {
  const error = unpackError(packed, () => topTypes(owner));
  if (error instanceof NativeBudgetError) {
    // The worker does not know where the handles were made.
    const [before = ''] = error.message.split(' are in use');
    const by = error.top.length > 0 ? ` by ${describeTypes(error.top)}` : '';
    error.message = `${before} are in use${by}`;
  }
  return error;
}

/**
 * @param {unknown} value @param {string} label @param {string[] | undefined} names
 * @returns {{ controls: Controls, data?: Record<string, unknown> }}
 */
function readOptions(value, label, names) {
  if (names === undefined) {
    refuseOptions(value, label);
    return { controls: {} };
  }
  const { signal, onProgress, ...others } = checkTaskOptions(value, label, names);
  const data = Object.entries(others).filter(([name, given]) => isData(name) && given !== undefined);
  return { controls: { signal, onProgress }, ...(data.length > 0 && { data: Object.fromEntries(data) }) };
}

/** The object for the program. @param {Client} client */
const publish = (client) =>
  Object.freeze({
    ...client.curves,
    id: client.id,
    memory: () => client.memory(),
    threads: () => client.threads(),
    leaks: () => client.leaks(),
    reserve: (/** @type {unknown} */ bytes) => client.reserve(bytes),
    receive: (/** @type {unknown} */ parcel, /** @type {unknown} */ parts) => client.receive(parcel, parts),
    onMemory: (/** @type {unknown} */ callback, /** @type {unknown} */ options) =>
      client.onMemory(callback, options),
    connect: () => client.connect(),
    closed: client.closed,
    close: (/** @type {unknown} */ options) => client.close(options),
    [asyncDispose]: async () => void (await client.close()),
    recycle: () => client.recycle(),
  });

/** A client of a new worker, when that is ready. @param {Settings} settings */
export async function open(settings) {
  const client = new Client(new SharedWorker(settings), settings);
  try {
    await client.loaded();
  } catch (error) {
    await client.close({ deadline: 0 });
    throw error;
  }
  return publish(client);
}
