// Functions that are added to the generated classes: creating an SRS, an index and a circuit in steps, and reading the
// first two from the cache.
import { Handle } from '../../runtime/handles/handle.mjs';
import { bytesOf, changeBytes } from '../../runtime/handles/table.mjs';
import { checkTaskOptions } from '../../runtime/native/options.mjs';
import { StoredIndexes } from '../../runtime/store/indexes.mjs';
import { StoredSrs } from '../../runtime/store/srs.mjs';
import { define, finish, FinishedTask, finishSync, runTask } from './tasks.mjs';

/** @typedef {import('../../runtime/native/instance.mjs').Instance} Instance */
/** @typedef {import('../../runtime/store/indexes.mjs').Source} Source */

/** Makes a task, of other arguments than the caller's if `args` are given. @typedef {(wait: object, args?: unknown[]) => Promise<any>} Begin */

/**
 * The functions of the class of SRS.
 * @param {Record<string, any>} classes @param {Instance} instance @param {StoredSrs | undefined} stored
 */
function srsFunctions({ Srs, SrsTask }, instance, stored) {
  return {
    /** @param {unknown} depth @param {unknown} [options] */
    createAsync: async (depth, options) => {
      let isNew = false;
      /** @param {object} wait */
      const begin = async (wait) => {
        const known = await stored?.readAsync(depth);
        if (known) return new FinishedTask(known);
        isNew = true;
        return SrsTask.createAsync(depth, wait);
      };
      const srs = await runTask(instance, `${Srs.type}.createAsync`, options, begin);
      if (isNew) stored?.writeLater(srs);
      return srs;
    },
    ...(stored && instance.cache?.store.isSynchronous && { create: storedCreate(Srs.create, stored) }),
  };
}

const indexOptions = ['onProgress', 'signal', 'keepEvaluations'];
/** The estimated share of an index in the work, where the rest computes what the index keeps. */
const indexShare = 0.3;

/**
 * The first handle of an index, which is charged for what the second one has added to it.
 * @param {any} index @param {any} second
 */
function merged(index, second) {
  const [token, other] = [index, second].map((handle) => /** @type {number} */ (Handle.tokenOf(handle)));
  changeBytes(token, bytesOf(other));
  second.free();
  return index;
}

/**
 * Completes the task of an index, and has it keep evaluations if that is asked for.
 * @param {any} PlonkIndexTask @param {(index: any) => void} [onMade] gets the index before it keeps evaluations
 * @returns {(task: any, options: import('./tasks.mjs').TaskOptions & Record<string, any>) => Promise<any>}
 */
const completeIndex =
  (PlonkIndexTask, onMade = () => {}) =>
  async (task, options) => {
    const { onProgress, signal } = options;
    if (!options.keepEvaluations) {
      const index = await finish(task, options);
      onMade(index);
      return index;
    }
    const index = await finish(task, {
      signal,
      // The end of this task is the beginning of the next one, which reports it.
      onProgress:
        onProgress &&
        (({ phase, fraction }) =>
          phase === 'done' ? undefined : onProgress({ phase, fraction: indexShare * fraction })),
    });
    try {
      onMade(index);
      const second = await finish(await PlonkIndexTask.keepEvaluationsAsync(index, { signal }), {
        signal,
        onProgress:
          onProgress &&
          (({ phase, fraction }) =>
            onProgress({ phase, fraction: indexShare + (1 - indexShare) * fraction })),
      });
      return merged(index, second);
    } catch (error) {
      index.free();
      throw error;
    }
  };

/**
 * A function that makes an index, with an object of options as the last argument.
 * @param {any} PlonkIndexTask @param {string} name of the call @param {number} most arguments without the options
 * @param {(...args: any[]) => any} make
 */
const withOptions =
  (PlonkIndexTask, name, most, make) =>
  (/** @type {unknown[]} */ ...args) => {
    const options = checkTaskOptions(args[most], `${name}: options`, ['keepEvaluations']);
    const index = make(...args.slice(0, most));
    if (!options.keepEvaluations) return index;
    try {
      return merged(index, finishSync(PlonkIndexTask.keepEvaluations(index), {}, name));
    } catch (error) {
      index.free();
      throw error;
    }
  };

/**
 * An index from the store, or made in steps.
 * @param {StoredIndexes | undefined} stored
 * @param {(begin: Begin, onMade?: (index: any) => void) => Promise<any>} run
 * @param {Begin} begin
 * @param {Source | undefined} source if indexes of it are kept
 */
async function storedOrNew(stored, run, begin, source) {
  if (stored === undefined || source === undefined) return run((wait) => begin(wait));
  try {
    /** @type {string | undefined} */
    let missing;
    return await run(
      async (wait) => {
        const key = await stored.keyAsync(source);
        const known = key && (await stored.readAsync(key, source));
        if (known) return new FinishedTask(known);
        missing = key;
        return begin(wait, source.args);
      },
      (index) => {
        if (missing) stored.writeLater(missing, index);
      }
    );
  } finally {
    source.free();
  }
}

