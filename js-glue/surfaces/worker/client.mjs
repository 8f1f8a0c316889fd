// A client of a worker: the public classes and functions, computed there. Handles are references: they are freed like
// others, with the same table, scopes and collector, whose "native object" is a number in the worker.
import { throwIfAborted } from '../../runtime/cancellation.mjs';
import { InstanceDeadError, NativeBudgetError, OnggiError } from '../../runtime/errors.mjs';
import { Addresses } from '../../runtime/handles/addresses.mjs';
import { Handle, makeHandle, refuseNonHandle, typeName } from '../../runtime/handles/handle.mjs';
import { adopt, classOf, move, noneFreed, releaseAll } from '../../runtime/handles/table.mjs';
import { clearTimeout, hasOwn, Promise, setTimeout } from '../../runtime/intrinsics.mjs';
import { requestCollection } from '../../runtime/memory/collection.mjs';
import { Pressure } from '../../runtime/memory/pressure.mjs';
import { Call } from '../../runtime/native/call.mjs';
import { isBytes, ownBytes, viewOf } from '../../runtime/native/caller_bytes.mjs';
import { isReadable, size, wrongType } from '../../runtime/native/checks.mjs';
import { checkOptions, checkTaskOptions, refuseOptions } from '../../runtime/native/options.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { callStack } from '../../runtime/observe/call_site.mjs';
import { Events } from '../../runtime/observe/events.mjs';
import { describeTypes, leaksOf, Sampler, topTypes } from '../../runtime/observe/leaks.mjs';
import { CallbackError, Connection, WorkerError } from './connection.mjs';
import { Arguments, setStack, unpackError } from './crossing.mjs';
// @ts-expect-error The build puts it there.
import { classes as classMembers, curves, functions as functionMembers } from './members.mjs';

/** @typedef {import('./crossing.mjs').Member} Member */
/** @typedef {import('./crossing.mjs').Reference} Reference */
/** @typedef {import('./connection.mjs').Controls} Controls */
/**
 * The checked options of load().
 * @typedef {object} Settings
 * @property {URL | string | undefined} script
 * @property {object} inWorker options of load() in the worker
 * @property {{ hard: number, soft: number }} limits
 * @property {number} every one handle in so many has its call site recorded
 */

const defaultDeadline = 10_000;
const mostDelay = 2 ** 31 - 1;
const samplesPerLimit = 256;

/** The worker that clients share: a new one is started for the first call after one has ended. */
export class SharedWorker {
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
      const { script, inWorker } = this.#settings;
      this.#connection = new Connection(script, inWorker);
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

/** The handles of a client in one worker, as the slot table sees their instance. */
class Owner {
  frames = 0;
  dead = false;
  /** @type {unknown} */
  causeOfDeath;
  handles = 0;
  freed = noneFreed();
  /** @type {number[]} */
  deferred = [];
  addresses = new Addresses();
  events = new Events();
  armed = true;
  /** The bytes of its objects, by number. @type {Map<number, number>} */
  #bytes = new Map();
  #hard;

  /** @param {Connection} connection @param {Settings} settings */
  constructor(connection, { limits, every }) {
    this.connection = connection;
    this.#hard = limits.hard;
    this.pressure = new Pressure(limits.soft, connection.live);
    this.sampler = new Sampler(every, limits.hard / samplesPerLimit);
    connection.onEnd(this.die);
  }

