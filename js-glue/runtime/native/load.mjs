// Loading: each module is compiled once for each source, and each load() creates an instance of its own.
import { explore, exploreSync, nodeModules, requireRuntime } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import { asyncDispose } from '../handles/handle.mjs';
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
  WasmInstance,
  WasmMemory,
  WasmModule,
  WasmTable,
} from '../intrinsics.mjs';
import { limits, withinLinear } from '../memory/budget.mjs';
import { requestCollection } from '../memory/collection.mjs';
import { findChannels, onMemory, publish as publishEvents } from '../observe/monitor.mjs';
import { startTrace, traceWriter } from '../observe/trace.mjs';
import { openCache } from '../store/store.mjs';
import { Entropy } from './entropy.mjs';
import { checkIdentity } from './identity.mjs';
import { Instance, OutOfMemory } from './instance.mjs';
import { checkName, claimName } from './named_instances.mjs';
import { bindNativeFunctions } from './native_functions.mjs';
import { checkOptions } from './options.mjs';
import { requireStack } from './stack.mjs';
import {
  automaticCount,
  recordStart,
  requireThreads,
  scriptUrl,
  startThreads,
  startThreadsSync,
  threadCount,
  whyOneThread,
} from './threads.mjs';
import { isReadable, size, wrongType } from './checks.mjs';

/** @typedef {import('./instance.mjs').NativeModule} NativeModule */

/**
 * The parts of the package that the build provides.
 * @typedef {object} Parts
 * @property {Build} single the build for one thread
 * @property {ThreadedBuild} threaded the build for several threads
 * @property {ReadonlyMap<number, string>} errorCodes names by number
 * @property {(instance: Instance) => Record<string, any>} defineCurves the namespaces of both curves
 */

/**
 * @typedef {object} Build
 * @property {(overrides: object) => Promise<NativeModule>} createModule Emscripten's factory
 * @property {string} identity that its module must have
 * @property {() => URL | WebAssembly.Module} wasm its module, or where it is; throws in runtimes where modules
 *   have no address
 */

/**
 * A build whose factory is loaded when it is needed, and the script of its threads, if it is known.
 * @typedef {Omit<Build, 'createModule'> & {
 *   load: () => Promise<Build['createModule']>,
 *   loadSync?: (createRequire: typeof import('node:module').createRequire) => any,
 *   script: () => URL | undefined,
 * }} ThreadedBuild
 */

/** @typedef {BufferSource | WebAssembly.Module | Response | URL | string} WasmSource */
/**
 * @typedef {object} LoadOptions
 * @property {number | 'auto'} [threads]
 * @property {WasmSource} [wasm]
 * @property {URL | string} [worker]
 * @property {number} [maxMemory]
 * @property {number} [softLimit]
 * @property {boolean | 'sample'} [debug]
 * @property {string} [name]
 * @property {boolean} [raw]
 * @property {import('../observe/trace.mjs').TraceSink} [trace]
 * @property {boolean | string | import('../store/store.mjs').CacheOptions} [cache]
 */

const optionNames = [
  'threads',
  'wasm',
  'worker',
  'maxMemory',
  'softLimit',
  'debug',
  'name',
  'raw',
  'trace',
  'cache',
];

const wasmHelp =
  "pass load({ wasm }): a URL, such as new URL('onggi.wasm', import.meta.url), a Response, the bytes of the file, or a " +
  'WebAssembly.Module';

/**
 * The bytes of a response. Its class is not read: Node loads much with it.
 * @param {Response} response of any realm
 * @returns {Promise<BufferSource>}
 */
async function bytesOfResponse(response) {
  const { ok, status } = response;
  if (!ok) throw new Error(`the response has the status ${status}`);
  return response.arrayBuffer();
}

/** @param {URL} url @returns {Promise<BufferSource>} */
async function read(url) {
  if (url.protocol === 'file:' && nodeModules.fs) return nodeModules.fs.promises.readFile(url);
  return bytesOfResponse(await fetch(url));
}

/** @param {URL} url @returns {Uint8Array<ArrayBuffer>} */
function readSync(url) {
  if (url.protocol !== 'file:') throw new Error(`${url}: loadSync() reads file: URLs only`);
  return /** @type {typeof import('node:fs')} */ (nodeModules.fs).readFileSync(url);
}

/** Modules that are compiled or being compiled, by URL. @type {Map<string, WebAssembly.Module | Promise<WebAssembly.Module>>} */
const compiled = new Map();

/** @param {URL} url @returns {WebAssembly.Module | Promise<WebAssembly.Module>} */
function compileOnce(url) {
  const known = compiled.get(url.href);
  if (known !== undefined) return known;
  const module = read(url)
    .then((bytes) => compileWasm(bytes))
    .catch((error) => {
      throw new OnggiError('load_failed', `load: ${url}: ${causeText(error)}: ${wasmHelp}`, { cause: error });
    });
  compiled.set(url.href, module);
  module.catch(() => compiled.delete(url.href));
  return module;
}