/**
 * The functions of the class of prover indexes.
 * @param {Record<string, any>} classes @param {Instance} instance @param {StoredIndexes | undefined} stored
 */
function indexFunctions({ PlonkIndex, PlonkIndexTask }, instance, stored) {
  const { type, decode, decodeAsync } = PlonkIndex;
  const { create, fromGates } =
    stored && instance.cache?.store.isSynchronous ? storedIndexFunctions(PlonkIndex, stored) : PlonkIndex;
  /** @param {string} name @param {unknown} options @returns {(begin: Begin, onMade?: (index: any) => void) => Promise<any>} */
  const runner = (name, options) => (begin, onMade) =>
    runTask(instance, name, options, begin, [], indexOptions, completeIndex(PlonkIndexTask, onMade));
  return {
    create: withOptions(PlonkIndexTask, `${type}.create`, 2, create),
    fromGates: withOptions(PlonkIndexTask, `${type}.fromGates`, 4, fromGates),
    decode: withOptions(PlonkIndexTask, `${type}.decode`, 2, decode),

    /** @param {unknown} circuit @param {unknown} srs @param {unknown} [options] */
    createAsync: async (circuit, srs, options) => {
      const name = `${type}.createAsync`;
      /** @type {Begin} */
      const begin = (wait, args = [circuit, srs]) => PlonkIndexTask.createAsync(...args, wait);
      const source = stored?.circuit(name, circuit, srs);
      return storedOrNew(stored, runner(name, options), begin, source);
    },

    /**
     * @param {unknown} gates @param {unknown} publicInputSize @param {unknown} srs
     * @param {unknown} [extras] @param {unknown} [options]
     */
    fromGatesAsync: async (gates, publicInputSize, srs, extras, options) => {
      const name = `${type}.fromGatesAsync`;
      /** @type {Begin} */
      const begin = (wait, args = [gates, publicInputSize, srs, extras]) =>
        PlonkIndexTask.fromGatesAsync(...args, wait);
      const source = stored?.gates(name, gates, publicInputSize, srs, extras);
      return storedOrNew(stored, runner(name, options), begin, source);
    },

    /** @param {unknown} bytes @param {unknown} srs @param {unknown} [options] */
    decodeAsync: async (bytes, srs, options) =>
      runner(
        `${type}.decodeAsync`,
        options
      )(async (wait) => new FinishedTask(await decodeAsync(bytes, srs, wait))),
  };
}

/**
 * @param {Record<string, any>} classes of one curve
 * @param {Instance} instance
 */
export function addCreating(classes, instance) {
  const { CircuitBuilder, CircuitTask, GateVector, PlonkIndex, Srs } = classes;
  const { cache } = instance;
  const storedSrs = cache && new StoredSrs(Srs, cache.store);
  const storedIndexes =
    cache?.indexes && storedSrs
      ? new StoredIndexes(instance, { PlonkIndex, GateVector, Srs }, storedSrs, cache.store)
      : undefined;
  define(Srs, srsFunctions(classes, instance, storedSrs));
  define(PlonkIndex, indexFunctions(classes, instance, storedIndexes));
  define(CircuitBuilder.prototype, {
    /** @param {unknown} srsDepth @param {unknown} [options] */
    circuitAsync(srsDepth, options) {
      const begin = (/** @type {object} */ wait) => CircuitTask.createAsync(this, srsDepth, wait);
      const name = `${CircuitBuilder.type}.circuitAsync`;
      return runTask(instance, name, options, begin, [[this, CircuitBuilder, 'this']]);
    },
  });
}

/**
 * Srs.create() that looks into a store first, and keeps in it what it has derived.
 * @param {(...args: unknown[]) => any} create @param {StoredSrs} stored
 */
function storedCreate(create, stored) {
  return (/** @type {unknown[]} */ ...args) => {
    const known = args.length === 1 ? stored.read(args[0]) : undefined;
    if (known) return known;
    const srs = create(...args);
    stored.write(srs);
    return srs;
  };
}

/**
 * PlonkIndex.create() and fromGates() that look into a store first, and keep in it what they have made.
 * @param {any} PlonkIndex @param {StoredIndexes} indexes
 */
function storedIndexFunctions({ type, create, fromGates }, indexes) {
  /**
   * @param {(...args: any[]) => any} make
   * @param {(...args: any[]) => Source | undefined} read
   */
  const stored =
    (make, read) =>
    (/** @type {unknown[]} */ ...args) => {
      const source = read(...args);
      if (source === undefined) return make(...args);
      try {
        return indexes.obtain(source, make);
      } finally {
        source.free();
      }
    };
  return {
    create: stored(create, (...args) => indexes.circuit(`${type}.create`, args[0], args[1])),
    fromGates: stored(fromGates, (...args) =>
      indexes.gates(`${type}.fromGates`, args[0], args[1], args[2], args[3])
    ),
  };
}
