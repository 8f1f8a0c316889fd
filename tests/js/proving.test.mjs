// Proving: steps, progress, and handles that are freed or dropped meanwhile.
import { real, withStandIns } from './stand_ins.mjs';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { onggi, provingTest, setUp } from './proving_support.mjs';
import { Bin, collect, held, recorded, recordedOf, samples, turn } from './support.mjs';

const phases = ['check', 'witness', 'permutation', 'quotient', 'evaluation', 'opening', 'done'];

describe('prove', () => {
  provingTest('makes a proof that is accepted, and reports its progress', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    /** @type {any[]} */
    const seen = [];
    const proof = bin.put(await index.prove(witness, { onProgress: (p) => seen.push(p) }));
    assert.ok(verifier.verify(proof));
    assert.ok(seen.length > 10);
    assert.deepEqual(seen.at(-1), { phase: 'done', fraction: 1 });
    for (let i = 1; i < seen.length; ++i) {
      assert.ok(seen[i].fraction >= seen[i - 1].fraction);
      assert.ok(phases.indexOf(seen[i].phase) >= phases.indexOf(seen[i - 1].phase));
    }
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], phases);
  });

  provingTest('lets the event loop turn between steps', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    let turns = 0;
    let steps = 0;
    let proving = true;
    const watch = (async () => {
      while (proving) {
        await turn();
        ++turns;
      }
    })();
    const proof = index.prove(witness, { onProgress: () => ++steps });
    bin.put(await proof.finally(() => (proving = false)));
    await watch;
    assert.ok(turns >= steps - 2, `${turns} turns in ${steps} steps`);
  });

  provingTest('two concurrent proofs do not affect each other', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    const proofs = await Promise.all([index.prove(witness), index.prove(witness)]);
    for (const proof of proofs) assert.ok(verifier.verify(bin.put(proof)));
    assert.notEqual(proofs[0].toBase64(), proofs[1].toBase64());
  });

  provingTest('handles freed during the proof are stale at once and freed at its end', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    const alive = onggi.memory().handles;
    const proving = index.prove(witness);
    index.free();
    witness.free();
    assert.equal(onggi.memory().handles, alive); // they are pending
    for (const use of [() => index.verifierIndex(), () => witness.rows, () => index.proveSync(witness)]) {
      assert.throws(use, { code: 'stale_handle' });
    }
    await assert.rejects(index.prove(witness), { code: 'stale_handle' });
    assert.ok(verifier.verify(bin.put(await proving)));
    assert.equal(onggi.memory().handles, alive - 2 + 1);
  });

  provingTest('handles dropped during the proof are not freed before its end', async (curve, bin) => {
    const verifier = bin.put(samples.VerifierIndex(curve, bin));
    let collections = 0;
    const proof = await (() => {
      const loose = new Bin();
      const { index, witness } = setUp(curve, loose);
      return index.prove(witness, { onProgress: () => (collections++ % 8 === 0 ? collect() : 0) });
    })();
    assert.ok(verifier.verify(bin.put(proof)));
    await collect();
  });

  provingTest('the SRS and the index may be freed before the end of the proof', async (curve, bin) => {
    const srs = samples.Srs(curve, bin);
    const index = curve.PlonkIndex.create(recordedOf(curve.name).circuit, srs);
    srs.free();
    const verifier = bin.put(index.verifierIndex());
    const proving = index.prove(bin.put(samples.Witness(curve, bin)));
    index.free();
    assert.ok(verifier.verify(bin.put(await proving)));
  });
});

describe('proveSync', () => {
  provingTest('proves without a turn of the event loop', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    let turned = false;
    setImmediate(() => (turned = true));
    const proof = bin.put(index.proveSync(witness));
    assert.equal(turned, false);
    assert.ok(verifier.verify(proof));
  });
});

