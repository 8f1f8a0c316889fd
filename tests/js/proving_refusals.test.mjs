// Proofs that end without a result: cancelled ones, and witnesses that do not satisfy the circuit.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CancelledError } from 'onggi';

import { onggi, provingTest, setUp } from './proving_support.mjs';
import { Bin, held, recorded, samples } from './support.mjs';

describe('cancelling', () => {
  provingTest(
    'a signal cancels the proof at any step, and its reason is the cause of the error',
    async (curve, bin) => {
      const { index, witness } = setUp(curve, bin);
      const before = held(onggi);
      for (const stop of [1, 2, 17, 30]) {
        const controller = new AbortController();
        let steps = 0;
        const onProgress = () => {
          if (++steps === stop) controller.abort('enough');
        };
        await assert.rejects(index.prove(witness, { onProgress, signal: controller.signal }), (error) => {
          assert.ok(error instanceof CancelledError);
          assert.equal(error.code, 'cancelled');
          assert.equal(error.cause, 'enough');
          return true;
        });
        assert.equal(steps, stop);
        assert.deepEqual(held(onggi), before);
      }
    }
  );

  provingTest('does not begin if the signal is aborted already', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    const onProgress = () => assert.fail('it began');
    await assert.rejects(index.prove(witness, { onProgress, signal: AbortSignal.abort() }), {
      code: 'cancelled',
    });
  });

  provingTest('ends with the error that onProgress throws or rejects with', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    const mine = new Error('mine');
    const onProgress = () => {
      throw mine;
    };
    await assert.rejects(index.prove(witness, { onProgress }), mine);
    await assert.rejects(index.prove(witness, { onProgress: async () => onProgress() }), mine);
    assert.throws(() => index.proveSync(witness, { onProgress }), mine);
    assert.throws(() => index.proveSync(witness, { onProgress: async () => onProgress() }), {
      code: 'wrong_type',
      message: /onProgress must not return a promise/,
    });
  });

  provingTest('a signal ends the wait for the promise that onProgress returned', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    const controller = new AbortController();
    const onProgress = () => {
      controller.abort();
      return new Promise(() => {});
    };
    await assert.rejects(index.prove(witness, { onProgress, signal: controller.signal }), {
      code: 'cancelled',
    });
  });

  provingTest('a signal of another realm or a polyfill works as well', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    const onProgress = () => void Object.assign(signal, { aborted: true, reason: 'enough' });
    await assert.rejects(index.prove(witness, { onProgress, signal }), {
      code: 'cancelled',
      cause: 'enough',
    });
  });

  provingTest('functions that cannot be cancelled refuse a signal', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    const { signal } = new AbortController();
    const proof = bin.put(samples.ProverProof(curve, bin));
    for (const call of [
      () => index.proveSync(witness, { signal }),
      () => verifier.verify(proof, { signal }),
      () => curve.VerifierIndex.batchVerify([], { signal }),
      () => curve.Srs.create(4, { signal }),
    ]) {
      assert.throws(call, { code: 'unknown_option' }, `${call}`);
    }
  });
});

describe('bad witnesses', () => {
  /**
   * The recorded circuit of one Poseidon hash, with a cell changed.
   * @param {'fp' | 'fq'} field @param {number} column @param {number} row @param {Bin} bin
   */
  function hashWith(field, column, row, bin) {
    const { circuit, witness } = /** @type {any} */ (recorded(`${field}_poseidon`));
    const curve = onggi[field];
    witness.columns[column][row] = '0x1234567';
    const srs = bin.put(curve.Srs.create(circuit.srs_depth));
    return {
      index: bin.put(curve.PlonkIndex.create(circuit, srs)),
      witness: bin.put(curve.Witness.fromJSON(witness)),
    };
  }

  for (const [field, partner] of /** @type {const} */ ([
    ['fp', 25],
    ['fq', 2],
  ]))
    for (const [what, column, row, code, place] of /** @type {const} */ ([
      ['gate', 7, 5, 'unsatisfied_gate', 'row 5: Poseidon, constraint 1'],
      ['wire', 0, 0, 'unsatisfied_copy', `row 0, column 0 and row ${partner}, column 0`],
    ]))
      test(`${field}: the error names the unsatisfied ${what}`, async () => {
        const bin = new Bin();
        const { index, witness } = hashWith(field, column, row, bin);
        for (const prove of [() => index.prove(witness), async () => index.proveSync(witness)]) {
          await assert.rejects(prove, (error) => {
            assert.equal(error.code, code);
            assert.ok(error.message.endsWith(place), error.message);
            assert.doesNotMatch(error.message, /1234567/);
            return true;
          });
        }
        bin.empty();
      });

  provingTest('a witness can be checked without a proof', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    assert.equal(index.checkWitness(witness), undefined);
    const columns = Array.from({ length: 15 }, (_, i) => witness.column(i));
    for (const [column, row] of [
      [2, 3],
      [4, 3],
      [1, 3],
    ]) {
      const changed = columns.map((cells, i) => (i === column ? cells.with(row, 12345n) : cells));
      const wrong = bin.put(curve.Witness.fromColumns(changed));
      /** @type {any} */
      let refused;
      assert.throws(
        () => bin.put(index.proveSync(wrong)),
        (error) => {
          refused = error;
          return true;
        }
      );
      const message = refused.message.replace('ProverTask.step', 'PlonkIndex.checkWitness');
      assert.throws(() => index.checkWitness(wrong), { code: refused.code, message });
    }
  });

  provingTest('too many rows and wrong options are refused', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    const long = bin.put(curve.Witness.fromColumns(new Uint8Array(15 * 32 * 5000)));
    await assert.rejects(index.prove(long), { code: 'witness_shape' });
    for (const options of [null, 7, { onProgress: 7 }, { signal: {} }, { previousChallenges: 7 }]) {
      await assert.rejects(index.prove(witness, options), (error) => {
        assert.match(error.code, /^(wrong_type|malformed_json)$/, error.message);
        return true;
      });
    }
  });
});
