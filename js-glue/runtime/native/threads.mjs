// The threads of an instance: workers that share its memory. They do not keep the process alive and
// end with their instance. If one of them crashes, the instance is dead.
import { nodeModules } from '../environment.mjs';
import { OnggiError } from '../errors.mjs';
import {
  clearTimeout,
  crossOriginIsolated,
  FinalizationRegistry,
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

const mostThreads = 64;
const secondsToStart = 30;

/** @param {unknown} threads of load()'s options @returns {number} */
export function threadCount(threads) {
  if (threads === undefined) return 1;
  if (typeof threads !== 'number') return wrongType('load: threads', 'a number', threads);
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads) {
    throw new OnggiError(
      'size_out_of_range',
      `load: threads: must be an integer from 1 to ${mostThreads}, got ${threads}`
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
 */

/** @param {(error: unknown) => void} onError @returns {Thread} */
function newThread(onError) {
  if (nodeModules.workers === undefined) return newWebThread(onError);
  const url = new URL('./thread.mjs', import.meta.url);
  const worker = new nodeModules.workers.Worker(url, { execArgv: [], name: 'onggi' });
  /** @type {Thread} */
  const thread = {
    postMessage: (message) => worker.postMessage(message),
    onmessage: null,
    onerror: null,
    end: async () => void (await worker.terminate()),
    unref: () => worker.unref(),
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
  return Object.assign(worker, { end: async () => worker.terminate(), unref: () => {} });
}

class ThreadPool {
  /** @type {Thread[]} */
  #threads = [];
  /** @type {Promise<void> | undefined} */
  #ended;
  #onError;

  /** @param {(error: unknown) => void} onError of a thread that end() has not ended */
  constructor(onError) {
    this.#onError = onError;
  }

  /**
   * Adds a thread, and settles when it is ready.
   * @param {ThreadedModule} native @param {number} seconds after which starting it has failed
   * @returns {Promise<void>}
   */
  start({ PThread }, seconds) {
    return new Promise((resolve, reject) => {
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const thread = newThread((error) => {
        clearTimeout(timer);
        reject(error);
        if (this.#ended === undefined) this.#onError(error);
      });
      this.#threads.push(thread);
      PThread.unusedWorkers.push(thread);
      PThread.loadWasmModuleToWorker(thread, () => {
        clearTimeout(timer);
        thread.unref();
        resolve();
      });
      // The handler that the glue has set prints and throws.
      thread.onerror = null;
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

/**
 * Gives the instance so many threads, the calling one included, until it ends.
 * @param {Instance} instance @param {number} count
 * @param {number} [seconds] after which a thread that is not ready counts as failed
 */
export async function startThreads(instance, count, seconds = secondsToStart) {
  const native = /** @type {ThreadedModule} */ (/** @type {unknown} */ (instance.native));
  const self = new WeakRef(instance);
  const pool = new ThreadPool((error) => self.deref()?.die(error));
  instance.onEnd(() => pool.end());
  forgotten?.register(instance, pool);
  try {
    await Promise.all(Array.from({ length: count - 1 }, () => pool.start(native, seconds)));
  } catch (error) {
    instance.die(error);
    throw error;
  }
  native._onggi_set_threads(count);
}
