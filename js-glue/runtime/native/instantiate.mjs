// From a compiled module to a running one, by Emscripten's factory.
import { instantiateWasm, Promise, WasmInstance, WasmMemory, WasmTable } from '../intrinsics.mjs';
import { Entropy } from './entropy.mjs';
import { OutOfMemory } from './instance.mjs';

/** @typedef {import('./instance.mjs').NativeModule} NativeModule */
/** Emscripten's factory. @typedef {(overrides: object) => Promise<NativeModule>} CreateModule */

/**
 * The linear memory and the function table of a module. The memory is an export, or an import if threads
 * share it.
 * @typedef {{ memory: WebAssembly.Memory, table: WebAssembly.Table }} MemoryAndTable
 */

/** @param {WebAssembly.Instance} instance @param {WebAssembly.Imports} imports @returns {MemoryAndTable} */
function memoryAndTableOf({ exports }, imports) {
  const values = [exports, ...Object.values(imports)].flatMap((names) => Object.values(names));
  /** @param {Function} Class */
  const one = (Class) => /** @type {any} */ (values.find((value) => value instanceof Class));
  return { memory: one(WasmMemory), table: one(WasmTable) };
}

/** @typedef {MemoryAndTable & { native: NativeModule }} Instantiated */
/** @typedef {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} Receive */

/**
 * The argument of Emscripten's factory, which makes the module of it.
 * @param {(imports: WebAssembly.Imports, receive: Receive) => void} instantiateWasm
 */
function overridesWith(instantiateWasm) {
  const entropy = new Entropy();
  return {
    /** @param {WebAssembly.Imports} imports @param {Receive} receive */
    instantiateWasm: (imports, receive) => {
      instantiateWasm(imports, receive);
      return {};
    },
    outOfMemory: () => new OutOfMemory('an allocation failed'),
    entropy,
    fillRandom: entropy.fill,
  };
}

/** @param {CreateModule} createModule @param {WebAssembly.Module} module @returns {Promise<Instantiated>} */
export function instantiate(createModule, module) {
  return new Promise((resolve, reject) => {
    /** @type {MemoryAndTable} */
    let found;
    const overrides = overridesWith((imports, receive) => {
      instantiateWasm(module, imports)
        .then((instance) => {
          found = memoryAndTableOf(instance, imports);
          receive(instance, module);
        })
        .catch(reject);
    });
    createModule(overrides).then((native) => resolve({ native, ...found }), reject);
  });
}

/**
 * If the instance is received synchronously, the factory has completed its argument, which is then the module, when it
 * returns.
 * @param {CreateModule} createModule @param {WebAssembly.Module} module @returns {Instantiated}
 */
export function instantiateSync(createModule, module) {
  /** @type {MemoryAndTable | undefined} */
  let found;
  /** @type {unknown} */
  let failure;
  const overrides = overridesWith((imports, receive) => {
    try {
      const instance = new WasmInstance(module, imports);
      found = memoryAndTableOf(instance, imports);
      receive(instance, module);
    } catch (error) {
      failure = error;
    }
  });
  createModule(overrides).catch(() => {}); // `failure` is the same error
  if (failure !== undefined) throw failure;
  if (found === undefined) throw new Error('the factory did not make the module synchronously');
  return { native: /** @type {any} */ (overrides), ...found };
}