describe('random numbers', () => {
  provingTest('proving throws an error with the cause if the generator fails', async (curve, bin) => {
    const { index, witness, verifier } = setUp(curve, bin);
    const cause = new Error('no entropy today');
    const getRandomValues = () => {
      throw cause;
    };
    await withStandIns({ getRandomValues }, async () => {
      const refused = { code: 'system_random_failed', message: /no entropy today/, cause };
      assert.throws(() => index.proveSync(witness), refused);
      await assert.rejects(index.prove(witness), refused);
    });
    assert.ok(verifier.verify(bin.put(index.proveSync(witness))));
  });

  provingTest('one call of the generator fetches a whole block', async (curve, bin) => {
    const { index, witness } = setUp(curve, bin);
    let calls = 0;
    let least = Infinity;
    /** @type {typeof real.getRandomValues} */
    const getRandomValues = (block) => {
      ++calls;
      least = Math.min(least, block?.byteLength ?? 0);
      return real.getRandomValues(block);
    };
    bin.put(await withStandIns({ getRandomValues }, () => index.proveSync(witness)));
    assert.ok(calls > 10 && least >= 32, `${calls} calls, the smallest for ${least} bytes`);
  });

  test('a generator that is replaced after load() is not used', () => {
    const { getRandomValues } = crypto;
    crypto.getRandomValues = () => assert.fail('the replacement was called');
    const bin = new Bin();
    try {
      const { index, witness } = setUp(onggi.vesta, bin);
      bin.put(index.proveSync(witness));
    } finally {
      crypto.getRandomValues = getRandomValues;
      bin.empty();
    }
  });
});

describe('ProverTask', () => {
  provingTest('returns its proof once, after its last step', async (curve, bin) => {
    const task = bin.put(samples.ProverTask(curve, bin));
    assert.throws(() => task.take(), { code: 'invalid_argument' });
    assert.equal(task.phase, 'check');
    while (!task.step());
    assert.equal(task.fraction, 1);
    assert.ok(task.step());
    bin.put(task.take());
    assert.throws(() => task.take(), { code: 'invalid_argument' });
  });
});

describe('recursion', () => {
  test('previous challenges can be passed in the witness or in the call', () => {
    const before = held(onggi);
    const { circuit, witness: content } = recorded('fp_recursion_1');
    const bin = new Bin();
    const srs = bin.put(onggi.vesta.Srs.create(circuit.srs_depth));
    const index = bin.put(onggi.vesta.PlonkIndex.create(circuit, srs));
    const verifier = bin.put(index.verifierIndex());
    const whole = bin.put(onggi.vesta.Witness.fromJSON(content));
    const bare = bin.put(onggi.vesta.Witness.fromJSON({ ...content, prev_challenges: [] }));
    assert.throws(() => index.proveSync(bare), { code: 'wrong_previous_challenges' });
    const previousChallenges = content.prev_challenges.map((/** @type {any} */ { chals, comm }) => ({
      chals: chals.map(BigInt),
      comm: comm.map((/** @type {any} */ point) => point.map(BigInt)),
    }));
    for (const prove of [() => index.proveSync(whole), () => index.proveSync(bare, { previousChallenges })]) {
      const proof = bin.put(prove());
      assert.ok(verifier.verify(proof));
      assert.deepEqual(proof.toJSON().prev_challenges, content.prev_challenges);
    }
    const code = 'wrong_previous_challenges';
    assert.throws(() => index.proveSync(whole, { previousChallenges: [] }), { code });
    const none = { format: content.format, field: content.field, prev_challenges: [] };
    assert.throws(() => index.checkWitness(whole, none), { code });
    bin.empty();
    const after = held(onggi);
    assert.deepEqual({ ...after, heap: 0 }, { ...before, heap: 0 });
  });
});

describe('verifying several proofs', () => {
  provingTest(
    'batchVerify() returns true for valid proofs, and false if one is invalid',
    async (curve, bin) => {
      const { index, witness, verifier } = setUp(curve, bin);
      const made = bin.put(index.proveSync(witness));
      const peers = bin.put(samples.ProverProof(curve, bin));
      const content = made.toJSON();
      content.ft_eval1 = '0x1';
      const forged = bin.put(curve.ProverProof.fromJSON(content));
      const claims = [made, peers].map((proof) => ({ index: verifier, proof }));
      const { batchVerify } = curve.VerifierIndex;
      assert.equal(batchVerify(claims), true);
      assert.equal(batchVerify([...claims, { index: verifier, proof: forged }]), false);
      assert.equal(verifier.verify(forged), false);
      assert.equal(batchVerify([]), true);
      for (const bad of [undefined, [null], [{}], [{ index: verifier }], [{ index, proof: made }]]) {
        assert.throws(() => batchVerify(bad), { code: 'wrong_type' });
      }
    }
  );

  provingTest('a batch keeps its proofs alive', async (curve, bin) => {
    const batch = bin.put(curve.VerificationBatch.create());
    const loose = new Bin();
    batch.add(loose.put(samples.VerifierIndex(curve, loose)), loose.put(samples.ProverProof(curve, loose)));
    loose.empty();
    assert.equal(batch.length, 1);
    assert.equal(batch.verify(), true);
  });
});