/** @param {URL} url @returns {WebAssembly.Module} */
function compileOnceSync(url) {
  const known = compiled.get(url.href);
  if (known instanceof WasmModule) return known;
  const module = new WasmModule(readSync(url));
  compiled.set(url.href, module);
  return module;
}

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

/** @param {unknown} value @returns {value is Response} */
const isResponse = (value) =>
  isReadable(value) && typeof (/** @type {any} */ (value).arrayBuffer) === 'function';

/** The module of a build, or where it is. @param {Build['wasm']} wasm */
function own(wasm) {
  try {
    return wasm();
  } catch (error) {
    throw new OnggiError('load_failed', `load: ${causeText(error)}: ${wasmHelp}`, { cause: error });
  }
}

/**
 * What to compile: a URL, bytes, or a module that is compiled already.
 * @param {WasmSource | undefined} source
 * @param {Build['wasm']} wasm the default
 * @returns {URL | Uint8Array<ArrayBuffer> | WebAssembly.Module}
 */
function resolveSource(source, wasm) {
  if (source === undefined) return own(wasm);
  if (typeof source === 'string') return absoluteUrl(source);
  if (isWasmModule(source)) return source;
  const bytes = copyOf(source);
  if (bytes !== undefined) return bytes;
  const { href } = /** @type {Partial<URL>} */ (source ?? {}); // a URL, perhaps of another realm
  if (typeof href === 'string') return absoluteUrl(href);
  return wrongType('load: wasm', 'a URL, a Response, bytes or a WebAssembly.Module', source);
}

/** @param {WasmSource | undefined} source @param {Build['wasm']} wasm @returns {Promise<WebAssembly.Module>} */
async function compile(source, wasm) {
  if (isResponse(source)) return compileWasm(await bytesOfResponse(source));
  const resolved = resolveSource(source, wasm);
  if (isWasmModule(resolved)) return resolved;
  return isView(resolved) ? compileWasm(resolved) : compileOnce(resolved);
}

