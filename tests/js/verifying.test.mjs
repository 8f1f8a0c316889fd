// Verification and the writing of circuits in steps: the result is that of the synchronous call, the event
// loop turns meanwhile, and cancelling leaves nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CancelledError, load } from 'onggi';

import { testLeavingNothing } from './leaving_nothing.mjs';
import { withProgress } from './progress.mjs';
import { Bin, held, recordedOf, samples, turn, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

/** @param {any} curve @param {Bin} bin */
function claim(curve, bin) {
  const index = bin.put(samples.VerifierIndex?.(curve, bin));
  const proof = bin.put(samples.ProverProof?.(curve, bin));
  return { index, proof };
}

/** A proof that is not valid. @param {any} curve @param {Bin} bin */
function falseProof(curve, bin) {
  const { proof } = recordedOf(curve.name);
  return bin.put(curve.ProverProof.fromJSON({ ...proof, ft_eval1: '0x7' }));
}

const verifyPhases = ['transcript', 'opening', 'done'];

/**
 * The functions that work in steps, what each gives, and its phases.
 * @type {{ name: string, phases: string[], start: (curve: any, bin: Bin, options?: any) => Promise<unknown>, once: (curve: any, bin: Bin) => unknown }[]}
 */
const functions = [
  {
    name: 'VerifierIndex.verifyAsync',
    phases: verifyPhases,
    start: (curve, bin, options) => {
      const { index, proof } = claim(curve, bin);
      return index.verifyAsync(proof, options);
    },
    once: () => true,
  },
  {
    name: 'VerifierIndex.batchVerifyAsync',
    phases: verifyPhases,
    start: (curve, bin, options) => {
      const { index, proof } = claim(curve, bin);
      return curve.VerifierIndex.batchVerifyAsync(
        [
          { index, proof },
          { index, proof },
        ],
        options
      );
    },
    once: () => true,
  },
  {
    name: 'VerificationBatch.verifyAsync',
    phases: verifyPhases,
    start: (curve, bin, options) => bin.put(samples.VerificationBatch?.(curve, bin)).verifyAsync(options),
    once: () => true,
  },
  {
    name: 'CircuitBuilder.circuitAsync',
    phases: ['text', 'done'],
    start: (curve, bin, options) => bin.put(samples.CircuitBuilder?.(curve, bin)).circuitAsync(16, options),
    once: (curve, bin) => bin.put(samples.CircuitBuilder?.(curve, bin)).circuit(16),
  },
];

for (const curve of [onggi.vesta, onggi.pallas]) {
  for (const { name, phases, start, once } of functions) {
    describe(`${curve.name}.${name}`, () => {
      testLeavingNothing(
        onggi,
        'gives the result of the synchronous call, and reports its progress',
        async (bin) => {
          const result = await withProgress(phases, (onProgress) => start(curve, bin, { onProgress }));
          assert.deepEqual(result, once(curve, bin));
        }
      );

      testLeavingNothing(
        onggi,
        'ends when a signal is aborted, before the first step or later',
        async (bin) => {
          const controller = new AbortController();
          const onProgress = () => controller.abort('enough');
          await assert.rejects(start(curve, bin, { onProgress, signal: controller.signal }), (error) => {
            assert.ok(error instanceof CancelledError);
            assert.equal(error.cause, 'enough');
            return true;
          });
          const never = () => assert.fail('it began');
          const aborted = { onProgress: never, signal: AbortSignal.abort() };
          await assert.rejects(start(curve, bin, aborted), { code: 'cancelled' });
        }
      );

      testLeavingNothing(onggi, 'ends with what onProgress throws', async (bin) => {
        const mine = new Error('mine');
        const onProgress = () => {
          throw mine;
        };
        await assert.rejects(start(curve, bin, { onProgress }), mine);
      });

      testLeavingNothing(onggi, 'refuses options that are not an object', async (bin) => {
        for (const [options, code] of [
          [7, 'wrong_type'],
          [{ signal: {} }, 'wrong_type'],
          [{ onProgress: 1 }, 'wrong_type'],
          [{ onprogress: () => {} }, 'unknown_option'],
        ])
          await assert.rejects(start(curve, bin, options), { code });
      });
    });
  }

  describe(`${curve.name}: proofs that are not valid`, () => {
    test('give false, alone and in a batch', async () => {
      const bin = new Bin();
      const before = held(onggi);
      const { index, proof } = claim(curve, bin);
      const wrong = falseProof(curve, bin);
      assert.equal(await index.verifyAsync(wrong), false);
      const { VerifierIndex } = curve;
      const claims = [proof, wrong, proof].map((each) => ({ index, proof: each }));
      assert.equal(await VerifierIndex.batchVerifyAsync(claims), false);
      assert.equal(VerifierIndex.batchVerify(claims), false);
      assert.equal(await VerifierIndex.batchVerifyAsync([]), true);
      bin.empty();
      assert.deepEqual(held(onggi), before);
    });

    test('end the work at once if they do not fit the index', async () => {
      const bin = new Bin();
      const { index } = claim(curve, bin);
      const { proof } = recordedOf(curve.name);
      const other = bin.put(curve.ProverProof.fromJSON({ ...proof, public: [...proof.public, '0x1'] }));
      /** @type {string[]} */
      const seen = [];
      const onProgress = (/** @type {any} */ { phase }) => void seen.push(phase);
      assert.equal(await index.verifyAsync(other, { onProgress }), false);
      assert.deepEqual(seen, ['transcript', 'done']);
      bin.empty();
    });
  });
}

test('index and proof may be freed during the verification', async () => {
  const bin = new Bin();
  const before = held(onggi);
  const { index, proof } = claim(onggi.vesta, bin);
  const verdict = index.verifyAsync(proof);
  bin.empty();
  assert.equal(await verdict, true);
  assert.deepEqual(held(onggi), before);
});

test('circuitAsync() writes the circuit as it was when the call began', async () => {
  const bin = new Bin();
  const builder = bin.put(samples.CircuitBuilder?.(onggi.vesta, bin));
  const before = builder.circuit(16);
  const writing = builder.circuitAsync(16, { onProgress: () => void builder.mul(1, 2) });
  assert.deepEqual(await writing, before);
  assert.notDeepEqual(builder.circuit(16), before);
  bin.empty();
});

test('wrong handles are refused with the name of the function', async () => {
  const bin = new Bin();
  const { index, proof } = claim(onggi.vesta, bin);
  const { index: other } = claim(onggi.pallas, bin);
  await assert.rejects(other.verifyAsync(proof), {
    code: 'wrong_curve',
    message: /VerifierIndex\.verifyAsync: proof/,
  });
  await assert.rejects(index.verifyAsync(), { code: 'wrong_type' });
  await assert.rejects(index.verifyAsync.call({}, proof), { code: 'wrong_type' });
  const { VerifierIndex } = onggi.vesta;
  await assert.rejects(VerifierIndex.batchVerifyAsync(/** @type {any} */ (7)), { code: 'wrong_type' });
  await assert.rejects(VerifierIndex.batchVerifyAsync([/** @type {any} */ (undefined)]), {
    code: 'wrong_type',
  });
  const stale = bin.put(samples.ProverProof?.(onggi.vesta, bin));
  stale.free();
  await assert.rejects(index.verifyAsync(stale), { code: 'stale_handle' });
  bin.empty();
});

test('closing the instance ends the work', async () => {
  const instance = await load();
  const bin = new Bin();
  const { index, proof } = claim(instance.vesta, bin);
  const verdict = index.verifyAsync(proof, { onProgress: () => void setImmediate(() => instance.close()) });
  await assert.rejects(verdict, { code: 'instance_dead' });
});

describe('slow functions', () => {
  test('have an asynchronous form with the same result, after a turn of the event loop', async () => {
    const bin = new Bin();
    const before = held(onggi);
    const { vesta } = onggi;
    const { index, proof } = claim(vesta, bin);
    const srs = bin.put(vesta.Srs.create(64));
    const prover = bin.put(samples.PlonkIndex?.(vesta, bin));
    const witness = bin.put(samples.Witness?.(vesta, bin));
    let turned = false;
    void turn().then(() => (turned = true));
    /** @type {[unknown, Promise<unknown>][]} */
    const pairs = [
      [index.oracles(proof), index.oraclesAsync(proof)],
      [srs.encodeLagrangeBasis(64), srs.encodeLagrangeBasisAsync(64)],
      [srs.toBytes(), srs.toBytesAsync()],
      [prover.encode(), prover.encodeAsync()],
      [undefined, prover.checkWitnessAsync(witness)],
      [witness.toJSON(), witness.toJSONAsync()],
    ];
    for (const [expected, promise] of pairs) {
      assert.deepEqual(await promise, expected);
      assert.ok(turned, 'a turn of the event loop came first');
    }
    bin.empty();
    assert.deepEqual(held(onggi), before);
  });

  test('read their arguments at the call', async () => {
    const { vesta } = onggi;
    const bin = new Bin();
    const srs = bin.put(vesta.Srs.create(4));
    const coefficients = [1n, 2n];
    const expected = bin.put(srs.commit(coefficients, 1)).chunks();
    const promise = srs.commitAsync(coefficients, 1);
    coefficients[0] = 9n;
    assert.deepEqual(bin.put(await promise).chunks(), expected);
    bin.empty();
  });

  test('end when a signal is aborted', async () => {
    const bin = new Bin();
    const before = held(onggi);
    const { index, proof } = claim(onggi.vesta, bin);
    const controller = new AbortController();
    const promise = index.oraclesAsync(proof, { signal: controller.signal });
    controller.abort('enough');
    await assert.rejects(promise, { code: 'cancelled', cause: 'enough' });
    bin.empty();
    assert.deepEqual(held(onggi), before);
  });
});
