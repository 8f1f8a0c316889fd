// The option keepEvaluations: what an index keeps is charged to it, given back by trim() or when memory is short, and
// makes no difference to proofs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, NativeBudgetError } from 'onggi';

import { testLeavingNothing } from './leaving_nothing.mjs';
import { idle } from './members.mjs';
import { Bin, held, recordedOf, samples, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);
const keepEvaluations = true;

/** The types of the indexes. @param {any} curve */
const typeOf = (curve) => `${curve.name[0].toUpperCase()}${curve.name.slice(1)}PlonkIndex`;

/** The bytes of all indexes, by the ledger and by their handles. @param {any} instance @param {any} curve */
function indexBytes({ memory, leaks }, curve) {
  const { bytes } = memory().byType[typeOf(curve)];
  const ofHandles = leaks().filter((/** @type {any} */ { type }) => type === `${curve.name}.PlonkIndex`);
  const sum = ofHandles.reduce(
    (/** @type {number} */ total, /** @type {any} */ leak) => total + leak.bytes,
    0
  );
  // Other objects are made in the same calls.
  assert.ok(Math.abs(sum - bytes) < 4096, `${sum} bytes of handles, ${bytes} in the ledger`);
  return bytes;
}

for (const curve of [onggi.vesta, onggi.pallas]) {
  const { circuit, witness } = recordedOf(curve.name);

  /** The file of the index. @param {any} srs @returns {Uint8Array} */
  function file(srs) {
    const index = curve.PlonkIndex.create(circuit, srs);
    const bytes = index.encode();
    index.free();
    return bytes;
  }

  /** Makes an index in each way. @type {Record<string, (srs: any, bin: Bin) => any>} */
  const makers = {
    create: (srs) => curve.PlonkIndex.create(circuit, srs, { keepEvaluations }),
    createAsync: (srs) => curve.PlonkIndex.createAsync(circuit, srs, { keepEvaluations }),
    fromGates: (srs, bin) => {
      const gates = bin.put(samples.GateVector(curve, bin));
      return curve.PlonkIndex.fromGates(gates, circuit.public_input_size, srs, undefined, {
        keepEvaluations,
      });
    },
    fromGatesAsync: (srs, bin) => {
      const gates = bin.put(samples.GateVector(curve, bin));
      const { public_input_size: size } = circuit;
      return curve.PlonkIndex.fromGatesAsync(gates, size, srs, undefined, { keepEvaluations });
    },
    decode: (srs) => curve.PlonkIndex.decode(file(srs), srs, { keepEvaluations }),
    decodeAsync: (srs) => curve.PlonkIndex.decodeAsync(file(srs), srs, { keepEvaluations }),
  };

  describe(`${curve.name}.PlonkIndex with keepEvaluations`, () => {
    for (const [name, make] of Object.entries(makers)) {
      testLeavingNothing(onggi, `${name}: proofs are valid, and trim() gives the bytes back`, async (bin) => {
        const srs = bin.put(samples.Srs(curve, bin));
        const input = bin.put(curve.Witness.fromJSON(witness));
        const index = bin.put(await make(srs, bin));
        const verifier = bin.put(index.verifierIndex());
        const kept = indexBytes(onggi, curve);
        const { heap } = onggi.memory();
        assert.ok(verifier.verify(bin.put(index.proveSync(input))));
        index.trim();
        const trimmed = indexBytes(onggi, curve);
        assert.ok(kept - trimmed > 49 * 32 * index.domainSize, `${kept} bytes, ${trimmed} after trim()`);
        assert.ok(heap - onggi.memory().heap > (kept - trimmed) / 2);
        index.trim();
        assert.equal(indexBytes(onggi, curve), trimmed);
        assert.ok(verifier.verify(bin.put(index.proveSync(input))));
        index.free();
        bin.put(curve.PlonkIndex.create(circuit, srs));
        const others = trimmed - indexBytes(onggi, curve);
        assert.ok(others >= 0 && others < 1024, `${others} bytes besides a table of the domain`);
      });
    }

    testLeavingNothing(onggi, 'trim() during a proof changes nothing else', async (bin) => {
      const srs = bin.put(samples.Srs(curve, bin));
      const input = bin.put(curve.Witness.fromJSON(witness));
      for (const phase of ['witness', 'quotient', 'opening']) {
        const index = bin.put(curve.PlonkIndex.create(circuit, srs, { keepEvaluations }));
        const onProgress = (/** @type {any} */ progress) => progress.phase === phase && index.trim();
        const proof = bin.put(await index.prove(input, { onProgress }));
        assert.ok(bin.put(index.verifierIndex()).verify(proof), phase);
        index.free();
      }
    });

    testLeavingNothing(
      onggi,
      'no handle has fewer than no bytes if the other one is trimmed',
      async (bin) => {
        const index = bin.put(curve.PlonkIndex.create(circuit, bin.put(samples.Srs(curve, bin))));
        const task = bin.put(curve.PlonkIndexTask.keepEvaluations(index));
        while (!task.step());
        bin.put(task.take());
        index.trim();
        const bytes = onggi.leaks().map((/** @type {any} */ leak) => leak.bytes);
        assert.ok(Math.min(...bytes) >= 0, `${bytes}`);
      }
    );

    testLeavingNothing(onggi, 'wrong options are refused', async (bin) => {
      const srs = bin.put(samples.Srs(curve, bin));
      for (const name of ['create', 'createAsync']) {
        const make = async (/** @type {unknown} */ options) => curve.PlonkIndex[name](circuit, srs, options);
        await assert.rejects(make({ keepEvaluations: 1 }), { code: 'wrong_type' });
        await assert.rejects(make({ keepEvaluation: true }), /did you mean keepEvaluations/);
        await assert.rejects(make(true), { code: 'wrong_type' });
        bin.put(await make({ keepEvaluations: false }));
        bin.put(await make({}));
      }
      const decode = () => curve.PlonkIndex.decode(file(srs), srs, { keepEvaluations: 'yes' });
      assert.throws(decode, { code: 'wrong_type' });
      assert.throws(decode, /PlonkIndex\.decode: options: keepEvaluations: expected true or false/);
      assert.throws(() => curve.PlonkIndex.create(circuit, srs, { signal: undefined }), {
        code: 'unknown_option',
      });
    });
  });
}

