// Creation in steps: the result is that of create(), and cancelling it frees everything.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CancelledError, load } from 'onggi';

import { testLeavingNothing } from './leaving_nothing.mjs';
import { withProgress } from './progress.mjs';
import { Bin, recordedOf, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

const indexPhases = ['columns', 'commitments', 'done'];

/**
 * What can be made in steps: at once and step by step, what shows that they are the same, and the
 * phases that are reported.
 */
const makers = [
  {
    name: 'Srs',
    phases: ['points', 'done'],
    /** @param {any} curve @param {Bin} _bin */
    once: (curve, _bin) => curve.Srs.create(3000),
    /** @param {any} curve @param {Bin} _bin @param {any} options */
    inSteps: (curve, _bin, options) => curve.Srs.createAsync(3000, options),
    /** @param {any} srs @param {Bin} _bin */
    content: (srs, _bin) => srs.toBytes(),
    /** @param {any} curve @param {Bin} _bin */
    bad: (curve, _bin) => [
      [() => curve.Srs.createAsync(0), 'size_out_of_range'],
      [() => curve.Srs.createAsync('8'), 'wrong_type'],
      [() => curve.Srs.createAsync(8, null), 'wrong_type'],
      [() => curve.Srs.createAsync(8, { onProgress: 7 }), 'wrong_type'],
      [() => curve.Srs.createAsync(8, { signal: {} }), 'wrong_type'],
    ],
  },
  {
    name: 'PlonkIndex',
    phases: indexPhases,
    once: samples.PlonkIndex,
    /** @param {any} curve @param {Bin} bin @param {any} options */
    inSteps: (curve, bin, options) => {
      const srs = bin.put(samples.Srs(curve, bin));
      const making = curve.PlonkIndex.createAsync(recordedOf(curve.name).circuit, srs, options);
      srs.free();
      return making;
    },
    /** @param {any} index @param {Bin} bin */
    content: (index, bin) => bin.put(index.verifierIndex()).toJSON(),
    /** @param {any} curve @param {Bin} bin */
    bad: (curve, bin) => {
      const srs = bin.put(samples.Srs(curve, bin));
      const { circuit } = recordedOf(curve.name);
      return [
        [() => curve.PlonkIndex.createAsync({}, srs), 'missing_field'],
        [() => curve.PlonkIndex.createAsync(circuit), 'wrong_type'],
        [() => curve.PlonkIndex.createAsync(circuit, srs, 7), 'wrong_type'],
        [() => curve.PlonkIndex.fromGatesAsync(srs, 0, srs), 'wrong_type'],
      ];
    },
  },
  {
    name: 'PlonkIndex',
    factory: 'fromGatesAsync',
    phases: indexPhases,
    once: samples.PlonkIndex,
    /** @param {any} curve @param {Bin} bin @param {any} options */
    inSteps: (curve, bin, options) => {
      const gates = bin.put(samples.GateVector(curve, bin));
      const srs = bin.put(samples.Srs(curve, bin));
      const { public_input_size: size } = recordedOf(curve.name).circuit;
      return curve.PlonkIndex.fromGatesAsync(gates, size, srs, undefined, options);
    },
    /** @param {any} index @param {Bin} bin */
    content: (index, bin) => bin.put(index.verifierIndex()).toJSON(),
    bad: () => [],
  },
  {
    name: 'PlonkIndex',
    factory: 'createAsync with keepEvaluations',
    phases: ['columns', 'commitments', 'evaluations', 'done'],
    once: samples.PlonkIndex,
    /** @param {any} curve @param {Bin} bin @param {any} options */
    inSteps: (curve, bin, options) => {
      const srs = bin.put(samples.Srs(curve, bin));
      const { circuit } = recordedOf(curve.name);
      return curve.PlonkIndex.createAsync(circuit, srs, { ...options, keepEvaluations: true });
    },
    /** @param {any} index @param {Bin} bin */
    content: (index, bin) => bin.put(index.verifierIndex()).toJSON(),
    bad: () => [],
  },
];

for (const curve of [onggi.vesta, onggi.pallas]) {
  for (const { name, factory = 'createAsync', phases, once, inSteps, content, bad } of makers) {
    describe(`${curve.name}.${name}.${factory}`, () => {
      testLeavingNothing(
        onggi,
        'makes the same object as create(), and reports its progress',
        async (bin) => {
          const made = await withProgress(phases, (onProgress) => inSteps(curve, bin, { onProgress }));
          assert.deepEqual(content(bin.put(made), bin), content(bin.put(once(curve, bin)), bin));
        }
      );

      testLeavingNothing(onggi, 'a signal ends it at any step and frees everything', async (bin) => {
        for (const stop of [1, 2, 3]) {
          const controller = new AbortController();
          let steps = 0;
          const onProgress = () => {
            if (++steps === stop) controller.abort('enough');
          };
          const options = { onProgress, signal: controller.signal };
          await assert.rejects(inSteps(curve, bin, options), (error) => {
            assert.ok(error instanceof CancelledError);
            assert.equal(error.cause, 'enough');
            return true;
          });
          assert.equal(steps, stop);
        }
        const onProgress = () => assert.fail('it began');
        const signal = AbortSignal.abort();
        await assert.rejects(inSteps(curve, bin, { onProgress, signal }), { code: 'cancelled' });
      });

      testLeavingNothing(onggi, 'throws a typed error for bad input', async (bin) => {
        for (const [make, code] of bad(curve, bin)) await assert.rejects(make(), { code }, `${make}`);
      });

      test(`${name}Task returns its result once, when it is finished`, () => {
        const bin = new Bin();
        const task = bin.put(samples[`${name}Task`](curve, bin));
        assert.throws(() => task.take(), { code: 'invalid_argument' });
        assert.equal(task.phase, phases[0]);
        while (!task.step());
        assert.equal(task.phase, 'done');
        assert.equal(task.fraction, 1);
        assert.ok(task.step());
        bin.put(task.take());
        assert.equal(task.fraction, 1);
        assert.throws(() => task.take(), { code: 'invalid_argument' });
        bin.empty();
      });
    });
  }
}
