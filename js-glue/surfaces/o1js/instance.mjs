// The instance that o1js runs on: loaded when it is first used, with the options of configure().
import { load, loadSync } from 'onggi';

import { OnggiError } from '../../runtime/errors.mjs';
import { limits as checkLimits } from '../../runtime/memory/budget.mjs';
import { checkKeepEvaluations, checkOptions } from '../../runtime/native/options.mjs';
import { mostThreads, threadCount } from '../../runtime/native/threads.mjs';
import { checkCache } from '../../runtime/store/store.mjs';

/** @typedef {{ threads?: number, maxMemory?: number, softLimit?: number, cache?: import('onggi').LoadOptions['cache'], keepEvaluations?: boolean }} Options */

const mebibyte = 2 ** 20;
const optionNames = ['threads', 'maxMemory', 'softLimit', 'cache', 'keepEvaluations'];

/** Enough for the index and a proof of a step circuit of 2^16 rows, next to the wrap circuit. */
const limits = { maxMemory: 2048 * mebibyte, softLimit: 512 * mebibyte };

/**
 * What depends on the runtime.
 * @typedef {object} Runtime
 * @property {Options} defaults
 * @property {() => Options} [environment] the options that environment variables set
 * @property {boolean} [isAsynchronous] whether the instance can only be loaded by prepare()
 */
/** @type {Runtime} */
let runtime = { defaults: {} };
/** What o1js's setNumberOfWorkers() asks for. @type {Options} */
let asked = {};
/** @type {Options} */
let configured = {};
/** @type {import('onggi').Onggi | undefined} */
let instance;

/** For digests, before `instance`. @type {import('onggi').Onggi | undefined} */
let preliminary;

/** @param {Runtime} given */
export function setRuntime(given) {
  runtime = given;
}

/** What was set by the program or the environment. @returns {Options} */
const chosen = () => ({ ...asked, ...runtime.environment?.(), ...configured });

/** The options of load(). */
function options() {
  const { keepEvaluations, ...all } = { ...limits, ...runtime.defaults, ...chosen() };
  return { ...all, cache: pointsOnly(all.cache) };
}

/** o1js keeps the indexes itself. @param {Options['cache']} cache */
function pointsOnly(cache) {
  if (cache === undefined || cache === false) return cache;
  if (typeof cache === 'object') return { indexes: false, ...cache };
  return { ...(typeof cache === 'string' && { folder: cache }), indexes: false };
}

/** The instance. @returns {import('onggi').Onggi} */
export function current() {
  if (instance === undefined) {
    if (runtime.isAsynchronous) {
      throw new OnggiError(
        'load_failed',
        'onggi/o1js: in browsers the instance is loaded by initializeBindings() of o1js: await it first'
      );
    }
    preliminary?.close();
    preliminary = undefined;
    instance = loadSync(options());
  }
  return instance;
}

/** @type {Promise<import('onggi').Onggi> | undefined} */
let loading;

/** On one thread if others do not start and the program has not asked for them: some bundles do not have their script. */
async function loadWithDefaults() {
  const wanted = options();
  try {
    return await load(wanted);
  } catch (error) {
    if (wanted.threads === 1 || chosen().threads !== undefined) throw error;
    return load({ ...wanted, threads: 1 });
  }
}

/** Loads the instance, in runtimes where it cannot be loaded at once. */
export async function prepare() {
  loading ??= loadWithDefaults();
  try {
    instance = await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/**
 * The instance, for calls whose objects are freed before they return. o1js makes the digests of circuits before it
 * tells how many threads it wants: until then these calls have an instance with one thread.
 * @returns {import('onggi').Onggi}
 */
export function currentForDigests() {
  if (instance !== undefined || chosen().threads !== undefined) return current();
  return (preliminary ??= loadSync({ ...options(), threads: 1, cache: false }));
}

/**
 * The number of threads for a number of o1js's workers. These work besides the calling thread, which waits; on onggi it
 * takes part, unless there are no more cores than workers.
 * @param {number} workers @param {number} cores
 */
export function threadsFor(workers, cores) {
  const threads = Math.min(workers + 1, Math.max(workers, cores), mostThreads);
  return Math.max(1, Math.floor(threads) || 1);
}

/** o1js tells how many workers it would start: what the program has set, or one less than there are cores. @param {number} workers */
export function askForWorkers(workers) {
  if (instance === undefined) asked = { threads: threadsFor(workers, runtime.defaults.threads ?? 1) };
}

/**
 * Makes a prover index, which keeps evaluations if the program has asked for that and they fit.
 * @template T @param {(options?: import('onggi').IndexOptions) => T} make
 */
export function makeIndex(make) {
  if (!chosen().keepEvaluations) return make();
  try {
    return make({ keepEvaluations: true });
  } catch (error) {
    if (!['native_budget', 'out_of_memory'].includes(/** @type {any} */ (error)?.code)) throw error;
    return make();
  }
}

/** What a small circuit takes to compile or prove. */
const smallCircuitBytes = 64 * mebibyte;

/** Waits until indexes that o1js has dropped are freed, if a small circuit may not fit below the soft limit. */
export const makeRoom = async () =>
  instance?.reserve(Math.min(smallCircuitBytes, instance.memory().limits.soft));

/**
 * Sets options of the instance, before it is used.
 * @param {Options} wanted
 */
export function configure(wanted) {
  const read = checkOptions(wanted, 'configure: options', optionNames);
  threadCount(read.threads, 'configure: threads');
  checkLimits(read, 'configure');
  checkCache(read.cache, 'configure: cache');
  checkKeepEvaluations(read.keepEvaluations, 'configure: keepEvaluations');
  if (instance !== undefined || loading !== undefined) {
    throw new OnggiError(
      'invalid_argument',
      'configure: the instance is in use already: call configure() before o1js compiles or hashes anything'
    );
  }
  const given = Object.entries(read).filter(([, value]) => value !== undefined);
  configured = { ...configured, ...Object.fromEntries(given) };
}

/** What a program may use of the instance. close() and recycle() are left out: o1js holds handles. */
const members = /** @type {const} */ ([
  'vesta',
  'pallas',
  'fp',
  'fq',
  'id',
  'memory',
  'threads',
  'leaks',
  'reserve',
  'onMemory',
  'closed',
]);

/** The instance, which is loaded when a member of it is first read. */
export const onggi = Object.freeze(
  Object.defineProperties(
    {},
    Object.fromEntries(members.map((name) => [name, { get: () => current()[name], enumerable: true }]))
  )
);
