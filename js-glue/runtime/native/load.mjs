// load() and loadSync(): each call makes an instance of its own.
import { explore, exploreSync, nodeModules, requireRuntime } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import { asyncDispose } from '../handles/handle.mjs';
import { unpack } from '../handles/transfer.mjs';
import { limits, withinLinear } from '../memory/budget.mjs';
import { requestCollection } from '../memory/collection.mjs';
import { findChannels, onMemory, publish as publishEvents } from '../observe/monitor.mjs';
import { startTrace, traceWriter } from '../observe/trace.mjs';
import { openCache } from '../store/store.mjs';
import { checkIdentity } from './identity.mjs';
import { Instance } from './instance.mjs';
import { instantiate, instantiateSync } from './instantiate.mjs';
import { checkName, claimName } from './named_instances.mjs';
import { bindNativeFunctions } from './native_functions.mjs';
import { checkDebug, checkOptions } from './options.mjs';
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
import { size, wrongType } from './checks.mjs';
import { compile, compileSync } from './wasm_source.mjs';

/** @typedef {import('./instantiate.mjs').Instantiated} Instantiated */

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
 * @property {import('./instantiate.mjs').CreateModule} createModule
 * @property {string} identity that its module must have
 * @property {import('./wasm_source.mjs').DefaultSource} wasm
 */

/**
 * A build whose factory is loaded when it is needed, and the script of its threads, if it is known.
 * @typedef {Omit<Build, 'createModule'> & {
 *   load: () => Promise<Build['createModule']>,
 *   loadSync?: (createRequire: typeof import('node:module').createRequire) => any,
 *   script: () => URL | undefined,
 * }} ThreadedBuild
 */

/**
 * @typedef {object} LoadOptions
 * @property {number | 'auto'} [threads]
 * @property {import('./wasm_source.mjs').WasmSource} [wasm]
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

/** @param {unknown} error @returns {never} */
function loadFailed(error) {
  if (error instanceof OnggiError) throw error;
  throw new OnggiError('load_failed', `load: ${causeText(error)}`, { cause: error });
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
  debug: checkDebug(options.debug ?? false, 'load: debug'),
  name: checkName(options.name),
  cache: openCache(options.cache),
  requestedLimits: limits(options),
});

/** @typedef {ReturnType<typeof check>} Settings */
/** @typedef {import('./threads.mjs').ThreadState} ThreadState */

/** @type {ThreadState} */
const oneThread = () => ({ running: 1 });

/** @param {Instantiated} instantiated @param {Settings} settings @param {ReadonlyMap<number, string>} errorCodes */
function newInstance({ native, memory, table }, { raw, debug, requestedLimits, cache }, errorCodes) {
  const options = {
    freesDropped: !raw,
    debug,
    ...withinLinear(requestedLimits, native._onggi_most_linear()),
  };
  return new Instance(native, bindNativeFunctions(native, memory, table), memory, errorCodes, options, cache);
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
