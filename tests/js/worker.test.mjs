// `onggi/worker`: the public classes, computed in a worker.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import * as here from 'onggi';
import * as there from 'onggi/worker';

import { expectWarnings } from './memory_callbacks.mjs';
import { circuit, expectEmpty, prepared, recordedProof } from './worker_support.mjs';

const { CancelledError, load, OnggiError, scopeAsync } = there;

const local = await here.load();
const remote = await load();
after(async () => {
  local.close();
  await remote.close();
});

/** Of Fp. */
const modulus = 28948022309329048855892746252171976963363056481941560715954676764349967630337n;
/** @param {object} target */
const namesOf = (target) =>
  Object.getOwnPropertyNames(target)
    .filter((name) => !['prototype', 'name', 'length', 'constructor'].includes(name))
    .filter((name) => !/^(noun|type|route|stays|destructor|trimmer)$/.test(name))
    .sort();

describe('the surface', () => {
  for (const curve of /** @type {const} */ (['vesta', 'pallas'])) {
    test(`${curve} has the members of onggi`, () => {
      const [ours, theirs] = [/** @type {any} */ (remote[curve]), /** @type {any} */ (local[curve])];
      assert.deepEqual(namesOf(ours), namesOf(theirs));
      assert.equal(ours.name, curve);
      for (const noun of namesOf(theirs).filter((name) => /^[A-Z]/.test(name))) {
        const additions = noun === 'PlonkIndex' ? ['find'] : [];
        assert.deepEqual(namesOf(ours[noun]), [...namesOf(theirs[noun]), ...additions].sort(), noun);
        assert.deepEqual(namesOf(ours[noun].prototype), namesOf(theirs[noun].prototype), noun);
      }
    });
  }

  test('both names of a curve are the same object', () => {
    assert.equal(remote.fp, remote.vesta);
    assert.equal(remote.fq, remote.pallas);
    assert.equal(there.gateTypes.length, here.gateTypes.length);
    assert.equal(there.OnggiError, here.OnggiError);
  });

  test('every kind of argument and result crosses', async () => {
    /** What a curve computes, of both sides in the same words. @param {any} curve */
    const results = async (curve) => {
      const { Srs, Vector, VecVec, CircuitBuilder, GateVector, PolyComm, Witness } = curve;
      const srs = await Srs.create(4);
      const [h, points] = [await srs.h(), await srs.points(0, 4)];
      const vector = await Vector.fromFields([1n, new Uint8Array(32).fill(1), 3n]);
      await vector.push(4n);
      const vectors = await VecVec.create();
      await vectors.push(new Uint8Array(64));
      await vectors.pushVector(vector);
      const builder = await CircuitBuilder.create();
      const cells = [await builder.variable(2n), await builder.publicInput(3n), await builder.constant(5n)];
      const state = await builder.poseidon(cells);
      await builder.generic([1n, 1n, modulus - 1n, 0n, 0n], cells); // 2 + 3 - 5 = 0
      const commitment = await srs.commit([1n, 2n, 3n], 1);
      const columns = Array.from({ length: 15 }, (_, i) => [BigInt(i)]);
      const gates = await GateVector.fromJSON(circuit);
      return {
        size: await srs.size,
        h,
        points,
        again: await (await Srs.fromPoints(points, h)).toFlat(),
        flat: await (await Srs.fromFlat(await srs.toFlat())).toBytes(),
        standard: await srs.isStandard(),
        fields: await vector.fields(),
        element: await vector.get(1),
        entries: [await vectors.get(0), await vectors.get(1), await vectors.length],
        state,
        value: await builder.value(state[0]),
        json: await builder.circuit(0),
        chunks: await commitment.toJSON(),
        equals: await commitment.equals(await PolyComm.fromPoints(await commitment.chunks())),
        columns: await (await Witness.fromColumns(columns)).toJSON(),
        text: await gates.serialize(circuit.public_input_size),
        digest: await gates.digest(circuit.public_input_size, 'mesa'),
        list: await curve.poseidonHashes([[1n], new Uint8Array(64), []]),
      };
    };
    assert.deepEqual(await results(remote.vesta), await results(local.vesta));
    await expectEmpty(remote);
  });

  test('a member that has no result gives null', async () => {
    await scopeAsync(async () => {
      const { verifier } = await prepared(remote.vesta);
      assert.equal(await verifier.lookup(), null);
    });
    await expectEmpty(remote);
  });

  test('memory(), threads(), reserve() and onMemory() ask the worker', async () => {
    const srs = await remote.vesta.Srs.create(16);
    const report = await remote.memory();
    assert.equal(report.byType.VestaSrs?.count, 1);
    assert.deepEqual(report.limits, local.memory().limits);
    assert.deepEqual(await remote.threads(), { running: 1 });
    await remote.reserve(1000);
    /** @type {any[]} */
    const reports = [];
    const off = await remote.onMemory((each) => reports.push(each), { interval: 0 });
    srs.free();
    while (reports.at(-1)?.live !== 0) {
      await remote.threads();
      await sleep(1);
    }
    off();
    assert.equal(reports.at(-1).handles, 0);
  });
});

