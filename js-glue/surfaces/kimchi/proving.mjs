// Methods that are added to the generated classes: proving, creating, verifying and writing circuits
// without blocking the event loop, and verifying a list of proofs.
import { throwIfAborted, unlessAborted } from '../../runtime/cancellation.mjs';
import { CancelledError, OnggiError } from '../../runtime/errors.mjs';
import { now } from '../../runtime/intrinsics.mjs';
import { turnUnlessAborted } from '../../runtime/native/event_loop.mjs';
import { checkTaskOptions, refuseOptions } from '../../runtime/native/options.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { countOf, isReadable, wrongType } from '../../runtime/native/checks.mjs';
import { StoredIndexes } from '../../runtime/store/indexes.mjs';
import { StoredSrs } from '../../runtime/store/srs.mjs';

/** @typedef {import('../../runtime/native/instance.mjs').Instance} Instance */
/** @typedef {import('../../runtime/native/call.mjs').HandleClass} HandleClass */
/** @typedef {import('../../runtime/native/options.mjs').TaskOptions} TaskOptions */

/** @typedef {{ previousChallenges?: readonly object[], runtimeTables?: readonly object[] }} ProofData */

const proofDataOptions = ['previousChallenges', 'runtimeTables'];

/**
 * The tables and challenges of the options, in the form of a witness file without columns.
 * @param {ProofData} options @param {string} fieldName
 */
function extras({ previousChallenges, runtimeTables }, fieldName) {
  if (previousChallenges === undefined && runtimeTables === undefined) return undefined;
  return {
    format: 'kimchi-witness/1',
    field: fieldName,
    ...(previousChallenges !== undefined && { prev_challenges: previousChallenges }),
    ...(runtimeTables !== undefined && { runtime_tables: runtimeTables }),
  };
}

/**
 * Reports the end of a proof to the listeners of the instance.
 * @param {Instance} instance @param {string} curve @param {number} start @param {unknown} [error]
 */
function reportEnd(instance, curve, start, error) {
  const failure = error instanceof CancelledError ? 'cancelled' : 'failed';
  const outcome = error === undefined ? 'proved' : failure;
  instance.events.proof.emit({ curve, outcome, ms: now() - start });
}

/** @param {any} task @returns {{ phase: string, fraction: number }} */
const progressOf = ({ phase, fraction }) => ({ phase, fraction });

/** Reports the progress; waits if onProgress returns a promise. @param {any} task @param {TaskOptions} options */
async function report(task, { onProgress, signal }) {
  const returned = onProgress?.(progressOf(task));
  if (typeof returned === 'object' && returned !== null) await unlessAborted(returned, signal);
}

/**
 * Does the work of a task step by step, with a turn of the event loop between steps, and takes its
 * result. The task is freed in any case.
 * @param {any} task @param {TaskOptions} options
 */
async function finish(task, options) {
  try {
    await report(task, options);
    for (let finished = false; !finished; ) {
      await turnUnlessAborted(options.signal);
      finished = task.step();
      await report(task, options);
    }
    return task.take();
  } finally {
    task.free();
  }
}

/** @param {any} task @param {TaskOptions['onProgress']} onProgress @param {string} name */
function reportSync(task, onProgress, name) {
  const returned = /** @type {any} */ (onProgress?.(progressOf(task)));
  if (typeof returned?.then !== 'function') return;
  returned.then(undefined, () => {}); // the error below is thrown instead
  throw new OnggiError('wrong_type', `${name}: onProgress must not return a promise: use prove()`);
}

/** As finish(), without a turn of the event loop. @param {any} task @param {TaskOptions} options @param {string} name */
function finishSync(task, { onProgress }, name) {
  try {
    reportSync(task, onProgress, name);
    for (let finished = false; !finished; ) {
      finished = task.step();
      reportSync(task, onProgress, name);
    }
    return task.take();
  } finally {
    task.free();
  }
}

/**
 * Adds the methods to the classes of one curve.
 * @param {Record<string, any>} classes
 * @param {Instance} instance
 * @param {string} fieldName of witness files
 */
