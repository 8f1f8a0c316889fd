// The script of a worker, which is one thread of an instance. It gets two messages: one with the module
// and the memory, and one with the function to run, which waits between parallel loops and does not
// return (core/parallel/pool.h). The second one may come before the module is ready.
import { Entropy } from './entropy.mjs';
// @ts-expect-error The build puts it there.
import createModule from './module.threads.mjs';

/** Thrown through native frames when an allocation fails. */
const outOfMemory = new Error('an allocation of a thread failed');

/** @type {any} */
let native;

/** Settles when `native` is there. @type {Promise<void> | undefined} */
let prepared;

/** Its first element tells the starting thread that this one is in native code. @type {Int32Array | undefined} */
let state;

/** @param {{ wasmModule: WebAssembly.Module, wasmMemory: WebAssembly.Memory }} message */
async function prepare({ wasmModule, wasmMemory }) {
  native = await createModule({
    ENVIRONMENT_IS_PTHREAD: true,
    wasmMemory,
    buffer: wasmMemory.buffer,
    fillRandom: new Entropy().fill,
    /** @param {WebAssembly.Imports} imports @param {(i: WebAssembly.Instance) => void} receive */
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(wasmModule, imports);
      receive(instance);
      return instance.exports;
    },
    outOfMemory: () => outOfMemory,
  });
}

/** @param {{ time: number, threadInfoStruct: number, start_routine: number, arg: number }} message */
function run({ time, threadInfoStruct, start_routine, arg }) {
  native.__performance_now_clock_drift = performance.now() - time;
  native.__emscripten_thread_init(threadInfoStruct, 0, 0, 1);
  native.establishStackSpace();
  native.PThread.threadInit();
  if (state) Atomics.store(state, 0, 1);
  try {
    native.invokeEntryPoint(start_routine, arg);
  } catch (error) {
    native._onggi_thread_failed(error === outOfMemory);
    throw error;
  }
}

/** Throws outside of promises: every runtime reports that to the starting thread, but not every one reports rejections. @param {unknown} error */
function fail(error) {
  setTimeout(() => {
    throw error;
  });
}

/** @param {any} message of Emscripten's */
function receive(message) {
  if (message.cmd === 'load') prepared = prepare(message);
  prepared = prepared?.then(() => (message.cmd === 'run' ? run(message) : undefined));
  prepared?.catch(fail);
}

// threads.mjs starts workers of node:worker_threads if that module exists, otherwise web workers.
const scope = /** @type {any} */ (globalThis);
if (scope.process?.versions?.node === undefined) {
  scope.onmessage = (/** @type {MessageEvent} */ { data }) => receive(data);
} else {
  const name = 'worker_threads'; // not in the call: bundlers for browsers would look for it
  import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`).then(({ parentPort, workerData }) => {
    state = workerData;
    // Emscripten's glue posts its messages with this.
    scope.postMessage = (/** @type {unknown} */ message) => parentPort?.postMessage(message);
    parentPort?.on('message', receive);
  });
}