describe('proving', () => {
  test('proves, and both sides accept the proof', async () => {
    const { index, values, verifier } = await prepared(remote.vesta);
    const proof = await index.prove(values);
    assert.equal(await verifier.verify(proof), true);
    const ours = local.vesta.PlonkIndex.create(circuit, local.vesta.Srs.create(circuit.srs_depth));
    const localVerifier = ours.verifierIndex();
    assert.ok(localVerifier.verify(local.vesta.ProverProof.fromJSON(await proof.toJSON())));
    assert.ok(await verifier.verifyAsync(await remote.vesta.ProverProof.fromJSON(recordedProof)));
    const claims = [{ index: verifier, proof }];
    assert.equal(await remote.vesta.VerifierIndex.batchVerify(claims), true);
    assert.equal(await remote.vesta.VerifierIndex.batchVerifyAsync(claims), true);
    assert.equal(await verifier.verify(await index.proveSync(values)), true);
  });

  test('options with data reach the prover', async () => {
    const { index, values } = await prepared(remote.vesta);
    await assert.rejects(
      index.prove(values, { previousChallenges: [{ chals: [1n], comm: [[1n, '2']] }] }),
      (/** @type {any} */ error) => error instanceof OnggiError && error.code !== 'cancelled'
    );
    await assert.rejects(index.prove(values, { runtimeTables: [{ id: 7, data: [1n] }] }), {
      code: 'runtime_tables_inconsistent',
    });
  });

  test('an index keeps evaluations if that is asked for, until trim()', async () => {
    const { Srs, PlonkIndex } = remote.vesta;
    const srs = await Srs.create(circuit.srs_depth);
    const bytes = async () => (await remote.memory()).byType.VestaPlonkIndex?.bytes ?? 0;
    const options = { keepEvaluations: true };
    const plain = await PlonkIndex.create(circuit, srs);
    const file = await plain.encode();
    plain.free();
    for (const make of [
      () => PlonkIndex.create(circuit, srs, options),
      () => PlonkIndex.createAsync(circuit, srs, options),
      () => PlonkIndex.decode(file, srs, options),
      () => PlonkIndex.decodeAsync(file, srs, options),
    ]) {
      const before = await bytes();
      const index = await make();
      const kept = (await bytes()) - before;
      await index.trim();
      assert.ok((await bytes()) - before < kept / 4);
      index.free();
    }
    await assert.rejects(PlonkIndex.create(circuit, srs, /** @type {any} */ ({ keepEvaluations: 1 })), {
      code: 'wrong_type',
    });
    srs.free();
  });

  test('progress is reported, and the work waits for the promise of the callback', async () => {
    const { index, values } = await prepared(remote.vesta);
    /** @type {any[]} */
    const steps = [];
    let waiting = 0;
    await index.prove(values, {
      onProgress: async (progress) => {
        assert.equal(++waiting, 1);
        steps.push(progress);
        await sleep(1);
        --waiting;
      },
    });
    assert.deepEqual(steps[0], { phase: 'check', fraction: 0 });
    assert.deepEqual(steps.at(-1), { phase: 'done', fraction: 1 });
    const phases = ['check', 'witness', 'permutation', 'quotient', 'evaluation', 'opening', 'done'];
    assert.deepEqual([...new Set(steps.map(({ phase }) => phase))], phases);
  });

  test('progress within a phase is reported at most every 40 ms', async () => {
    /** @type {any[]} */
    const reports = [];
    const onProgress = (/** @type {any} */ progress) =>
      void reports.push([progress.phase, performance.now()]);
    const srs = await remote.vesta.Srs.createAsync(1 << 14, { onProgress });
    srs.free();
    const times = reports.filter(([phase]) => phase === 'points').map(([, time]) => time);
    assert.ok(times.length > 1);
    const elapsed = /** @type {number} */ (times.at(-1)) - /** @type {number} */ (times[0]);
    assert.ok(times.length <= elapsed / 30 + 2, `${times.length} reports in ${elapsed} ms`);
  });

  for (const [name, onProgress] of /** @type {[string, () => any][]} */ ([
    [
      'throws',
      () => {
        throw new RangeError('mine');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('mine'))],
  ])) {
    test(`the work ends with the error of a callback that ${name}`, async () => {
      const { index, values, srs, verifier } = await prepared(remote.vesta);
      await assert.rejects(index.prove(values, { onProgress }), { name: 'RangeError', message: 'mine' });
      for (const handle of [index, values, srs, verifier]) handle.free();
      await expectEmpty(remote);
    });
  }

  test('a signal that is aborted right after the call, or in a microtask, cancels the work', async () => {
    const { index, values, srs, verifier } = await prepared(remote.vesta);
    for (const later of [(/** @type {() => void} */ abort) => abort(), queueMicrotask]) {
      for (const start of [
        (/** @type {object} */ options) => index.prove(values, options),
        (/** @type {object} */ options) => remote.vesta.Srs.createAsync(4, options),
      ]) {
        const controller = new AbortController();
        const work = start({ signal: controller.signal });
        later(() => controller.abort());
        await assert.rejects(work, { code: 'cancelled' });
      }
    }
    for (const handle of [index, values, srs, verifier]) handle.free();
    await expectEmpty(remote);
  });

  test('a callback of onMemory() that throws or rejects is a warning, and is called again', (context) =>
    expectWarnings(context, remote, async () => (await remote.vesta.Srs.create(4)).free()));

  test('a signal cancels the work and frees what it has made', async () => {
    const { index, values, srs, verifier } = await prepared(remote.vesta);
    const controller = new AbortController();
    const reason = { mine: true };
    const proving = index.prove(values, {
      signal: controller.signal,
      onProgress: ({ phase }) => void (phase === 'quotient' && controller.abort(reason)),
    });
    await assert.rejects(
      proving,
      (/** @type {any} */ error) => error instanceof CancelledError && error.cause === reason
    );
    assert.equal((await remote.memory()).byType.VestaProverTask?.count, 0);
    const aborted = remote.vesta.Srs.createAsync(4, { signal: AbortSignal.abort(reason) });
    await assert.rejects(aborted, { code: 'cancelled', cause: reason });
    for (const handle of [index, values, srs, verifier]) handle.free();
    await expectEmpty(remote);
  });
});
