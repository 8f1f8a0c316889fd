// guard(): handles around the objects of another WebAssembly module.
import { explore, exploreSync } from '../../runtime/environment.mjs';
import { OnggiError } from '../../runtime/errors.mjs';
import {
  byteLengthOf,
  isArray,
  isView,
  isWasmMemory,
  keys,
  memoryBuffer,
} from '../../runtime/intrinsics.mjs';
import { limits } from '../../runtime/memory/budget.mjs';
import { findChannels, onMemory, publish } from '../../runtime/observe/monitor.mjs';
import { startTrace, traceWriter } from '../../runtime/observe/trace.mjs';
import { isReadable, propertyOf, size, wrongType } from '../../runtime/native/checks.mjs';
import { checkDebug, checkOptions } from '../../runtime/native/options.mjs';
import { requireStack } from '../../runtime/native/stack.mjs';
import { GuardedExports } from './guarded_exports.mjs';
import { GuardedModule } from './guarded_module.mjs';
import { kindOf } from './kinds.mjs';

const optionNames = ['bytes', 'memory', 'consumes', 'borrows', 'owns', 'softLimit', 'debug', 'trace'];

/** Modules that are guarded, by their exports. @type {WeakMap<object, GuardedModule>} */
const guardedModules = new WeakMap();

/** The modules of Node, now if that is possible. */
function findNodeModules() {
  try {
    exploreSync();
  } catch {
    void explore();
  }
}

/** A function that reads the size of linear memory. @param {any} exports @param {unknown} option @returns {() => number} */
function linearReader(exports, option) {
  if (isWasmMemory(option)) return () => memoryBuffer(option).byteLength;
  if (typeof option === 'function') return () => size(option(), 'guard: memory');
  if (option !== undefined) return wrongType('guard: memory', 'a WebAssembly.Memory or a function', option);
  for (const memory of [propertyOf(exports.__wasm, 'memory'), exports.wasmMemory, exports.memory]) {
    if (isWasmMemory(memory)) return () => memoryBuffer(memory).byteLength;
  }
  if (isView(exports.HEAPU8)) return () => byteLengthOf(exports.HEAPU8);
  throw new OnggiError(
    'invalid_argument',
    'guard: memory: the exports do not contain the linear memory: pass it, or a function that returns its size'
  );
}

/** @param {unknown} table @param {string} name @returns {Record<string, number[]>} */
function readTable(table, name) {
  if (table === undefined) return {};
  if (!isReadable(table) || isArray(table)) return wrongType(name, 'an object of lists of positions', table);
  return Object.fromEntries(
    keys(table).map((each) => {
      const positions = table[each];
      if (!isReadable(positions) || !isArray(positions))
        return wrongType(`${name}.${each}`, 'a list of positions', positions);
      return [each, [...positions].map((position) => size(position, `${name}.${each}`))];
    })
  );
}

/** @param {unknown} option @returns {(name: string) => boolean} */
function readOwns(option) {
  if (option === undefined) return () => false;
  if (typeof option === 'boolean') return () => option;
  if (!isReadable(option) || !isArray(option))
    return wrongType('guard: owns', 'true or a list of functions', option);
  const names = new Set(
    [...option].map((name) => (typeof name === 'string' ? name : wrongType('guard: owns', 'names', name)))
  );
  return (name) => names.has(name);
}

/** Throws for names that the exports do not have. @param {any} exports @param {Iterable<string>} names @param {string} option */
function checkNames(exports, names, option) {
  for (const name of names) {
    const [first = '', member] = name.split('.');
    const value = exports[first];
    const isKnown =
      typeof value === 'function' &&
      (member === undefined || member in value || member in (value.prototype ?? {}));
    if (!isKnown) throw new OnggiError('invalid_argument', `${option}: the module has no function ${name}`);
  }
}

/** Whether one of the exports is a class of native objects. @param {any} exports */
const hasClasses = (exports) =>
  keys(exports).some(
    (name) => typeof exports[name] === 'function' && kindOf(exports[name].prototype) !== undefined
  );

/**
 * @param {any} exports of the module
 * @param {unknown} [options]
 */
export function guard(exports, options) {
  requireStack();
  if (!isReadable(exports) && typeof exports !== 'function') {
    wrongType('guard: exports', 'the exports of a module', exports);
  }
  const { bytes, memory, consumes, borrows, owns, softLimit, debug, trace } = checkOptions(
    options,
    'guard: options',
    optionNames
  );
  if (bytes !== undefined && typeof bytes !== 'function') wrongType('guard: bytes', 'a function', bytes);
  if (!hasClasses(exports)) {
    throw new OnggiError(
      'invalid_argument',
      'guard: exports: there are no classes of wasm-bindgen or embind: pass the exports of an initialized module'
    );
  }
  const running = guardedModules.get(exports);
  if (running !== undefined && !running.dead) {
    throw new OnggiError('invalid_argument', 'guard: the module is guarded already');
  }
  const tables = {
    consumes: readTable(consumes, 'guard: consumes'),
    borrows: readTable(borrows, 'guard: borrows'),
    owns: readOwns(owns),
  };
  checkNames(exports, keys(tables.consumes), 'guard: consumes');
  checkNames(exports, keys(tables.borrows), 'guard: borrows');
  if (isArray(owns)) checkNames(exports, owns, 'guard: owns');
  const { soft } = limits({ softLimit });
  const write = traceWriter(trace);
  findNodeModules();
  const linearBytes = linearReader(exports, memory);
  linearBytes(); // throws now rather than in the first call
  const module = new GuardedModule(linearBytes, soft, bytes, checkDebug(debug, 'guard: debug'));
  guardedModules.set(exports, module);
  const guarded = new GuardedExports(module, exports, tables).all();
  if (write) startTrace(module, write);
  const channels = findChannels();
  if (channels) publish(module, channels);
  return Object.freeze({
    exports: guarded,
    id: module.id,
    memory: () => module.report(),
    leaks: () => module.leaks(),
    /** @param {unknown} callback @param {unknown} [watchOptions] */
    onMemory: (callback, watchOptions) => onMemory(module, callback, watchOptions),
    /** @param {unknown} wanted */
    reserve: async (wanted) => {
      requireStack();
      return module.reserve(size(wanted, 'reserve: bytes'));
    },
    closed: module.closed,
    close: () => module.close(),
  });
}