export function addProving(
  {
    CircuitBuilder,
    CircuitTask,
    GateVector,
    PlonkIndex,
    PlonkIndexTask,
    ProverProof,
    ProverTask,
    Srs,
    SrsTask,
    VerificationBatch,
    VerifierIndex,
    VerifierTask,
    Witness,
  },
  instance,
  fieldName
) {
  const [curve = ''] = PlonkIndex.type.split('.');
  const methods = {
    /** @param {unknown} witness @param {unknown} [options] */
    async prove(witness, options) {
      // Borrowed until the promise settles: a free() meanwhile waits for it.
      const call = instance.enter(`${PlonkIndex.type}.prove`);
      const start = now();
      try {
        call.borrow(this, PlonkIndex, 'this');
        call.borrow(witness, Witness, 'witness');
        const known = ['onProgress', 'signal', ...proofDataOptions];
        const read = checkTaskOptions(options, call.label('options'), known);
        const { signal } = read;
        throwIfAborted(signal);
        const task = await ProverTask.createAsync(
          this,
          witness,
          extras(/** @type {ProofData} */ (read), fieldName),
          { signal }
        );
        const proof = await finish(task, read);
        reportEnd(instance, curve, start);
        return proof;
      } catch (error) {
        reportEnd(instance, curve, start, error);
        throw error;
      } finally {
        call.leave();
      }
    },

    /** @param {unknown} witness @param {unknown} [options] */
    proveSync(witness, options) {
      requireStack(stackFor.calls);
      const name = `${PlonkIndex.type}.proveSync: options`;
      const read = checkTaskOptions(options, name, ['onProgress', ...proofDataOptions]);
      const start = now();
      try {
        const task = ProverTask.create(this, witness, extras(/** @type {ProofData} */ (read), fieldName));
        const proof = finishSync(task, read, name);
        reportEnd(instance, curve, start);
        return proof;
      } catch (error) {
        reportEnd(instance, curve, start, error);
        throw error;
      }
    },
  };
  /**
   * @param {string} name of the call @param {unknown} options
   * @param {(options: { signal?: AbortSignal }) => Promise<any>} begin
   * @param {[value: unknown, Class: HandleClass, parameter: string][]} [handles] which are borrowed until
   *   the promise settles: a free() meanwhile waits for it
   */
  const inSteps = async (name, options, begin, handles = []) => {
    const call = instance.enter(name);
    try {
      for (const [value, Class, parameter] of handles) call.borrow(value, Class, parameter);
      const read = checkTaskOptions(options, call.label('options'));
      const { signal } = read;
      throwIfAborted(signal);
      return await finish(await begin({ signal }), read);
    } finally {
      call.leave();
    }
  };
  const { cache } = instance;
  const atOnce = cache?.store.atOnce === true;
  const storedSrs = cache && new StoredSrs(Srs, cache.store);
  const srsStatics = {
    /** @param {unknown} depth @param {unknown} [options] */
    createAsync: async (depth, options) => {
      let derived = false;
      /** @param {object} wait */
      const begin = async (wait) => {
        const known = await storedSrs?.readAsync(depth);
        if (known) return new FinishedTask(known);
        derived = true;
        return SrsTask.createAsync(depth, wait);
      };
      const srs = await inSteps(`${Srs.type}.createAsync`, options, begin);
      if (derived) storedSrs?.writeLater(srs);
      return srs;
    },
    ...(storedSrs && atOnce && { create: storedCreate(Srs.create, storedSrs) }),
  };
  const indexes =
    cache?.indexes && storedSrs
      ? new StoredIndexes(instance, { PlonkIndex, GateVector, Srs }, storedSrs, cache.store)
      : undefined;
  /**
   * An index from the store, or made in steps.
   * @param {string} name of the call @param {unknown} options
   * @param {(wait: object, args?: unknown[]) => Promise<any>} begin with other arguments than the caller's
   * @param {import('../../runtime/store/indexes.mjs').Source | undefined} source if indexes of it are kept
   */
  const storedInSteps = async (name, options, begin, source) => {
    if (indexes === undefined || source === undefined) return inSteps(name, options, (wait) => begin(wait));
    try {
      /** @type {string | undefined} */
      let missing;
      const index = await inSteps(name, options, async (wait) => {
        const key = await indexes.keyAsync(source);
        const known = key && (await indexes.readAsync(key, source));
        if (known) return new FinishedTask(known);
        missing = key;
        return begin(wait, source.args);
      });
      if (missing) indexes.writeLater(missing, index);
      return index;
    } finally {
      source.free();
    }
  };
  const indexStatics = {
    /** @param {unknown} circuit @param {unknown} srs @param {unknown} [options] */
    createAsync: async (circuit, srs, options) => {
      const name = `${PlonkIndex.type}.createAsync`;
      /** @type {(wait: object, args?: unknown[]) => Promise<any>} */
      const begin = (wait, args = [circuit, srs]) => PlonkIndexTask.createAsync(...args, wait);
      return storedInSteps(name, options, begin, indexes?.circuit(name, circuit, srs));
    },

    /**
     * @param {unknown} gates @param {unknown} publicInputSize @param {unknown} srs
     * @param {unknown} [extras] @param {unknown} [options]
     */
    fromGatesAsync: async (gates, publicInputSize, srs, extras, options) => {
      const name = `${PlonkIndex.type}.fromGatesAsync`;
      /** @type {(wait: object, args?: unknown[]) => Promise<any>} */
      const begin = (wait, args = [gates, publicInputSize, srs, extras]) =>
        PlonkIndexTask.fromGatesAsync(...args, wait);
      const source = indexes?.gates(name, gates, publicInputSize, srs, extras);
      return storedInSteps(name, options, begin, source);
    },

    ...(indexes && atOnce && storedIndexStatics(PlonkIndex, indexes)),
  };
  /** @param {any} claims @param {string} name of the call */
  const batchOf = (claims, name) => {
    const list = `${name}: claims`;
    const count = countOf(claims, list, 'an array of { index, proof }');
    const batch = VerificationBatch.create();
    try {
      for (let i = 0; i < count; ++i) {
        const claim = claims[i];
        if (!isReadable(claim)) wrongType(`${list}[${i}]`, '{ index, proof }', claim);
        const { index, proof } = claim;
        batch.add(index, proof);
      }
      return batch;
    } catch (error) {
      batch.free();
      throw error;
    }
  };
  const verifierStatics = {
    /** @param {unknown} claims @param {unknown} [options] */
    batchVerify(claims, options) {
      requireStack(stackFor.calls);
      const name = `${VerifierIndex.type}.batchVerify`;
      refuseOptions(options, `${name}: options`);
      const batch = batchOf(claims, name);
      try {
        return batch.verify();
      } finally {
        batch.free();
      }
    },

    /** @param {unknown} claims @param {unknown} [options] */
    async batchVerifyAsync(claims, options) {
      requireStack(stackFor.calls);
      const name = `${VerifierIndex.type}.batchVerifyAsync`;
      const batch = batchOf(claims, name);
      try {
        return await inSteps(name, options, (wait) => VerifierTask.createBatchAsync(batch, wait));
      } finally {
        batch.free();
      }
    },
  };
  const verifierMethods = {
    /** @param {unknown} proof @param {unknown} [options] */
    verifyAsync(proof, options) {
      /** @type {[unknown, HandleClass, string][]} */
      const handles = [
        [this, VerifierIndex, 'this'],
        [proof, ProverProof, 'proof'],
      ];
      const begin = (/** @type {object} */ wait) => VerifierTask.createAsync(this, proof, wait);
      return inSteps(`${VerifierIndex.type}.verifyAsync`, options, begin, handles);
    },
  };
  const batchMethods = {
    /** @param {unknown} [options] */
    verifyAsync(options) {
      const begin = (/** @type {object} */ wait) => VerifierTask.createBatchAsync(this, wait);
      const name = `${VerificationBatch.type}.verifyAsync`;
      return inSteps(name, options, begin, [[this, VerificationBatch, 'this']]);
    },
  };
  const builderMethods = {
    /** @param {unknown} srsDepth @param {unknown} [options] */
    circuitAsync(srsDepth, options) {
      const begin = (/** @type {object} */ wait) => CircuitTask.createAsync(this, srsDepth, wait);
      const name = `${CircuitBuilder.type}.circuitAsync`;
      return inSteps(name, options, begin, [[this, CircuitBuilder, 'this']]);
    },
  };
  define(PlonkIndex.prototype, methods);
  define(PlonkIndex, indexStatics);
  define(Srs, srsStatics);
  define(VerifierIndex, verifierStatics);
  define(VerifierIndex.prototype, verifierMethods);
  define(VerificationBatch.prototype, batchMethods);
  define(CircuitBuilder.prototype, builderMethods);
}

/** A task that has nothing to do but to give its result. */
class FinishedTask {
  phase = 'done';
  fraction = 1;
  /** @type {any} */
  #result;

  /** @param {any} result a handle */
  constructor(result) {
    this.#result = result;
  }

  step() {
    return true;
  }

  take() {
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  free() {
    this.#result?.free();
  }
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
function storedIndexStatics({ type, create, fromGates }, indexes) {
  /**
   * @param {(...args: any[]) => any} make @param {number} most arguments that it takes
   * @param {(...args: any[]) => import('../../runtime/store/indexes.mjs').Source | undefined} read
   */
  const stored =
    (make, most, read) =>
    (/** @type {unknown[]} */ ...args) => {
      const source = args.length > most ? undefined : read(...args);
      if (source === undefined) return make(...args);
      try {
        return indexes.obtain(source, make);
      } finally {
        source.free();
      }
    };
  return {
    create: stored(create, 2, (...args) => indexes.circuit(`${type}.create`, args[0], args[1])),
    fromGates: stored(fromGates, 4, (...args) =>
      indexes.gates(`${type}.fromGates`, args[0], args[1], args[2], args[3])
    ),
  };
}

/** @param {object} target @param {Record<string, Function>} functions */
function define(target, functions) {
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}