/** @param {WasmSource | undefined} source @param {Build['wasm']} wasm @returns {WebAssembly.Module} */
function compileSync(source, wasm) {
  if (isResponse(source)) throw new OnggiError('wrong_type', 'loadSync: wasm: a Response needs load()');
  const resolved = resolveSource(source, wasm);
  if (isWasmModule(resolved)) return resolved;
  return isView(resolved) ? new WasmModule(resolved) : compileOnceSync(resolved);
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

/** @typedef {{ native: NativeModule, insides: Insides }} Instantiated */
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

/** @param {Build['createModule']} createModule @param {WebAssembly.Module} module @returns {Promise<Instantiated>} */
function instantiate(createModule, module) {
  return new Promise((resolve, reject) => {
    /** @type {Insides} */
    let insides;
    const overrides = overridesWith((imports, receive) => {
      instantiateWasm(module, imports)
        .then((instance) => {
          insides = insidesOf(instance, imports);
          receive(instance, module);
        })
        .catch(reject);
    });
    createModule(overrides).then((native) => resolve({ native, insides }), reject);
  });
}

/**
 * Emscripten's factory has completed the module when it returns if the instance is there at once.
 * @param {Build['createModule']} createModule @param {WebAssembly.Module} module @returns {Instantiated}
 */
function instantiateSync(createModule, module) {
  /** @type {Insides | undefined} */
  let insides;
  /** @type {unknown} */
  let failure;
  const overrides = overridesWith((imports, receive) => {
    try {
      const instance = new WasmInstance(module, imports);
      insides = insidesOf(instance, imports);
      receive(instance, module);
    } catch (error) {
      failure = error;
    }
  });
  createModule(overrides).catch(() => {}); // `failure` is the same error
  if (failure !== undefined) throw failure;
  if (insides === undefined) throw new Error('the module was not instantiated at once');
  return { native: /** @type {any} */ (overrides), insides };
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

/** @template T @param {() => T} code @returns {T} */
function orLoadFailed(code) {
  try {
    return code();
  } catch (error) {
    return loadFailed(error);
  }
}

/**
 * The options of load(), checked.
 * @param {LoadOptions} options as read from the caller's object
 */
const check = (options) => ({
  raw: checkRaw(options.raw ?? false),
  threads: threadCount(options.threads),
  script: scriptUrl(options.worker, 'load: worker'),
  writeTrace: traceWriter(options.trace),
  debug: checkDebug(options.debug ?? false),
  name: checkName(options.name),
  cache: openCache(options.cache),
  asked: limits(options),
});

/** @typedef {ReturnType<typeof check>} Settings */
/** @typedef {import('./threads.mjs').ThreadState} ThreadState */

/** @type {ThreadState} */
const oneThread = () => ({ running: 1 });

/** @param {Instantiated} instantiated @param {Settings} settings @param {ReadonlyMap<number, string>} errorCodes */
function newInstance({ native, insides }, { raw, debug, asked, cache }, errorCodes) {
  const { memory, table } = insides;
  const terms = { armed: !raw, debug, ...withinLinear(asked, native._onggi_most_linear()) };
  return new Instance(native, bindNativeFunctions(native, memory, table), memory, errorCodes, terms, cache);
}

/**
 * The public load() and loadSync().
 * @param {Parts} parts
 */
export function makeLoad({ single, threaded, errorCodes, defineCurves }) {
  /** @param {number} threads @returns {Promise<Build>} */
  const buildFor = async (threads) => {
    if (threads === 1) return single;
    requireThreads();
    return { ...threaded, createModule: await threaded.load() };
  };

  /** @param {number} threads @returns {Build} */
  const buildForSync = (threads) => {
    if (threads === 1) return single;
    requireThreads();
    if (threaded.loadSync === undefined)
      throw new OnggiError('unsupported', 'loadSync: threads need load() here');
    const { createRequire } = /** @type {typeof import('node:module')} */ (nodeModules.module);
    return { ...threaded, createModule: threaded.loadSync(createRequire) };
  };

  /**
   * The object for the program.
   * @param {Instance} instance @param {Settings} settings @param {LoadOptions} options
   * @param {ThreadState} threads
   */
  const publish = (instance, { name, raw, writeTrace }, options, threads) => {
    if (name !== undefined) claimName(instance, name);
    if (writeTrace) startTrace(instance, writeTrace);
    const channels = findChannels();
    if (channels) publishEvents(instance, channels);
    const curves = defineCurves(instance);
    return Object.freeze({
      ...curves,
      memory: () => instance.report(),
      threads: () => (instance.dead ? { running: 0 } : threads()),
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
      [asyncDispose]: async () => {
        instance.close();
        await instance.closed;
      },
      recycle: async () => {
        instance.close();
        await instance.closed;
        requestCollection();
        return loadWith(options);
      },
      ...(raw ? { raw: instance.native } : {}),
    });
  };

  /** What threads run; undefined in browsers, where threads.mjs knows it. @param {Settings} settings */
  const scriptFor = ({ script }) => script ?? (nodeModules.workers && orLoadFailed(() => threaded.script()));

  /** @param {Settings} settings @param {LoadOptions['wasm']} wasm @param {number} threads */
  const start = async (settings, wasm, threads) => {
    const build = await buildFor(threads).catch(loadFailed);
    const script = threads > 1 ? scriptFor(settings) : undefined;
    const module = await compile(wasm, build.wasm).catch(loadFailed);
    checkIdentity(module, build.identity);
    const instantiated = await instantiate(build.createModule, module).catch(loadFailed);
    const instance = newInstance(instantiated, settings, errorCodes);
    const state = threads > 1 ? await startThreads(instance, threads, script).catch(loadFailed) : oneThread;
    return { instance, state };
  };

  /** As many threads as there are cores, or one. @param {Settings} settings @param {LoadOptions['wasm']} wasm */
  const startAutomatic = async (settings, wasm) => {
    const threads = automaticCount();
    if (threads > 1) {
      try {
        const started = await start(settings, wasm, threads);
        recordStart();
        return started;
      } catch (error) {
        recordStart(error);
      }
    }
    const { instance } = await start(settings, wasm, 1);
    const failure = whyOneThread();
    return { instance, state: () => ({ running: 1, failure }) };
  };

  /** @param {LoadOptions} options as read from the caller's object @returns {Promise<object>} */
  const loadWith = async (options) => {
    await explore();
    const settings = check(options);
    const { threads } = settings;
    const { instance, state } = await (threads === 'auto'
      ? startAutomatic(settings, options.wasm)
      : start(settings, options.wasm, threads));
    return publish(instance, settings, options, state);
  };

  /** @param {LoadOptions} [options] */
  async function load(options) {
    requireRuntime();
    return loadWith(checkOptions(options, 'load: options', optionNames));
  }

  /** @param {LoadOptions} [options] */
  function loadSync(options) {
    requireRuntime();
    const read = checkOptions(options, 'load: options', optionNames);
    exploreSync();
    const settings = check(read);
    const threads = settings.threads === 'auto' ? automaticCount() : settings.threads;
    const build = orLoadFailed(() => buildForSync(threads));
    const script = threads > 1 ? scriptFor(settings) : undefined;
    const module = orLoadFailed(() => compileSync(read.wasm, build.wasm));
    checkIdentity(module, build.identity);
    const instantiated = orLoadFailed(() => instantiateSync(build.createModule, module));
    const instance = newInstance(instantiated, settings, errorCodes);
    const state = threads > 1 ? startThreadsSync(instance, threads, script) : oneThread;
    return publish(instance, settings, read, state);
  }

  return { load, loadSync };
}
