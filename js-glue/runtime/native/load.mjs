// Loading: each module is compiled once for each source, and each load() creates an instance of its own.
import { explore, requireRuntime } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import { unpack } from '../handles/transfer.mjs';
import {
  bytesOfView,
  compileWasm,
  fetch,
  instantiateWasm,
  isBuffer,
  isView,
  isWasmModule,
  Promise,
  Uint8Array,
  URL,
  WasmMemory,
  WasmTable,
} from '../intrinsics.mjs';
import { limits, withinLinear } from '../memory/budget.mjs';
import { requestCollection } from '../memory/collection.mjs';
import { findChannels, onMemory, publish } from '../observe/monitor.mjs';
import { startTrace, traceWriter } from '../observe/trace.mjs';
import { Entropy } from './entropy.mjs';
import { checkIdentity } from './identity.mjs';
import { Instance, OutOfMemory } from './instance.mjs';
import { checkName, claimName } from './named_instances.mjs';
import { bindNativeFunctions } from './native_functions.mjs';
import { checkOptions } from './options.mjs';
import { requireStack } from './stack.mjs';
import { requireThreads, startThreads, threadCount } from './threads.mjs';
import { size, wrongType } from './checks.mjs';

/** @typedef {import('./instance.mjs').NativeModule} NativeModule */

/**
 * The parts of the package that the build provides.
 * @typedef {object} Parts
 * @property {Build} single the build for one thread
 * @property {() => Promise<Build>} threaded the build for several threads
 * @property {ReadonlyMap<number, string>} errorCodes names by number
 * @property {(instance: Instance) => Record<string, any>} defineCurves the namespaces of both curves
 */

/**
 * @typedef {object} Build
 * @property {(overrides: object) => Promise<NativeModule>} createModule Emscripten's factory
 * @property {string} identity that its module must have
 * @property {() => URL} wasmUrl the URL of its .wasm; throws in runtimes where modules have no URL
 */

/** @typedef {BufferSource | WebAssembly.Module | URL | string} WasmSource */
/**
 * @typedef {object} LoadOptions
 * @property {number} [threads]
 * @property {WasmSource} [wasm]
 * @property {number} [maxMemory]
 * @property {number} [softLimit]
 * @property {boolean | 'sample'} [debug]
 * @property {string} [name]
 * @property {boolean} [raw]
 * @property {import('../observe/trace.mjs').TraceSink} [trace]
 */

const optionNames = ['threads', 'wasm', 'maxMemory', 'softLimit', 'debug', 'name', 'raw', 'trace'];

