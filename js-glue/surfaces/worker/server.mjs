// What runs in the worker. It holds the handles that its clients refer to by numbers, and does what they ask for.
import { explore, nodeModules } from '../../runtime/environment.mjs';
import { causeText, InstanceDeadError } from '../../runtime/errors.mjs';
import { Handle } from '../../runtime/handles/handle.mjs';
import { slotOf } from '../../runtime/handles/slots.mjs';
import { addressOf, bytesOf, ownerOf } from '../../runtime/handles/table.mjs';
import { now } from '../../runtime/intrinsics.mjs';
import { isBytes } from '../../runtime/native/caller_bytes.mjs';
import { decodeArgument, decodeData, packError } from './crossing.mjs';
// @ts-expect-error The build puts it there.
import { classes, functions } from './members.mjs';

/** @typedef {import('./crossing.mjs').Member} Member */
/** @typedef {{ post: (message: unknown, buffers?: ArrayBuffer[]) => void }} Port */

// Between reports of progress within a phase, in milliseconds. The work waits for the client's answer to each.
const betweenReports = 40;

/** What a call of a client waits for or can be told. */
class Call {
  #port;
  #id;
  #abort = new AbortController();
  /** @type {(() => void) | undefined} */
  #resume;
  #phase = '';
  #reported = 0;

  /** @param {Port} port @param {number} id */
  constructor(port, id) {
    this.#port = port;
    this.#id = id;
  }

  get signal() {
    return this.#abort.signal;
  }

