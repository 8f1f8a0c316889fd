// Instances with little memory: what does not fit is refused in advance, and what fits is done.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, NativeBudgetError } from 'onggi';

import { idle, scalars } from './members.mjs';
import { Bin, held } from './support.mjs';

const { vesta } = await load();

describe('a full instance', () => {
  /** @param {any} tight @param {Bin} bin */
  function fill({ vesta, memory }, bin) {
    const { hard } = memory().limits;
    while (memory().live + 2 ** 18 < hard) bin.put(vesta.Vector.fromFields(scalars(200)));
  }

  test('refuses the large members before anything is allocated, and goes on working', async () => {
    const tight = await load({ maxMemory: 8 * 2 ** 20 });
    const { vesta } = tight;
    const bin = new Bin();
    const { circuit, witness } = idle(100);
    const srs = bin.put(vesta.Srs.create(1 << 8));
    const index = bin.put(vesta.PlonkIndex.create(circuit, srs));
    const input = bin.put(vesta.Witness.fromJSON(witness));
    const gates = bin.put(vesta.GateVector.fromJSON(circuit));
    const task = bin.put(vesta.ProverTask.create(index, input));
    const verifier = bin.put(index.verifierIndex());
    const proof = bin.put(index.proveSync(input));
    const spare = vesta.ProverTask.create(index, input);
    fill(tight, bin);
    const before = { ...held(tight), linear: tight.memory().linear };
    const unchanged = () => assert.deepEqual({ ...held(tight), linear: tight.memory().linear }, before);
    for (const call of [
      () => vesta.Srs.create(1 << 12),
      () => vesta.SrsTask.create(1 << 16),
      () => srs.commit(scalars(1 << 12), 0),
      () => srs.encodeLagrangeBasis(1 << 12),
      () => vesta.PlonkIndex.create(circuit, srs),
      () => vesta.PlonkIndex.fromGates(gates, circuit.public_input_size, srs),
      () => vesta.PlonkIndexTask.create(circuit, srs),
      () => vesta.ProverTask.create(index, input),
      () => index.proveSync(input),
      () => verifier.verify(proof),
    ]) {
      assert.throws(call, (/** @type {any} */ error) => {
        assert.ok(error instanceof NativeBudgetError, String(error));
        assert.ok(error.needed + error.live > error.limit);
        return true;
      });
      unchanged();
    }
    await assert.rejects(index.prove(input), NativeBudgetError);
    await assert.rejects(vesta.Srs.createAsync(1 << 12), NativeBudgetError);
    unchanged();
    while (!task.step()); // was charged when it was made
    spare.free();
    assert.ok(verifier.verify(bin.put(task.take())));
    bin.empty();
    assert.equal(tight.memory().live, 0);
  });
});

describe('an instance that is not much larger than what is read', () => {
  /** @param {(tight: any, bin: Bin) => void} body */
  async function tightly(body) {
    const tight = await load({ maxMemory: 8 * 2 ** 20 });
    const bin = new Bin();
    body(tight.vesta, bin);
    bin.empty();
    tight.close();
  }

  test('reads elements', () =>
    tightly((tight, bin) => void bin.put(tight.Vector.fromFields(scalars(1 << 16)))));

  test('reads a Lagrange basis', () => {
    const srs = vesta.Srs.create(1 << 9);
    const file = srs.encodeLagrangeBasis(1 << 11);
    srs.free();
    return tightly((tight, bin) => {
      assert.equal(bin.put(tight.Srs.create(1 << 9)).loadLagrangeBasis(file), 1 << 11);
    });
  });

  test('reads an index', async () => {
    const { circuit } = idle(1000);
    const srs = vesta.Srs.create(1 << 10);
    const index = vesta.PlonkIndex.create(circuit, srs);
    const file = index.encode();
    for (const handle of [index, srs]) handle.free();
    await tightly((tight, bin) => {
      bin.put(tight.PlonkIndex.decode(file, bin.put(tight.Srs.create(1 << 10))));
    });
  });
});
