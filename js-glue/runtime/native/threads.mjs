// The threads of an instance: workers that share its memory. They do not keep the process alive and
// end with their instance. If one of them crashes, the instance is dead.
import { coreCount, nodeModules } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import {
  atomicLoad,
  clearTimeout,
  crossOriginIsolated,
  FinalizationRegistry,
  hasWebWorkers,
  Int32Array,
  isTrustedUrl,
  Promise,
  setTimeout,
  SharedArrayBuffer,
  WasmMemory,
  WeakRef,
} from '../intrinsics.mjs';
import { absoluteUrl, propertyOf, wrongType } from './checks.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */
/**
 * Exports of the module with threads.
 * @typedef {object} ThreadedModule
 * @property {(threads: number) => void} _onggi_set_threads
 * @property {{ unusedWorkers: object[], loadWasmModuleToWorker: (worker: object, loaded: () => void) => void }} PThread
 */

/**
 * How many threads take part in parallel loops, the calling one included, and why others do not.
 * @typedef {() => { running: number, failure?: string }} ThreadState
 */

/** The largest number of threads of an instance. */
export const mostThreads = 64;
/** More threads than this hardly make proofs faster. */
const mostAutomaticThreads = 16;
const secondsToStart = 9;

/** @param {unknown} threads of the options @param {string} [name] for errors @returns {number | 'auto'} */
export function threadCount(threads, name = 'load: threads') {
  if (threads === undefined) return 1;
  if (threads === 'auto') return threads;
  if (typeof threads !== 'number') return wrongType(name, "a number or 'auto'", threads);
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads) {
    throw new OnggiError(
      'size_out_of_range',
      `${name}: must be an integer from 1 to ${mostThreads}, got ${threads}`
    );
  }
  return threads;
}

function memoryCanBeShared() {
  try {
    const { buffer } = new WasmMemory({ initial: 1, maximum: 1, shared: true });
    return buffer instanceof /** @type {typeof globalThis.SharedArrayBuffer} */ (SharedArrayBuffer);
  } catch {
    return false;
  }
}

/** The reason why threads cannot be started here; undefined if they can. @returns {string | undefined} */
function threadsLack() {
  if (crossOriginIsolated === false) {
    return (
      'the page is not cross-origin isolated: serve it with Cross-Origin-Opener-Policy: same-origin ' +
      'and Cross-Origin-Embedder-Policy: require-corp'
    );
  }
  if (SharedArrayBuffer === undefined) return 'there is no SharedArrayBuffer';
  if (!memoryCanBeShared()) return 'WebAssembly has no shared memory';
  if (!hasWebWorkers && nodeModules.workers === undefined) return 'there are no workers';
  return undefined;
}

/** Why the last load({ threads: 'auto' }) could not start threads. @type {string | undefined} */
let lastFailure;

/** Records whether load({ threads: 'auto' }) could start threads. @param {unknown} [error] */
export function recordStart(error) {
  lastFailure = error === undefined ? undefined : causeText(error);
}

/** Why load({ threads: 'auto' }) uses one thread; undefined if it uses more. */
export const whyOneThread = () =>
  threadsLack() ?? lastFailure ?? (coreCount() > 1 ? undefined : 'there is one core');

/** How many threads load({ threads: 'auto' }) starts. */
export const automaticCount = () =>
  threadsLack() === undefined ? Math.min(coreCount(), mostAutomaticThreads) : 1;

/** Throws if threads cannot be started here. */
export function requireThreads() {
  const lack = threadsLack();
  if (lack !== undefined) throw new OnggiError('unsupported', `load: threads cannot be started: ${lack}`);
}

/**
 * A worker with the members that Emscripten's glue uses.
 * @typedef {object} Thread
 * @property {(message: unknown) => void} postMessage
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onerror
 * @property {() => Promise<void>} end settles when it has ended
 * @property {() => void} unref
 * @property {() => boolean} runsNative whether it has entered native code, which it never leaves
 * @property {boolean} [loaded] Emscripten's: whether messages to run functions may be sent
 */

/**
 * The script of a worker, of load()'s options.
 * @param {unknown} script
 * @param {string} name for errors
 * @returns {URL | string | undefined} undefined for the package's own
 */
export function scriptUrl(script, name) {
  if (script === undefined) return undefined;
  // A page that requires trusted types passes a TrustedScriptURL, which must stay what it is.
  if (isTrustedUrl(script)) return /** @type {any} */ (script);
  const text = typeof script === 'string' ? script : propertyOf(script, 'href'); // a URL, perhaps of another realm
  if (typeof text !== 'string') return wrongType(name, 'a URL', script);
  return absoluteUrl(text, name);
}

/** @param {(error: unknown) => void} onError @param {URL | string | undefined} script @returns {Thread} */
function newThread(onError, script) {
  if (nodeModules.workers === undefined) return newWebThread(onError, script);
  if (script === undefined) throw new Error('the script of the threads was not found: pass load({ worker })');
  // Written by the thread (thread.mjs).
  const state = new Int32Array(new /** @type {typeof globalThis.SharedArrayBuffer} */ (SharedArrayBuffer)(4));
  const worker = new nodeModules.workers.Worker(script, { execArgv: [], name: 'onggi', workerData: state });
  /** @type {Thread} */
  const thread = {
    postMessage: (message) => worker.postMessage(message),
    onmessage: null,
    onerror: null,
    end: async () => void (await worker.terminate()),
    unref: () => worker.unref(),
    runsNative: () => atomicLoad(state, 0) === 1,
  };
  worker.on('message', (data) => thread.onmessage?.({ data }));
  worker.on('error', onError);
  worker.on('exit', (code) => onError(new Error(`a thread has ended with exit code ${code}`)));
  return thread;
}

