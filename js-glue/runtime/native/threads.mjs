// The threads of an instance: workers that share its memory. They do not keep the process alive and
// end with their instance. If one of them crashes, the instance is dead.
import { nodeModules } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import {
  atomicLoad,
  clearTimeout,
  crossOriginIsolated,
  FinalizationRegistry,
  Int32Array,
  Promise,
  setTimeout,
  SharedArrayBuffer,
  URL,
  WasmMemory,
  WeakRef,
  Worker,
} from '../intrinsics.mjs';
import { wrongType } from './checks.mjs';

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
const secondsToStart = 30;

/** @param {unknown} threads of the options @param {string} [name] for errors @returns {number} */
export function threadCount(threads, name = 'load: threads') {
  if (threads === undefined) return 1;
  if (typeof threads !== 'number') return wrongType(name, 'a number', threads);
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
export function threadsLack() {
  if (crossOriginIsolated === false) {
    return (
      'the page is not cross-origin isolated: serve it with Cross-Origin-Opener-Policy: same-origin ' +
      'and Cross-Origin-Embedder-Policy: require-corp'
    );
  }
  if (SharedArrayBuffer === undefined) return 'there is no SharedArrayBuffer';
  if (!memoryCanBeShared()) return 'WebAssembly has no shared memory';
  if (Worker === undefined && nodeModules.workers === undefined) return 'there are no workers';
  return undefined;
}

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

/** @param {(error: unknown) => void} onError @returns {Thread} */
function newThread(onError) {
  if (nodeModules.workers === undefined) return newWebThread(onError);
  const url = new URL('./thread.mjs', import.meta.url);
  // Written by the thread (thread.mjs).
  const state = new Int32Array(new /** @type {typeof globalThis.SharedArrayBuffer} */ (SharedArrayBuffer)(4));
  const worker = new nodeModules.workers.Worker(url, { execArgv: [], name: 'onggi', workerData: state });
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

/** @param {(error: unknown) => void} onError @returns {Thread} */
function newWebThread(onError) {
  const url = new URL('./thread.mjs', import.meta.url);
  const WebWorker = /** @type {typeof globalThis.Worker} */ (Worker);
  const worker = new WebWorker(url, { type: 'module', name: 'onggi' });
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // otherwise the page's own error handlers run too
    // A script that cannot be fetched, or that the page's policy forbids, is an event without a message.
    onError(event.error ?? new Error(event.message || `the worker could not run ${url}`));
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
  /** Why a thread has not started. @type {unknown} */
  #failure;

  /** @param {(error: unknown) => void} onError of a thread that end() has not ended */
  constructor(onError) {
    this.#onError = onError;
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
    });
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
      });
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

/** @param {Instance} instance @returns {ThreadPool} that ends with the instance */
function poolOf(instance) {
  const self = new WeakRef(instance);
  const pool = new ThreadPool((error) => self.deref()?.die(error));
  instance.onEnd(() => pool.end());
  forgotten?.register(instance, pool);
  return pool;
}

/** @param {Instance} instance @returns {ThreadedModule} */
const threadedModule = ({ native }) => /** @type {ThreadedModule} */ (/** @type {unknown} */ (native));

/**
 * Gives the instance so many threads, the calling one included, until it ends.
 * @param {Instance} instance @param {number} count
 * @param {number} [seconds] after which a thread that is not ready counts as failed
 * @returns {Promise<ThreadState>}
 */
export async function startThreads(instance, count, seconds = secondsToStart) {
  const native = threadedModule(instance);
  const pool = poolOf(instance);
  try {
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
 * @param {Instance} instance @param {number} count
 * @returns {ThreadState}
 */
export function startThreadsSync(instance, count) {
  const native = threadedModule(instance);
  const pool = poolOf(instance);
  native._onggi_set_threads(1 + pool.startLater(native, count - 1));
  return pool.state;
}