/** @param {URL} url @returns {Promise<BufferSource>} */
async function read(url) {
  if (url.protocol === 'file:') {
    const { readFile } = await import(/* webpackIgnore: true */ 'node:fs/promises');
    return readFile(url);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const compiled = new Map();

/** @param {URL} url @returns {Promise<WebAssembly.Module>} */
function compileOnce(url) {
  let module = compiled.get(url.href);
  if (module === undefined) {
    module = read(url).then((bytes) => compileWasm(bytes));
    module.catch(() => compiled.delete(url.href));
    compiled.set(url.href, module);
  }
  return module;
}

const wasmHelp =
  "pass a URL, such as new URL('onggi.wasm', import.meta.url), the bytes of the file, or a WebAssembly.Module";

/** @param {string} text @returns {URL} */
function absoluteUrl(text) {
  try {
    return new URL(text);
  } catch {
    throw new OnggiError(
      'load_failed',
      `load: wasm: ${text.slice(0, 200)} is not an absolute URL: ${wasmHelp}`
    );
  }
}

/** A copy of a buffer or of the bytes of a view, of any realm; undefined for anything else. @param {unknown} source */
function copyOf(source) {
  if (!isView(source) && !isBuffer(source)) return undefined;
  try {
    return new Uint8Array(
      isView(source) ? bytesOfView(source) : new Uint8Array(/** @type {ArrayBuffer} */ (source))
    );
  } catch (error) {
    throw new OnggiError('detached_bytes', 'load: wasm: the buffer of the bytes is detached or too small', {
      cause: error,
    });
  }
}

/**
 * @param {WasmSource | undefined} source
 * @param {Build['wasmUrl']} wasmUrl the default
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source, wasmUrl) {
  if (source === undefined) return compileOnce(wasmUrl());
  if (typeof source === 'string') return compileOnce(absoluteUrl(source));
  if (isWasmModule(source)) return source;
  const bytes = copyOf(source);
  if (bytes !== undefined) return compileWasm(bytes);
  const { href } = /** @type {Partial<URL>} */ (source ?? {}); // a URL, perhaps of another realm
  if (typeof href === 'string') return compileOnce(absoluteUrl(href));
  return wrongType('load: wasm', 'a URL, bytes or a WebAssembly.Module', source);
}

/**
 * The linear memory and the function table of a module. The memory is an export, or an import if threads
 * share it.
 * @typedef {{ memory: WebAssembly.Memory, table: WebAssembly.Table }} Insides
 */

/** @param {WebAssembly.Instance} instance @param {WebAssembly.Imports} imports @returns {Insides} */
function insidesOf({ exports }, imports) {
  const values = [exports, ...Object.values(imports)].flatMap((names) => Object.values(names));
  /** @param {Function} Class */
  const one = (Class) => /** @type {any} */ (values.find((value) => value instanceof Class));
  return { memory: one(WasmMemory), table: one(WasmTable) };
}

/**
 * @param {Build['createModule']} createModule
 * @param {WebAssembly.Module} module
 * @returns {Promise<{ native: NativeModule, insides: Insides }>}
 */
function instantiate(createModule, module) {
  return new Promise((resolve, reject) => {
    /** @type {Insides} */
    let insides;
    /** @param {WebAssembly.Imports} imports @param {(i: WebAssembly.Instance, m: WebAssembly.Module) => void} receive */
    const receiveInstance = (imports, receive) => {
      instantiateWasm(module, imports)
        .then((instance) => {
          insides = insidesOf(instance, imports);
          receive(instance, module);
        })
        .catch(reject);
      return {};
    };
    const entropy = new Entropy();
    const outOfMemory = () => new OutOfMemory('an allocation failed');
    const overrides = { instantiateWasm: receiveInstance, outOfMemory, entropy, fillRandom: entropy.fill };
    createModule(overrides).then((native) => resolve({ native, insides }), reject);
  });
}

/** @param {unknown} error @returns {never} */
function loadFailed(error) {
  if (error instanceof OnggiError) throw error;
  throw new OnggiError('load_failed', `load: ${causeText(error)}`, { cause: error });
}

/** @param {unknown} debug @returns {boolean | 'sample'} */
function checkDebug(debug) {
  if (typeof debug === 'boolean' || debug === 'sample') return debug;
  return wrongType('load: debug', "true, false or 'sample'", debug);
}

/** @param {unknown} raw @returns {boolean} */
const checkRaw = (raw) => (typeof raw === 'boolean' ? raw : wrongType('load: raw', 'true or false', raw));

/**
 * The public load().
 * @param {Parts} parts
 */
export function makeLoad({ single, threaded, errorCodes, defineCurves }) {
  /** @param {number} threads @returns {Promise<Build>} */
  const buildFor = async (threads) => {
    if (threads === 1) return single;
    requireThreads();
    return threaded();
  };

  /** @param {LoadOptions} options as read from the caller's object */
  const loadWith = async (options) => {
    const { trace, wasm } = options;
    const raw = checkRaw(options.raw ?? false);
    const threads = threadCount(options.threads);
    const writeTrace = await traceWriter(trace);
    const debug = checkDebug(options.debug ?? false);
    const name = checkName(options.name);
    const asked = limits(options);
    await explore();
    const { createModule, identity, wasmUrl } = await buildFor(threads).catch(loadFailed);
    const module = await compile(wasm, wasmUrl).catch(loadFailed);
    checkIdentity(module, identity);
    const { native, insides } = await instantiate(createModule, module).catch(loadFailed);
    const { memory, table } = insides;
    const terms = { armed: !raw, debug, ...withinLinear(asked, native._onggi_most_linear()) };
    const functions = bindNativeFunctions(native, memory, table);
    const instance = new Instance(native, functions, memory, errorCodes, terms);
    if (threads > 1) await startThreads(instance, threads).catch(loadFailed);
    if (name !== undefined) claimName(instance, name);
    if (writeTrace) startTrace(instance, writeTrace);
    const channels = await findChannels();
    if (channels) publish(instance, channels);
    const curves = defineCurves(instance);
    return Object.freeze({
      ...curves,
      memory: () => instance.report(),
      leaks: () => instance.leaks(),
      /** @param {unknown} bytes */
      reserve: async (bytes) => {
        requireStack();
        return instance.budget.reserveUntilTurn(size(bytes, 'reserve: bytes'));
      },
      /** @param {unknown} parcel @param {unknown} [parts] */
      receive: (parcel, parts) => unpack(curves, parcel, parts),
      id: instance.id,
      /** @param {unknown} callback @param {unknown} [watchOptions] */
      onMemory: (callback, watchOptions) => onMemory(instance, callback, watchOptions),
      closed: instance.closed,
      close: () => instance.close(),
      recycle: async () => {
        instance.close();
        await instance.closed;
        requestCollection();
        return loadWith(options);
      },
      ...(raw ? { raw: native } : {}),
    });
  };

  /** @param {LoadOptions} [options] */
  return async function load(options) {
    requireRuntime();
    return loadWith(checkOptions(options, 'load: options', optionNames));
  };
}