  /** For arguments: they are refused here if the worker would not take them. */
  budget = {
    /** @param {number} bytes @param {string} name */
    require: (bytes, name) => {
      if (bytes <= this.#hard) return;
      const text = `${name}: ${bytes} bytes do not fit: at most ${this.#hard} may be in use`;
      throw new NativeBudgetError(text, this.#use(bytes));
    },
  };

  /** @param {number} needed */
  #use(needed) {
    return { needed, live: this.connection.live(), limit: this.#hard, top: topTypes(this) };
  }

  requireAlive() {
    if (this.dead) throw new InstanceDeadError(this.causeOfDeath);
  }

  /** The destructor of all its objects. @param {number} number */
  #destroy = (number) => {
    this.connection.free(number, this.#bytes.get(number) ?? 0);
    this.#bytes.delete(number);
  };

  /** @param {any} Class @param {Reference} reference that the worker has given @returns {any} a handle */
  adopt(Class, { handle: number, bytes }) {
    this.requireAlive();
    let token;
    try {
      this.#bytes.set(number, bytes);
      token = adopt(number, this.#destroy, this, Class, bytes);
    } catch (error) {
      this.#destroy(number);
      throw error;
    }
    const handle = makeHandle(Class, this, token);
    this.sampler.note(token, bytes);
    return handle;
  }

  /** @param {unknown} reason */
  die = (reason) => {
    if (this.dead) return;
    this.dead = true;
    this.causeOfDeath = reason;
    releaseAll(this);
  };

  /** Frees all handles, in a worker that other clients still use. */
  end() {
    this.connection.offEnd(this.die);
    releaseAll(this);
    this.die('it was closed');
  }
}

/** The clients of the handle classes. @type {WeakMap<Function, Client>} */
const clientOf = new WeakMap();

/** A handle whose native object is in a worker. */
class RemoteHandle extends Handle {
  /** @returns {any} */
  transfer() {
    return transfer(this);
  }
}

/** @param {RemoteHandle} handle */
async function transfer(handle) {
  if (Handle.tokenOf(handle) === undefined) refuseNonHandle(handle, 'transfer: this');
  return clientOf.get(handle.constructor)?.transfer(handle);
}

/** @param {unknown} value a handle, perhaps */
function refuseStale(value) {
  const token = Handle.tokenOf(value);
  if (token !== undefined) classOf(token, typeName(/** @type {object} */ (value)));
}

/** Data options of prove(), which cross as JSON. */
const isData = (/** @type {string} */ name) => name !== 'signal' && name !== 'onProgress';

export class Client {
  #worker;
  #settings;
  #isClosed = false;
  #running = 0;
  /** @type {(() => void)[]} */
  #whenIdle = [];
  /** @type {Owner | undefined} */
  #owner;
  /** @type {(ended: Promise<void>) => void} */
  #settle = () => {};

  /** @param {SharedWorker} worker @param {Settings} settings */
  constructor(worker, settings) {
    this.#worker = worker;
    this.#settings = settings;
    ++worker.clients;
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
  }

  /** The owner of handles in the worker that runs; starts one if there is none. @returns {Owner} */
  enter() {
    if (this.#isClosed) throw new InstanceDeadError('it was closed');
    if (this.#owner === undefined || this.#owner.dead) {
      this.#owner = new Owner(this.#worker.connection(), this.#settings);
    }
    return this.#owner;
  }

  /**
   * Runs a call: what it borrows is given back when the worker has answered.
   * @template T @param {string} name @param {(call: Call, owner: Owner) => Promise<T>} body @returns {Promise<T>}
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

  /** The error for the caller, with the stack of its call. @param {unknown} thrown @param {Owner} owner @param {string} stack */
  #errorOf(thrown, owner, stack) {
    if (thrown instanceof CallbackError) return thrown.error;
    const error = thrown instanceof WorkerError ? unpack(thrown, owner) : thrown;
    if (error instanceof OnggiError) setStack(error, stack);
    return error;
  }

  /** @param {Owner} owner @param {string} op @param {object} [message] @param {ArrayBuffer[]} [buffers] */
  #ask = (owner, op, message = {}, buffers = []) =>
    owner.connection.request({ op, ...message }, buffers, this);

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
    return this.run(fullName, async (call, owner) => {
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
      throwIfAborted(read.controls.signal);
      const returnsHandle = returns.kind === 'handle';
      if (returnsHandle) await this.#relieve(owner, read.controls.signal);
      const request = { op: 'call', ...message };
      const result = await owner.connection.request(request, encoded.buffers, this, read.controls);
      return returnsHandle && result !== null ? owner.adopt(classes[returns.class ?? ''], result) : result;
    });
  }

  /** Waits until dropped handles are freed, above the soft limit. @param {Owner} owner @param {AbortSignal} [signal] */
  async #relieve({ pressure }, signal) {
    const wait = pressure.reserve(0, signal);
    if (wait) await wait;
  }

  /** @param {any} handle */
  async transfer(handle) {
    const token = /** @type {number} */ (Handle.tokenOf(handle));
    const Class = /** @type {any} */ (classOf(token, typeName(handle)));
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

  /** The report of the worker, with the handles of this client. @param {any} report @param {Owner} owner */
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
        (/** @type {any} */ report) => callback(this.#report(report, owner)),
        { interval: read.interval },
        this
      );
      return () => connection.unwatch(id);
    });
  }

