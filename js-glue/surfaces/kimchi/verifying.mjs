// Methods that are added to the generated classes: verifying in steps, and a list of proofs.
import { refuseOptions } from '../../runtime/native/options.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { countOf, isReadable, wrongType } from '../../runtime/native/checks.mjs';
import { define, runTask } from './tasks.mjs';

/** @typedef {import('../../runtime/native/call.mjs').HandleClass} HandleClass */

/**
 * @param {Record<string, any>} classes of one curve
 * @param {import('../../runtime/native/instance.mjs').Instance} instance
 */
export function addVerifying({ ProverProof, VerificationBatch, VerifierIndex, VerifierTask }, instance) {
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
        return await runTask(instance, name, options, (wait) => VerifierTask.createBatchAsync(batch, wait));
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
      return runTask(instance, `${VerifierIndex.type}.verifyAsync`, options, begin, handles);
    },
  };
  const batchMethods = {
    /** @param {unknown} [options] */
    verifyAsync(options) {
      const begin = (/** @type {object} */ wait) => VerifierTask.createBatchAsync(this, wait);
      const name = `${VerificationBatch.type}.verifyAsync`;
      return runTask(instance, name, options, begin, [[this, VerificationBatch, 'this']]);
    },
  };
  define(VerifierIndex, verifierStatics);
  define(VerifierIndex.prototype, verifierMethods);
  define(VerificationBatch.prototype, batchMethods);
}
