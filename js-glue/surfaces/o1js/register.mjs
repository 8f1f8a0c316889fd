// `import 'onggi/o1js'`: o1js, when it is initialized, gets onggi as its native addon.
import Module from 'node:module';

import { configure, current, onggi } from './instance.mjs';
import { nativeModule } from './native.mjs';
import { patchTable } from './table.mjs';

export { configure, onggi };

/** The name by which o1js requires its native addon. */
const addon = `@o1js/native-${process.platform}-${process.arch}`;

/** Its place among Node's loaded modules. */
const addonId = `onggi:${addon}`;

/** Makes require() of the addon's name return the module. */
function replaceAddon() {
  const loader = /** @type {any} */ (Module);
  const { _resolveFilename: resolve } = loader;
  loader._resolveFilename = function (/** @type {string} */ request, /** @type {unknown[]} */ ...rest) {
    return request === addon ? addonId : Reflect.apply(resolve, this, [request, ...rest]);
  };
  const module = new loader(addonId);
  module.filename = addonId;
  module.loaded = true;
  module.exports = nativeModule(current);
  loader._cache[addonId] = module;
}

/** Patches the table of o1js that exists or that will be assigned to the global. */
function replaceTable() {
  const realm = /** @type {any} */ (globalThis);
  let table = realm.__snarkyTsBindings && patchTable(realm.__snarkyTsBindings);
  Object.defineProperty(realm, '__snarkyTsBindings', {
    get: () => table,
    set: (value) => {
      table = patchTable(value);
    },
    configurable: true,
    enumerable: true,
  });
}

replaceAddon();
replaceTable();
/** @type {any} */ (globalThis).__o1js_backend_preference = 'native';