  async leaks() {
    requireStack(stackFor.calls);
    return this.#owner === undefined ? [] : leaksOf(this.#owner);
  }

  /** Another client of the same worker. */
  async connect() {
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
    const { deadline = defaultDeadline } = checkOptions(options, 'close: options', ['deadline']);
    if (typeof deadline !== 'number') wrongType('close: deadline', 'a number', deadline);
    if (!(deadline >= 0 && deadline <= mostDelay)) {
      throw new OnggiError(
        'invalid_argument',
        `close: deadline: must be a number of milliseconds from 0 to 2^31 − 1, got ${deadline}`
      );
    }
    if (this.#isClosed) {
      await this.closed;
      return [];
    }
    this.#isClosed = true;
    const left = await this.leaks();
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

/** @param {WorkerError} error @param {Owner} owner */
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

/** A copy of the caller's parcel; other data in it is cloned when it is sent. @param {unknown} parcel @returns {object} */
function copyOfParcel(parcel) {
  const expected = 'what transfer() of a handle returned';
  if (!isReadable(parcel)) return wrongType('receive', expected, parcel);
  const { type, content, parts } = parcel;
  const copy = isBytes(content) ? ownBytes(viewOf(content, 'receive: content'), 'receive: content') : content;
  const srs = isReadable(parts) && hasOwn(parts, 'srs') ? parts.srs : undefined;
  try {
    return structuredClone({
      ...{ type, content: copy },
      ...(srs !== undefined && { parts: { srs: copyOfParcel(srs) } }),
    });
  } catch (error) {
    if (error instanceof OnggiError) throw error;
    return wrongType('receive', expected, parcel);
  }
}

/** @param {object} target @param {string} name @param {PropertyDescriptor} descriptor */
function define(target, name, descriptor) {
  Object.defineProperty(target, name, { configurable: true, enumerable: false, ...descriptor });
}

/** The classes and functions of one curve. @param {Client} client @param {string} curve */
function defineCurve(client, curve) {
  /** @param {string | undefined} noun @param {[string, Member]} entry */
  const callOf = (noun, [name, member]) => {
    const target = { curve, noun, name, member };
    return /** @this {unknown} */ async function (/** @type {unknown[]} */ ...args) {
      return client.callMember(target, this, args);
    };
  };
  /** @type {Record<string, any>} */
  const namespace = { name: curve };
  for (const [noun, members] of Object.entries(classMembers)) {
    const Class = class extends RemoteHandle {
      static noun = noun;
      static type = `${curve}.${noun}`;
      get curve() {
        return curve;
      }
    };
    define(Class, 'name', { value: noun });
    clientOf.set(Class, client);
    for (const entry of /** @type {[string, Member][]} */ (Object.entries(members))) {
      const [name, { role }] = entry;
      const call = callOf(noun, entry);
      if (role === 'getter') define(Class.prototype, name, { get: call });
      else define(role === 'factory' ? Class : Class.prototype, name, { value: call, writable: true });
    }
    namespace[noun] = Class;
  }
  define(namespace.PlonkIndex, 'find', {
    value: async (/** @type {unknown} */ digest) => client.find(curve, namespace.PlonkIndex, digest),
    writable: true,
  });
  for (const entry of /** @type {[string, Member][]} */ (Object.entries(functionMembers))) {
    namespace[entry[0]] = callOf(undefined, entry);
  }
  return Object.freeze(namespace);
}

/** The object for the program. @param {Client} client */
const publish = (client) =>
  Object.freeze({
    ...client.curves,
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
