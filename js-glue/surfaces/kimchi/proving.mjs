// What the generated classes do not have by themselves: proving without blocking the event loop, and
// verifying a list of proofs.
import { CancelledError, throwIfAborted } from '../../runtime/errors.mjs';
import { countOf, isReadable, requireOptions, wrongType } from '../../runtime/native/values.mjs';

/** @typedef {import('../../runtime/native/instance.mjs').Instance} Instance */
/** @typedef {import('../../runtime/native/call.mjs').HandleClass} HandleClass */

/**
 * @typedef {object} TaskOptions
 * @property {(progress: { phase: string, fraction: number }) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} ProofData
 * @property {readonly object[]} [previousChallenges]
 * @property {readonly object[]} [runtimeTables]
 */

/** @typedef {TaskOptions & ProofData} ProveOptions */

/**
 * One turn of the event loop: timers, I/O and rendering get theirs.
 * @type {() => Promise<void>}
 */
const turn =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(null);
        });

/** A copy of the options, each of which is read once. @param {unknown} options @param {string} name @returns {ProveOptions} */
function checkOptions(options, name) {
  requireOptions(options, name);
  const { onProgress, signal, previousChallenges, runtimeTables } = /** @type {ProveOptions} */ (options);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    wrongType(`${name}: onProgress`, 'a function', onProgress);
  }
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') {
    wrongType(`${name}: signal`, 'an AbortSignal', signal);
  }
  return { onProgress, signal, previousChallenges, runtimeTables };
}

/**
 * The tables and challenges of the options as a witness file of nothing else.
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
 * Tells those who watch the instance how a proof has ended.
 * @param {Instance} instance @param {string} curve @param {number} start @param {unknown} [error]
 */
function tellEnd(instance, curve, start, error) {
  const failure = error instanceof CancelledError ? 'cancelled' : 'failed';
  const outcome = error === undefined ? 'proved' : failure;
  instance.events.emit('proof', { curve, outcome, ms: performance.now() - start });
}

/** @param {any} task @param {ProveOptions['onProgress']} onProgress */
function tell(task, onProgress) {
  if (onProgress) onProgress({ phase: task.phase, fraction: task.fraction });
}

/**
 * Does the work of a task step by step, with a turn of the event loop between steps, and takes its
 * result. The task is freed whichever way it ends.
 * @param {any} task @param {TaskOptions} options
 */
async function finish(task, { onProgress, signal }) {
  try {
    tell(task, onProgress);
    for (let finished = false; !finished;) {
      await turn();
      throwIfAborted(signal);
      finished = task.step();
      tell(task, onProgress);
    }
    return task.take();
  } finally {
    task.free();
  }
}

/** The same without a turn of the event loop. @param {any} task @param {TaskOptions} options */
function finishSync(task, { onProgress }) {
  try {
    tell(task, onProgress);
    while (!task.step()) tell(task, onProgress);
    tell(task, onProgress);
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
    PlonkIndex,
    PlonkIndexTask,
    ProverTask,
    Srs,
    SrsTask,
    VerificationBatch,
    VerifierIndex,
    Witness,
  },
  instance,
  fieldName
) {
  const [curve = ''] = PlonkIndex.type.split('.');
  /** Begins a call that waits no longer when the signal is aborted. @template T @param {AbortSignal | undefined} signal @param {() => T} begin */
  const beginUnder = (signal, begin) => {
    const { signal: outer } = instance;
    instance.signal = signal;
    try {
      return begin();
    } finally {
      instance.signal = outer;
    }
  };
  const methods = {
    /** @param {unknown} witness @param {ProveOptions} [options] */
    async prove(witness, options = {}) {
      // Borrowed until the promise settles: a free() meanwhile waits for it.
      const call = instance.enter(`${PlonkIndex.type}.prove`);
      const start = performance.now();
      try {
        call.borrow(this, PlonkIndex, 'this');
        call.borrow(witness, Witness, 'witness');
        const { onProgress, signal, ...rest } = checkOptions(options, call.label('options'));
        throwIfAborted(signal);
        const task = await beginUnder(signal, () =>
          ProverTask.createAsync(this, witness, extras(rest, fieldName))
        );
        const proof = await finish(task, { onProgress, signal });
        tellEnd(instance, curve, start);
        return proof;
      } catch (error) {
        tellEnd(instance, curve, start, error);
        throw error;
      } finally {
        call.leave();
      }
    },

    /** @param {unknown} witness @param {ProveOptions} [options] */
    proveSync(witness, options = {}) {
      const { onProgress, ...rest } = checkOptions(
        options,
        `${PlonkIndex.type}.proveSync: options`
      );
      const start = performance.now();
      try {
        const task = ProverTask.create(this, witness, extras(rest, fieldName));
        const proof = finishSync(task, { onProgress });
        tellEnd(instance, curve, start);
        return proof;
      } catch (error) {
        tellEnd(instance, curve, start, error);
        throw error;
      }
    },
  };
  /** @param {string} name of the call @param {unknown} options @param {() => Promise<any>} begin */
  const inSteps = async (name, options, begin) => {
    const checked = checkOptions(options, `${name}: options`);
    throwIfAborted(checked.signal);
    return finish(await beginUnder(checked.signal, begin), checked);
  };
  const srsStatics = {
    /** @param {unknown} depth @param {TaskOptions} [options] */
    createAsync: (depth, options = {}) =>
      inSteps(`${Srs.type}.createAsync`, options, () => SrsTask.createAsync(depth)),
  };
  const indexStatics = {
    /** @param {unknown} circuit @param {unknown} srs @param {TaskOptions} [options] */
    createAsync: (circuit, srs, options = {}) =>
      inSteps(`${PlonkIndex.type}.createAsync`, options, () => PlonkIndexTask.createAsync(circuit, srs)),

    /**
     * @param {unknown} gates @param {unknown} publicInputSize @param {unknown} srs
     * @param {unknown} [extras] @param {TaskOptions} [options]
     */
    fromGatesAsync: (gates, publicInputSize, srs, extras, options = {}) =>
      inSteps(`${PlonkIndex.type}.fromGatesAsync`, options, () =>
        PlonkIndexTask.fromGatesAsync(gates, publicInputSize, srs, extras)
      ),
  };
  const statics = {
    /** @param {readonly { index: unknown, proof: unknown }[]} claims */
    batchVerify(claims) {
      const name = `${VerifierIndex.type}.batchVerify: claims`;
      const count = countOf(claims, name, 'an array of { index, proof }');
      const batch = VerificationBatch.create();
      try {
        for (let i = 0; i < count; ++i) {
          const claim = claims[i];
          if (!isReadable(claim)) wrongType(`${name}[${i}]`, '{ index, proof }', claim);
          const { index, proof } = claim;
          batch.add(index, proof);
        }
        return batch.verify();
      } finally {
        batch.free();
      }
    },
  };
  define(PlonkIndex.prototype, methods);
  define(PlonkIndex, indexStatics);
  define(Srs, srsStatics);
  define(VerifierIndex, statics);
}

/** @param {object} target @param {Record<string, Function>} functions */
function define(target, functions) {
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}
