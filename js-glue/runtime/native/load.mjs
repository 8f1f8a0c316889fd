// Loading: the module is compiled once for each source, and each load() has an instance of its own.
import { limits, withinLinear } from '../memory/budget.mjs';
import { requestCollection } from '../memory/collection.mjs';
import { bindNativeFunctions } from './native_functions.mjs';
import { OnggiError } from '../errors.mjs';
import { claimName, checkName } from './named_instances.mjs';
import { Instance, OutOfMemory } from './instance.mjs';
import { findChannels, onMemory, publish } from '../observe/monitor.mjs';
import { explore } from '../environment.mjs';
import { requireThreads, startThreads, threadCount } from './threads.mjs';
import { startTrace, traceWriter } from '../observe/trace.mjs';
import { unpack } from '../handles/transfer.mjs';
import { requireOptions, size, wrongType } from './values.mjs';

/** @typedef {import('./instance.mjs').NativeModule} NativeModule */

/**
 * The parts that the build puts in.
 * @typedef {object} Parts
 * @property {Build} single the build for one thread
 * @property {() => Promise<Build>} threaded the build for several
 * @property {ReadonlyMap<number, string>} errorCodes names by number
 * @property {(instance: Instance) => Record<string, any>} defineCurves the namespaces of both curves
 */

/**
 * @typedef {object} Build
 * @property {(overrides: object) => Promise<NativeModule>} createModule Emscripten's factory
 * @property {() => URL} wasmUrl where its .wasm is; throws where modules have no address
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
    module = read(url).then((bytes) => WebAssembly.compile(bytes));
    module.catch(() => compiled.delete(url.href));
    compiled.set(url.href, module);
  }
  return module;
}

/**
 * @param {WasmSource | undefined} source @param {Build['wasmUrl']} wasmUrl where it is otherwise
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source, wasmUrl) {
  if (source === undefined) return compileOnce(wasmUrl());
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof URL) return compileOnce(source);
  if (typeof source === 'string') return compileOnce(new URL(source));
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) {
    return WebAssembly.compile(source);
  }
  return wrongType('load: wasm', 'bytes, a URL or a WebAssembly.Module', source);
}

/**
 * What a module has besides its functions: the linear memory is an export, or an import where threads
 * share it.
 * @typedef {{ memory: WebAssembly.Memory, table: WebAssembly.Table }} Insides
 */

/** @param {WebAssembly.Instance} instance @param {WebAssembly.Imports} imports @returns {Insides} */
function insidesOf({ exports }, imports) {
  const values = [exports, ...Object.values(imports)].flatMap((names) => Object.values(names));
  /** @param {Function} Class */
  const one = (Class) => /** @type {any} */ (values.find((value) => value instanceof Class));
  return { memory: one(WebAssembly.Memory), table: one(WebAssembly.Table) };
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
    const instantiateWasm = (imports, receive) => {
      WebAssembly.instantiate(module, imports)
        .then((instance) => {
          insides = insidesOf(instance, imports);
          receive(instance, module);
        })
        .catch(reject);
      return {};
    };
    const outOfMemory = () => new OutOfMemory('an allocation failed');
    createModule({ instantiateWasm, outOfMemory }).then(
      (native) => resolve({ native, insides }),
      reject
    );
  });
}

/** @param {unknown} error @returns {never} */
function loadFailed(error) {
  if (error instanceof OnggiError) throw error;
  throw new OnggiError('load_failed', `load: ${error}`, { cause: error });
}

/** @param {unknown} debug @returns {boolean | 'sample'} */
function checkDebug(debug) {
  if (typeof debug === 'boolean' || debug === 'sample') return debug;
  return wrongType('load: debug', "true, false or 'sample'", debug);
}

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

  /** @param {LoadOptions} [options] */
  return async function load(options = {}) {
    requireOptions(options, 'load');
    const { raw = false, trace, wasm } = options;
    const threads = threadCount(options.threads);
    const writeTrace = await traceWriter(trace);
    const debug = checkDebug(options.debug ?? false);
    const name = checkName(options.name);
    const asked = limits(options);
    await explore();
    const { createModule, wasmUrl } = await buildFor(threads).catch(loadFailed);
    const { native, insides } = await compile(wasm, wasmUrl)
      .then((module) => instantiate(createModule, module))
      .catch(loadFailed);
    const { memory, table } = insides;
    const terms = { armed: !raw, debug, ...withinLinear(asked, native._onggi_most_linear()) };
    const instance = new Instance(native, bindNativeFunctions(native, memory, table), memory, errorCodes, terms);
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
      reserve: async (bytes) => instance.budget.reserveUntilTurn(size(bytes, 'reserve: bytes')),
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
        return load(options);
      },
      ...(raw ? { raw: native } : {}),
    });
  };
}
