// `import 'onggi/o1js'`, before o1js: o1js gets onggi where it looks for its native addon or its wasm module.
import Module from 'node:module';
import path from 'node:path';
import workers, { isMainThread } from 'node:worker_threads';

import { OnggiError } from '../../runtime/errors.mjs';
import * as shared from './instance.mjs';
import { nativeModule } from './native.mjs';
import { isDebug, nodeRuntime, warnOfMisspeltVariables } from './node_runtime.mjs';
import { likelyPackage, packageOf, requireSupported, wasmFiles } from './packages.mjs';
import { tooLate, watchSnarkyBindings } from './snarky_bindings.mjs';
import { wasmModule } from './wasm.mjs';

/** @typedef {import('./packages.mjs').Package} Package */

/** @type {any} */
const realm = globalThis;
/** @type {any} Node's loader of CommonJS modules; import of such a module uses its cache too. */
const loader = Module;

/** The name by which o1js requires its native addon. */
const addon = `@o1js/native-${process.platform}-${process.arch}`;

/** @param {string} message for ONGGI_O1JS=debug */
function note(message) {
  if (isDebug()) console.error(`onggi/o1js: ${message}`);
}

/** What to do if o1js was loaded first. */
const help = ', or start with `node --import onggi/o1js`';

/**
 * Puts a module into Node's cache of loaded ones. It may be there before it is loaded: Node reads every CommonJS file that
 * a program imports before it runs the first module, and has no other entry later.
 * @param {string} id @param {object} exports @param {Package} [found] the o1js that it belongs to
 */
function place(id, exports, found) {
  const known = loader._cache[id];
  if (known?.exports === exports) return;
  if (known?.loaded) throw tooLate(help);
  loader._cache[id] ??= new loader(id);
  Object.assign(loader._cache[id], { filename: id, loaded: true, exports });
  note(`${found ? `o1js ${found.version}: ` : ''}${id} is replaced`);
}

const ownBackend = () =>
  new OnggiError(
    'load_failed',
    'onggi/o1js: this o1js has loaded its own backend. If it is part of a bundle, leave it out, e.g. with ' +
      "esbuild's --external:o1js. If it is installed apart from the program, start in its folder"
  );

/** Replaces the wasm module of an installed o1js. @param {Package} found @param {object} wasm */
function replaceWasm(found, wasm) {
  requireSupported(found);
  for (const file of wasmFiles(found)) place(file, wasm, found);
}

/**
 * Makes require() of the addon's name return the module, and finds each o1js whose wasm module is required.
 * @param {{ native: object, wasm: object }} modules
 */
function watchRequire({ native, wasm }) {
  const { _resolveFilename: resolve } = loader;
  loader._resolveFilename = function (
    /** @type {string} */ request,
    /** @type {any} */ parent,
    /** @type {unknown[]} */ ...rest
  ) {
    if (request === addon) {
      const found = parent?.filename ? packageOf(path.dirname(parent.filename)) : undefined;
      if (found) requireSupported(found);
      place(addon, native, found);
      return addon;
    }
    const file = Reflect.apply(resolve, this, [request, parent, ...rest]);
    if (/(?:kimchi|plonk)_wasm\.cjs$/.test(file)) {
      const found = packageOf(path.dirname(file));
      if (found) replaceWasm(found, wasm);
    }
    return file;
  };
}

/** In a worker thread, o1js's wasm backend takes the thread for one of its own workers. */
function prepareWorker() {
  /** @type {any} */
  const port = workers.parentPort;
  if (port === null) return; // Node's own thread for the hooks of loaders, where --require loads this too
  // Since 2.15.0, o1js has a backend that does not.
  if (process.env.O1JS_BACKEND === undefined) realm.__o1js_backend_preference ??= 'native';
  // It reads a member of the worker's data ...
  /** @type {any} */ (workers).workerData ??= {};
  loader.syncBuiltinESMExports();
  // ... and says that the worker is ready, which the program that started this thread does not expect.
  const send = port.postMessage;
  port.postMessage = (/** @type {any[]} */ ...message) => {
    if (message[0]?.type !== 'wasm_bindgen_worker_ready') return Reflect.apply(send, port, message);
    delete port.postMessage;
  };
}

function register() {
  if (typeof loader._resolveFilename !== 'function') {
    throw new OnggiError('unsupported', 'onggi/o1js: this runtime does not have the module loader of Node');
  }
  isDebug(); // throws if the variable is neither `debug` nor empty
  if (isMainThread) warnOfMisspeltVariables();
  const found = likelyPackage();
  if (found) requireSupported(found); // before anything is replaced
  const { configure, onggi, current: instance, currentForDigests, askForWorkers, makeRoom } = shared;
  shared.setRuntime(nodeRuntime);
  const native = nativeModule(instance, currentForDigests);
  const wasm = wasmModule(native, { instance, askForWorkers, makeRoom });
  watchSnarkyBindings({
    isOurs: (module) => module === native || module === wasm,
    tooLate: () => tooLate(help),
    foreign: ownBackend,
    patched: () => note('its SRS are replaced'),
  });
  if (found) replaceWasm(found, wasm);
  watchRequire({ native, wasm });
  if (!isMainThread) prepareWorker();
  return { configure, onggi, native, wasm };
}

/** What is registered, once even if the package is loaded by import and by require(). addon.cjs and wasm_module.cjs read it. */
const key = Symbol.for('onggi.o1js');

export const { configure, onggi } = (realm[key] ??= register());
