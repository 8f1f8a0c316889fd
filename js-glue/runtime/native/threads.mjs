// The threads of an instance: workers that share its memory. They keep no process alive, they end
// with their instance, and one that crashes takes the instance with it.
import { OnggiError } from '../errors.mjs';
import { nodeModules } from '../environment.mjs';
import { wrongType } from './values.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */
/**
 * What the module with threads exports besides.
 * @typedef {object} ThreadedModule
 * @property {(threads: number) => void} _onggi_set_threads
 * @property {{ unusedWorkers: object[], loadWasmModuleToWorker: (worker: object, loaded: () => void) => void }} PThread
 */

const mostThreads = 64;

/** @param {unknown} threads of load()'s options @returns {number} */
export function threadCount(threads) {
  if (threads === undefined) return 1;
  if (typeof threads !== 'number') return wrongType('load: threads', 'a number', threads);
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads) {
    throw new OnggiError('size_out_of_range', `load: threads: ${threads} is not in 1 … ${mostThreads}`);
  }
  return threads;
}

function memoryCanBeShared() {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}

/** Why there can be no threads here; undefined if there can. @returns {string | undefined} */
export function threadsLack() {
  const { crossOriginIsolated, SharedArrayBuffer, Worker } = /** @type {any} */ (globalThis);
  if (crossOriginIsolated === false) {
    return (
      'the page is not cross-origin isolated: serve it with Cross-Origin-Opener-Policy: same-origin ' +
      'and Cross-Origin-Embedder-Policy: require-corp'
    );
  }
  if (SharedArrayBuffer === undefined) return 'there is no SharedArrayBuffer';
  if (!memoryCanBeShared()) return 'WebAssembly cannot share memory';
  if (Worker === undefined && nodeModules.workers === undefined) return 'there are no workers';
  return undefined;
}

/** Throws where there can be no threads. */
export function requireThreads() {
  const lack = threadsLack();
  if (lack !== undefined) throw new OnggiError('unsupported', `load: no threads: ${lack}`);
}

/**
 * A worker as Emscripten's glue takes it.
 * @typedef {object} Thread
 * @property {(message: unknown) => void} postMessage
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onerror
 * @property {() => Promise<void>} end settles when it has ended
 * @property {() => void} unref
 */

/** @param {(error: unknown) => void} onError @returns {Thread} */
function newThread(onError) {
  if (nodeModules.workers === undefined) return webThread(onError);
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
  worker.on('exit', (code) => onError(new Error(`a thread has ended with ${code}`)));
  return thread;
}

/** @param {(error: unknown) => void} onError @returns {Thread} */
function webThread(onError) {
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), { type: 'module', name: 'onggi' });
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // it is no error of the page's
    onError(event.error ?? event.message);
  });
  return Object.assign(worker, { end: async () => worker.terminate(), unref: () => {} });
}

class ThreadPool {
  /** @type {Thread[]} */
  #threads = [];
  /** @type {Promise<void> | undefined} */
  #ended;
  #onError;

  /** @param {(error: unknown) => void} onError of a thread that has not been told to end */
  constructor(onError) {
    this.#onError = onError;
  }

  /** Adds a thread, which is ready then. @param {ThreadedModule} native @returns {Promise<void>} */
  start({ PThread }) {
    return new Promise((resolve, reject) => {
      const thread = newThread((error) => {
        reject(error);
        if (this.#ended === undefined) this.#onError(error);
      });
      this.#threads.push(thread);
      PThread.unusedWorkers.push(thread);
      PThread.loadWasmModuleToWorker(thread, () => {
        thread.unref();
        resolve();
      });
      // The glue's would print and throw.
      thread.onerror = null;
    });
  }

  /** Settles when every thread has ended. The second time there is nothing to do. */
  end() {
    this.#ended ??= Promise.all(this.#threads.map((thread) => thread.end())).then(() => {});
    return this.#ended;
  }
}

/** The threads of instances that nobody holds any more. @type {FinalizationRegistry<ThreadPool> | undefined} */
const forgotten =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry((pool) => void pool.end())
    : undefined;

/**
 * Gives the instance so many threads, the calling one included, until it ends.
 * @param {Instance} instance @param {number} count
 */
export async function startThreads(instance, count) {
  const native = /** @type {ThreadedModule} */ (/** @type {unknown} */ (instance.native));
  const self = new WeakRef(instance);
  const pool = new ThreadPool((error) => self.deref()?.die(error));
  instance.onEnd(() => pool.end());
  forgotten?.register(instance, pool);
  try {
    await Promise.all(Array.from({ length: count - 1 }, () => pool.start(native)));
  } catch (error) {
    instance.die(error);
    throw error;
  }
  native._onggi_set_threads(count);
}