/** Makes web workers, once startThreads() has loaded it. @type {(script: URL | string | undefined) => Worker} */
let newWebWorker;

/** @param {(error: unknown) => void} onError @param {URL | string | undefined} script @returns {Thread} */
function newWebThread(onError, script) {
  const worker = newWebWorker(script);
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // otherwise the page's own error handlers run too
    // A script that cannot be fetched, or that the page's policy forbids, is an event without a message.
    onError(event.error ?? new Error(event.message || `the worker could not run ${script ?? 'its script'}`));
  });
  const runsNative = () => true; // not known
  return Object.assign(worker, { end: async () => worker.terminate(), unref: () => {}, runsNative });
}

class ThreadPool {
  /** @type {Thread[]} */
  #threads = [];
  /** @type {Promise<void> | undefined} */
  #ended;
  #onError;
  #script;
  /** Why a thread has not started. @type {unknown} */
  #failure;

  /**
   * @param {(error: unknown) => void} onError of a thread that end() has not ended
   * @param {URL | string | undefined} script
   */
  constructor(onError, script) {
    this.#onError = onError;
    this.#script = script;
  }

  /** @type {ThreadState} */
  state = () => {
    const running = 1 + this.#threads.filter((thread) => thread.runsNative()).length;
    return { running, ...(this.#failure !== undefined && { failure: causeText(this.#failure) }) };
  };

  /** @param {Thread} thread @param {ThreadedModule} native @param {() => void} ready */
  #load(thread, { PThread }, ready) {
    this.#threads.push(thread);
    PThread.unusedWorkers.push(thread);
    PThread.loadWasmModuleToWorker(thread, ready);
    // The handler that the glue has set prints and throws.
    thread.onerror = null;
  }

  /**
   * Adds threads without waiting for them. Each takes part in parallel loops as soon as it is ready. If one
   * never gets ready, the others do its work.
   * @param {ThreadedModule} native @param {number} count
   * @returns {number} how many the runtime gave
   */
  startLater(native, count) {
    for (let i = 0; i < count; ++i) {
      try {
        this.#startOneLater(native);
      } catch (error) {
        this.#failure = error;
        return i;
      }
    }
    return count;
  }

  /** @param {ThreadedModule} native */
  #startOneLater(native) {
    const thread = newThread((error) => {
      if (this.#ended !== undefined) return;
      this.#failure ??= error;
      if (thread.runsNative()) this.#onError(error);
    }, this.#script);
    thread.unref();
    this.#load(thread, native, () => {});
    // The thread itself keeps what it is to run until it is ready.
    thread.loaded = true;
  }

  /**
   * Adds a thread, and settles when it is ready.
   * @param {ThreadedModule} native @param {number} seconds after which starting it has failed
   * @returns {Promise<void>}
   */
  start(native, seconds) {
    return new Promise((resolve, reject) => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const thread = newThread((error) => {
        clearTimeout(timer);
        reject(error);
        if (this.#ended === undefined) this.#onError(error);
      }, this.#script);
      this.#load(thread, native, () => {
        clearTimeout(timer);
        thread.unref();
        resolve();
      });
      timer = setTimeout(() => {
        reject(new Error(`a worker did not get ready within ${seconds} seconds`));
      }, 1000 * seconds);
    });
  }

  /** Settles when every thread has ended. */
  end() {
    this.#ended ??= Promise.all(this.#threads.map((thread) => thread.end())).then(() => {});
    return this.#ended;
  }
}

/** Ends the threads of garbage-collected instances. */
const forgotten = FinalizationRegistry && new FinalizationRegistry((pool) => void pool.end());

/** @param {Instance} instance @param {URL | string | undefined} script @returns {ThreadPool} that ends with the instance */
function poolOf(instance, script) {
  const self = new WeakRef(instance);
  const pool = new ThreadPool((error) => self.deref()?.die(error), script);
  instance.onEnd(() => pool.end());
  forgotten?.register(instance, pool);
  return pool;
}

/** @param {Instance} instance @returns {ThreadedModule} */
const threadedModule = ({ native }) => /** @type {ThreadedModule} */ (/** @type {unknown} */ (native));

/**
 * Gives the instance so many threads, the calling one included, until it ends.
 * @param {Instance} instance @param {number} count
 * @param {URL | string | undefined} script that they run; undefined for the package's own, in browsers
 * @param {number} [seconds] after which a thread that is not ready counts as failed
 * @returns {Promise<ThreadState>}
 */
export async function startThreads(instance, count, script, seconds = secondsToStart) {
  const native = threadedModule(instance);
  const pool = poolOf(instance, script);
  try {
    if (nodeModules.workers === undefined) ({ newWebWorker } = await import('./web_worker.mjs'));
    await Promise.all(Array.from({ length: count - 1 }, () => pool.start(native, seconds)));
  } catch (error) {
    instance.die(error);
    throw error;
  }
  native._onggi_set_threads(count);
  return () => ({ running: count });
}

/**
 * As startThreads(), without a turn of the event loop: work begins at once, and the threads join it when they
 * are ready.
 * @param {Instance} instance @param {number} count @param {URL | string | undefined} script
 * @returns {ThreadState}
 */
export function startThreadsSync(instance, count, script) {
  const native = threadedModule(instance);
  const pool = poolOf(instance, script);
  native._onggi_set_threads(1 + pool.startLater(native, count - 1));
  return pool.state;
}