  /**
   * Reports the progress, and waits until the client has taken note. Leaves out reports that follow soon within a phase.
   * @param {{ phase: string, fraction: number }} progress @returns {Promise<void> | undefined}
   */
  report = (progress) => {
    const time = now();
    if (progress.phase === this.#phase && time - this.#reported < betweenReports) return undefined;
    this.#phase = progress.phase;
    this.#reported = time;
    this.#port.post({ op: 'progress', id: this.#id, progress });
    return new Promise((resolve) => (this.#resume = resolve));
  };

  resume() {
    this.#resume?.();
  }

  abort() {
    this.#abort.abort();
  }
}

/** The buffers of the bytes in a result, which move to the client. @param {any} result @returns {ArrayBuffer[]} */
function buffersOf(result) {
  if (isBytes(result)) return [/** @type {ArrayBuffer} */ (result.buffer)];
  if (isBytes(result?.parcel?.content)) return [result.parcel.content.buffer];
  return [];
}

/** @param {any} handle that is not stale @returns {number} */
const tokenOf = (handle) => /** @type {number} */ (Handle.tokenOf(handle));

class Server {
  #load;
  #port;
  /** @type {any} */
  #onggi;
  /** @type {Promise<void>} */
  #loaded = Promise.resolve();
  /** @type {Map<number, any>} */
  #handles = new Map();
  /** The numbers of the handles to each object, by its address. @type {Map<number, Set<number>>} */
  #numbers = new Map();
  /** The addresses of objects that have grown or shrunk since the last message. @type {Set<number>} */
  #resized = new Set();
  #last = 0;
  /** The instance of the handles. @type {any} */
  #instance;
  /** The number of the last message with handles to free. */
  #freed = 0;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  /** @type {Map<number, () => void>} */
  #watches = new Map();
  /** The digests of indexes, once they were asked for. @type {WeakMap<object, bigint>} */
  #digests = new WeakMap();

  /** @param {(options: any) => Promise<any>} load of onggi @param {Port} port */
  constructor(load, port) {
    this.#load = load;
    this.#port = port;
  }

  /** What every message tells. */
  #state() {
    const instance = this.#instance;
    const live = instance === undefined || instance.dead ? 0 : instance.functions.live();
    return { live, freed: this.#freed, ...(this.#resized.size > 0 && { resized: this.#takeResized() }) };
  }

  /** The handles to objects that have grown or shrunk since the last message. @returns {import('./crossing.mjs').Reference[]} */
  #takeResized() {
    const addresses = [...this.#resized];
    this.#resized.clear();
    return addresses
      .flatMap((address) => [...(this.#numbers.get(address) ?? [])])
      .map((number) => ({ handle: number, bytes: bytesOf(tokenOf(this.#handles.get(number))) }));
  }

  /** @param {any} message */
  receive = (message) => {
    const { op, call } = message;
    if (op === 'free') this.#free(message);
    else if (op === 'abort') this.#calls.get(call)?.abort();
    else if (op === 'resume') this.#calls.get(call)?.resume();
    else if (op === 'unwatch') this.#unwatch(call);
    else void this.#answer(message);
  };

  /** @param {{ handles: number[], number: number }} message */
  #free({ handles, number }) {
    for (const handle of handles) this.#forget(handle);
    this.#freed = number;
    this.#port.post({ op: 'state', ...this.#state() });
  }

  /** @param {number} number of a handle */
  #forget(number) {
    const handle = this.#handles.get(number);
    if (handle === undefined) return;
    this.#handles.delete(number);
    const address = addressOf(tokenOf(handle));
    const numbers = this.#numbers.get(address);
    numbers?.delete(number);
    if (numbers?.size === 0) this.#numbers.delete(address);
    handle.free();
  }

  /** @param {number} id */
  #unwatch(id) {
    this.#watches.get(id)?.();
    this.#watches.delete(id);
  }

  /** @param {any} message with a request */
  async #answer(message) {
    const { op, id } = message;
    const call = new Call(this.#port, id);
    this.#calls.set(id, call);
    let answer;
    try {
      if (op === 'load') this.#loaded = this.#start(message.options);
      await this.#loaded;
      answer = { result: op === 'load' ? undefined : await this.#perform(message, call) };
    } catch (error) {
      answer = { error: packError(error) };
    }
    this.#calls.delete(id);
    this.#port.post({ op: 'answer', id, ...answer, ...this.#state() }, buffersOf(answer.result));
  }

  /** @param {object} options */
  async #start(options) {
    this.#onggi = await this.#load(options);
    void this.#onggi.closed.then(() => this.#died());
  }

  /** The answers that are under way leave first. */
  #died() {
    setTimeout(() => {
      let reason = 'the cause is unknown';
      try {
        this.#onggi.memory();
      } catch (error) {
        if (error instanceof InstanceDeadError) reason = causeText(error.cause);
      }
      this.#port.post({ op: 'died', reason });
    });
  }

  /** @param {number} number */
  #handleOf = (number) => this.#handles.get(number);

  /** Keeps a handle for a client. @param {any} handle @returns {import('./crossing.mjs').Reference} */
  #reference(handle) {
    do this.#last = (this.#last % (2 ** 32 - 1)) + 1;
    while (this.#handles.has(this.#last));
    this.#handles.set(this.#last, handle);
    const token = tokenOf(handle);
    if (this.#instance === undefined) this.#meet(ownerOf(slotOf(token)));
    const address = addressOf(token);
    const numbers = this.#numbers.get(address) ?? new Set();
    this.#numbers.set(address, numbers.add(this.#last));
    return { handle: this.#last, bytes: bytesOf(token) };
  }

  /** @param {any} instance of the first handle */
  #meet(instance) {
    this.#instance = instance;
    instance.events.resized.on((/** @type {number} */ address) => this.#resized.add(address));
  }

  /** @param {any} message @param {Call} call @returns {any} the result as it crosses */
  #perform(message, call) {
    const { op } = message;
    if (op === 'call') return this.#callMember(message, call);
    if (op === 'memory') return this.#onggi.memory();
    if (op === 'threads') return this.#onggi.threads();
    if (op === 'trim') return this.#instance?.trim();
    if (op === 'watch') return this.#watch(message);
    if (op === 'transfer') return this.#transfer(message);
    if (op === 'receive') return this.#receiveParcel(message);
    if (op === 'find') return this.#find(message);
    throw new Error(`there is no operation ${op}`);
  }

  /** @param {{ id: number, options: object }} message */
  #watch({ id, options }) {
    const report = (/** @type {unknown} */ memory) =>
      this.#port.post({ op: 'memory', id, report: memory, ...this.#state() });
    this.#watches.set(id, this.#onggi.onMemory(report, options));
  }

  /** @param {{ self: number }} message */
  #transfer({ self }) {
    const handle = this.#handleOf(self).share();
    try {
      return { parcel: handle.transfer() };
    } finally {
      handle.free();
    }
  }

  /** @param {{ parcel: unknown, parts: Record<string, number> }} message */
  #receiveParcel({ parcel, parts }) {
    const here = Object.entries(parts).map(([name, number]) => [name, this.#handleOf(number)]);
    const handle = this.#onggi.receive(parcel, Object.fromEntries(here));
    return { ...this.#reference(handle), type: handle.constructor.type };
  }

  /** Another reference to an index that a client holds. @param {{ curve: string, digest: bigint }} message */
  #find({ curve, digest }) {
    const { PlonkIndex } = this.#onggi[curve];
    for (const handle of this.#handles.values()) {
      if (handle instanceof PlonkIndex && this.#digestOf(handle) === digest) {
        return this.#reference(handle.share());
      }
    }
    return null;
  }

  /** @param {any} index @returns {bigint} */
  #digestOf(index) {
    let digest = this.#digests.get(index);
    if (digest === undefined) {
      const verifier = index.verifierIndex();
      digest = /** @type {bigint} */ (verifier.digest());
      verifier.free();
      this.#digests.set(index, digest);
    }
    return digest;
  }

  /**
   * Calls a public member.
   * @param {any} message @param {Call} call
   */
  async #callMember({ curve, noun, name, self, args, data, progress }, call) {
    const member = /** @type {Member} */ (noun === undefined ? functions[name] : classes[noun][name]);
    const target =
      self === undefined
        ? noun === undefined
          ? this.#onggi[curve]
          : this.#onggi[curve][noun]
        : this.#handleOf(self);
    const { role, params, options, returns } = member;
    if (role === 'getter') return target[name];
    const decoded = params.map((param, i) => decodeArgument(param, args[i], this.#handleOf));
    if (options !== undefined) decoded.push(this.#options(options, decodeData(data), progress, call));
    // In a worker the caller does not wait: its callback is asked in the same way by both.
    const result = await target[name === 'proveSync' ? 'prove' : name](...decoded);
    if (returns.kind !== 'handle' || result === null) return result;
    return this.#reference(result);
  }

  /** @param {string[]} names @param {object} data @param {boolean} progress @param {Call} call */
  #options(names, data, progress, { signal, report }) {
    return {
      ...data,
      ...(names.includes('signal') && { signal }),
      ...(progress && { onProgress: report }),
    };
  }
}

/** Answers what clients ask of this worker, and tells at once that it does. @param {(options: any) => Promise<any>} load of onggi */
export function serve(load) {
  const scope = /** @type {any} */ (globalThis);
  if (scope.process?.versions?.node === undefined) {
    const { receive } = new Server(load, {
      post: (message, buffers = []) => scope.postMessage(message, buffers),
    });
    scope.onmessage = (/** @type {MessageEvent} */ { data }) => receive(data);
    scope.postMessage({ op: 'started' });
    return;
  }
  void explore().then(() => {
    const port = nodeModules.workers?.parentPort;
    if (!port) return;
    const { receive } = new Server(load, {
      post: (message, buffers = []) => port.postMessage(message, buffers),
    });
    port.on('message', receive);
    port.postMessage({ op: 'started' });
  });
}