describe('without enough memory', () => {
  const { circuit, witness } = idle(1000);
  const depth = 1 << 10;

  test('an index that cannot keep so much is refused, and nothing is left', async () => {
    const tight = await load({ maxMemory: 5 * 2 ** 20 });
    const { PlonkIndex, Srs } = tight.vesta;
    const srs = Srs.create(depth);
    const index = PlonkIndex.create(circuit, srs);
    const file = index.encode();
    index.free();
    const decode = () => PlonkIndex.decode(file, srs, { keepEvaluations });
    const create = () => PlonkIndex.create(circuit, srs, { keepEvaluations });
    const createAsync = () => PlonkIndex.createAsync(circuit, srs, { keepEvaluations });
    await assert.rejects(createAsync(), NativeBudgetError);
    const before = held(tight); // with the names of types, which stay
    assert.throws(create, NativeBudgetError);
    assert.deepEqual(held(tight), before);
    await assert.rejects(createAsync(), NativeBudgetError);
    assert.deepEqual(held(tight), before);
    assert.throws(decode, NativeBudgetError);
    assert.deepEqual(held(tight), before);
    tight.close();
  });

  /** An index that keeps evaluations, in an instance of its own. @param {object} limits */
  async function keepingIndex(limits) {
    const instance = await load(limits);
    const { PlonkIndex, Srs, Witness } = instance.vesta;
    const index = PlonkIndex.create(circuit, Srs.create(depth), { keepEvaluations });
    const kept = indexBytes(instance, instance.vesta);
    const input = Witness.fromJSON(witness);
    /** That it keeps nothing now, and proves. */
    const assertTrimmed = async () => {
      assert.ok(indexBytes(instance, instance.vesta) < kept / 2);
      assert.ok(index.verifierIndex().verify(await index.prove(input)));
    };
    return { instance, vesta: instance.vesta, index, kept, assertTrimmed };
  }

  test('a call that does not fit below maxMemory otherwise takes what indexes keep', async () => {
    const { instance, vesta, kept, assertTrimmed } = await keepingIndex({ maxMemory: 24 * 2 ** 20 });
    const elements = new Uint8Array(2 ** 20);
    const bin = new Bin();
    while (indexBytes(instance, vesta) === kept) bin.put(vesta.Vector.fromFields(elements));
    const { live, limits } = instance.memory();
    assert.ok(live + kept > limits.hard, `trimmed at ${live} bytes`);
    bin.empty();
    await assertTrimmed();
    instance.close();
  });

  test('so does one that waits at the soft limit, if collections do not help', async () => {
    const { instance, assertTrimmed } = await keepingIndex({ softLimit: 12 * 2 ** 20 });
    await instance.reserve(11 * 2 ** 20);
    await assertTrimmed();
    instance.close();
  });
});

test('decodeAsync() reports its progress, and can be cancelled while it computes evaluations', async () => {
  const { PlonkIndex, Srs } = onggi.vesta;
  const { circuit } = recordedOf('vesta');
  const bin = new Bin();
  const srs = bin.put(Srs.create(1 << 9));
  const file = bin.put(PlonkIndex.create(circuit, srs)).encode();
  /** @type {{ phase: string, fraction: number }[]} */
  const seen = [];
  const onProgress = (/** @type {any} */ progress) => void seen.push(progress);
  bin.put(await PlonkIndex.decodeAsync(file, srs, { keepEvaluations, onProgress }));
  const fractions = seen.map(({ fraction }) => fraction);
  assert.deepEqual(
    fractions,
    [...fractions].sort((a, b) => a - b)
  );
  assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ['evaluations', 'done']);
  const controller = new AbortController();
  const { handles } = onggi.memory();
  const cancelling = PlonkIndex.decodeAsync(file, srs, {
    keepEvaluations,
    signal: controller.signal,
    onProgress: ({ fraction }) => fraction > 0.5 && controller.abort(),
  });
  await assert.rejects(cancelling, { code: 'cancelled' });
  assert.equal(onggi.memory().handles, handles);
  bin.empty();
});

test('an index from the cache keeps evaluations if that is asked for', async () => {
  const instance = await load({ cache: { memory: true } });
  const { PlonkIndex, Srs, Witness } = instance.vesta;
  const { circuit, witness } = recordedOf('vesta');
  const bin = new Bin();
  const srs = bin.put(Srs.create(1 << 9));
  const plain = bin.put(PlonkIndex.create(circuit, srs));
  const bytes = indexBytes(instance, instance.vesta);
  const index = bin.put(await PlonkIndex.createAsync(circuit, srs, { keepEvaluations }));
  assert.ok(indexBytes(instance, instance.vesta) > 4 * bytes);
  assert.deepEqual(index.encode(), plain.encode());
  assert.ok(plain.verifierIndex().verify(index.proveSync(Witness.fromJSON(witness))));
  bin.empty();
  instance.close();
});
