// `import 'onggi/o1js'` in browsers: o1js, when it is initialized, gets onggi as its WebAssembly module.
//
// o1js assigns its module to `globalThis.kimchi_wasm`, awaits the module's `default(undefined, memory)`, reads the global
// again, and starts a worker that has the same memory. Its slow functions would then be replaced by calls of the worker.
import { configure, current, onggi, prepare, setRuntime } from './instance.mjs';
import { nativeModule } from './native.mjs';
import { OnggiError } from '../../runtime/errors.mjs';
import { mostThreads } from '../../runtime/native/threads.mjs';
import { tooLate, watchSnarkyBindings } from './snarky_bindings.mjs';
import { berkeley } from './versions.mjs';
import { replaceWorker } from './worker_stand_in.mjs';

export { configure, onggi };

const realm = /** @type {any} */ (globalThis);
const native = nativeModule(current);

/** As many threads as the machine has, where pages may share memory. */
const threads = realm.crossOriginIsolated
  ? Math.min(realm.navigator?.hardwareConcurrency ?? 1, mostThreads)
  : 1;
setRuntime({ defaults: { threads }, isAsynchronous: true });

/** o1js writes 'wasm' here and into the global of the same name; onggi has the interface of the native addon. */
const nativeBackend = { get: () => 'native', set() {}, configurable: true, enumerable: true };

const notSupported = () =>
  new OnggiError('unsupported', 'onggi/o1js: this o1js is not supported in browsers: install o1js 2.15.0');

/**
 * Turns o1js's module, which o1js keeps, into onggi's.
 * @param {Record<string, any>} module
 */
function replaceModule(module) {
  // Other versions number the gates in another way.
  if (berkeley.gateTypes.some((name, number) => module.GateType?.[name] !== number)) throw notSupported();
  for (const name of Object.keys(module)) delete module[name];
  Object.assign(module, native, {
    /** @param {unknown} _source @param {WebAssembly.Memory} memory that o1js's own module would use */
    async default(_source, memory) {
      await prepare();
      replaceWorker(memory);
    },
  });
  Object.defineProperty(module, '__kimchi_backend', nativeBackend);
}

/** The module as o1js keeps it, and as the global shows it: there, assignments have no effect. @type {object[]} */
const modules = [];
watchSnarkyBindings({ isOurs: (module) => modules.includes(module), tooLate, foreign: notSupported });
Object.defineProperty(realm, 'kimchi_wasm', {
  get: () => modules[1],
  /** @param {Record<string, any>} module */
  set(module) {
    replaceModule(module);
    modules.push(module, new Proxy(module, { set: () => true }));
  },
  configurable: true,
  enumerable: true,
});
Object.defineProperty(realm, '__kimchi_backend', nativeBackend);
