// Proving: steps, progress, cancellation, and handles that are freed or dropped meanwhile.
import { real, withStandIns } from './stand_ins.mjs';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CancelledError, load } from 'onggi';

import { Bin, collect, held, recorded, recordedOf, samples, turn, warmUp } from './support.mjs';

const onggi = await load();
warmUp(onggi);

const phases = ['check', 'witness', 'permutation', 'quotient', 'evaluation', 'opening', 'done'];

/** Index, witness and verifier of a curve's recorded circuit. @param {any} curve @param {Bin} bin */
function setUp(curve, bin) {
  const index = bin.put(samples.PlonkIndex(curve, bin));
  const witness = bin.put(samples.Witness(curve, bin));
  return { index, witness, verifier: bin.put(index.verifierIndex()) };
}

/** @param {string} name @param {(curve: any, bin: Bin) => Promise<void>} body */
function provingTest(name, body) {
  for (const curve of [onggi.vesta, onggi.pallas]) {
    test(`${curve.name}: ${name}`, async () => {
      const before = held(onggi);
      const bin = new Bin();
      try {
        await body(curve, bin);
      } finally {
        bin.empty();
        assert.deepEqual(held(onggi), before);
      }
    });
  }
}

// What the first proof of a curve computes once and keeps.
for (const curve of [onggi.vesta, onggi.pallas]) {
  const bin = new Bin();
  const { index, witness, verifier } = setUp(curve, bin);
  verifier.verify(bin.put(index.proveSync(witness)));
  bin.empty();
}

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
