// Methods that are added to the generated class of prover indexes: prove() in steps, and proveSync().
import { throwIfAborted } from '../../runtime/cancellation.mjs';
import { CancelledError } from '../../runtime/errors.mjs';
import { now } from '../../runtime/intrinsics.mjs';
import { checkTaskOptions } from '../../runtime/native/options.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { define, finish, finishSync } from './tasks.mjs';

/** @typedef {import('../../runtime/native/instance.mjs').Instance} Instance */

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

/**
 * @param {Record<string, any>} classes of one curve
 * @param {Instance} instance
 * @param {string} fieldName of witness files
 */
export function addProving({ PlonkIndex, ProverTask, Witness }, instance, fieldName) {
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
  define(PlonkIndex.prototype, methods);
}
