// Import this first: it removes the feature that ONGGI_WITHOUT names, which some runtimes lack.
import hooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

/** @type {any} */
const realm = globalThis;

/** @type {Record<string, () => void>} */
const removals = {
  FinalizationRegistry: () => delete realm.FinalizationRegistry,
  SharedArrayBuffer: () => delete realm.SharedArrayBuffer,
  TextEncoder: () => delete realm.TextEncoder,
  crossOriginIsolated: () => (realm.crossOriginIsolated = false),
  crypto: () => delete realm.crypto,
  'ArrayBuffer.prototype.resize': () => Reflect.deleteProperty(ArrayBuffer.prototype, 'resize'),
  setImmediate() {
    delete realm.setImmediate;
    Object.assign(process, { getBuiltinModule: undefined });
  },
  AsyncLocalStorage() {
    Object.defineProperty(hooks, 'AsyncLocalStorage', { value: undefined });
    syncBuiltinESMExports();
  },
  // It cannot be deleted: a Symbol without it takes the place of Symbol.
  'Symbol.dispose'() {
    const { dispose, asyncDispose, ...known } = Object.getOwnPropertyDescriptors(Symbol);
    const made = (/** @type {string} */ text) => known.for.value(`made ${text}`);
    realm.Symbol = Object.defineProperties(made, known);
  },
};

removals[process.env.ONGGI_WITHOUT ?? '']?.();
