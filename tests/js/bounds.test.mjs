// What calls take, by the allocator's own count: no more than was asked for in advance, and what they
// leave is in the ledger. Every door of the manifest, and the large ones at several sizes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, NativeBudgetError } from 'onggi';

import { doors, knownDoors, pass, scalars } from './doors.mjs';
import { Bin, held, recorded, recordedOf, samples, warmUp } from './support.mjs';

const onggi = await load({ debug: true });
warmUp(onggi);

// What the ledger may miss: the allocator's headers, control blocks of shared objects, keys of maps.
const slack = (/** @type {number} */ bytes) => 4096 + bytes / 8;
// Charged in advance for what their steps take.
const tasks = ['SrsTask', 'PlonkIndexTask', 'ProverTask'];

/** Runs a body with a bin that is emptied after it, and sees that no call took more than allowed. @param {(bin: Bin) => void} body */
function within(body) {
  const before = held(onggi);
  const bin = new Bin();
  try {
    body(bin);
  } finally {
    bin.empty();
  }
  assert.deepEqual(held(onggi), before);
  assert.deepEqual(onggi.memory().overruns, []);
}

test('the table has no door that the manifest does not have', () => {
  const known = doors.map(({ door }) => door);
  for (const door of knownDoors) assert.ok(known.includes(door), door);
});

for (const curve of [onggi.vesta, onggi.pallas]) {
  describe(curve.name, () => {
    for (const entry of doors) {
      test(`${entry.door} takes what it may and leaves what is in the ledger`, () => {
        within((bin) => {
          const before = onggi.memory();
          pass(curve, entry, bin);
          const { heap, live } = onggi.memory();
          const [taken, charged] = [heap - before.heap, live - before.live];
          const isCharged = taken - charged <= slack(charged);
          assert.ok(isCharged, `${taken} bytes taken, ${charged} in the ledger`);
          if (tasks.includes(entry.name)) return;
          assert.ok(charged - taken <= slack(taken), `${charged} in the ledger, ${taken} taken`);
        });
      });
    }
  });
}

describe('larger ones', () => {
  const { vesta, pallas } = onggi;

  for (const [depth, rows] of /** @type {[number, number][]} */ ([
    [1, 8],
    [25, 64],
    [1 << 10, 256],
    [3 << 10, 1 << 12],
  ])) {
    test(`an SRS of ${depth} and its sums, of long and of short scalars`, () => {
      within((bin) => {
        const srs = bin.put(pallas.Srs.create(depth));
        const task = bin.put(pallas.SrsTask.create(depth));
        while (!task.step());
        bin.put(task.take());
        bin.put(pallas.Srs.fromBytes(srs.toBytes()));
        srs.points(0, depth);
        const short = new Uint8Array(32 * depth).fill(0).map((_, i) => (i % 32 < 2 ? i & 255 : 0));
        for (const values of [scalars(depth), short, scalars(3 * depth)]) {
          bin.put(srs.commit(values, 0));
        }
        bin.put(srs.commitEvaluations(rows, scalars(rows)));
        bin.put(srs.lagrangeCommitment(rows, 1));
        if (rows <= 256) srs.encodeLagrangeBasis(rows);
      });
    });
  }

  test('many accumulators', () => {
    within((bin) => {
      const srs = bin.put(vesta.Srs.create(64));
      const points = srs.batchAccumulatorGenerate(200, scalars(200));
      assert.ok(srs.batchAccumulatorCheck(points, scalars(200)));
    });
  });

  test('long lists', () => {
    within((bin) => {
      const length = 20_000;
      const vector = bin.put(vesta.Vector.fromFields(scalars(length)));
      vector.push(1n);
      vector.fields();
      vector.toBytes();
      const columns = bin.put(vesta.VecVec.create());
      for (let i = 0; i < 15; ++i) columns.pushVector(vector);
      bin.put(vesta.Witness.fromVectors(columns));
      const { gates } = recordedOf('vesta').circuit;
      const list = bin.put(vesta.GateVector.create());
      for (const full of [false, true]) {
        const one = { ...gates[0], coeffs: full ? Array(15).fill(`0x3${'f'.repeat(62)}`) : [] };
        const gate = bin.put(vesta.Gate.fromJSON({ ...one, wires: Array(7).fill([4000, 6]) }));
        while (list.length < (full ? 8200 : 4100)) list.add(gate);
        bin.put(vesta.GateVector.fromBytes(list.toBytes()));
        bin.put(vesta.GateVector.deserialize(list.serialize(0)));
        list.digest(0, undefined);
        list.push(gate.toJSON());
      }
    });
  });

  test('circuits in the making', () => {
    within((bin) => {
      const builder = bin.put(vesta.CircuitBuilder.create());
      const cell = builder.variable(3n);
      for (const rows of [100, 1000, 5000]) {
        while (builder.rows < rows) builder.poseidonHash([cell]);
        builder.circuit(0);
        bin.put(builder.gates());
        bin.put(builder.witness());
      }
    });
  });
});

/** A circuit of rows that constrain nothing, and a witness of them. @param {number} rows */
function idle(rows) {
  const { circuit, witness } = recordedOf('vesta');
  const wires = (/** @type {number} */ row) => Array.from({ length: 7 }, (_, i) => [row, i]);
  const gates = Array.from({ length: rows }, (_, row) => ({
    typ: row < 2 ? 'Generic' : 'Zero',
    wires: wires(row),
    coeffs: row < 2 ? ['0x1'] : Array(15).fill(`0x${(row + 1).toString(16)}`),
  }));
  return {
    circuit: { ...circuit, public_input_size: 2, gates },
    witness: { ...witness, rows, columns: Array(15).fill(Array(rows).fill('0x0')) },
  };
}

/** Index, proof and verdict, with every step in its bounds. @param {any} curve @param {any} circuit @param {any} witness @param {number} depth */
function proveWithin(curve, circuit, witness, depth) {
  within((bin) => {
    const srs = bin.put(curve.Srs.create(depth));
    const index = bin.put(curve.PlonkIndex.create(circuit, srs));
    const task = bin.put(curve.PlonkIndexTask.create(JSON.stringify(circuit), srs));
    while (!task.step());
    bin.put(task.take());
    bin.put(curve.PlonkIndex.decode(index.encode(), srs));
    bin.put(index.gates());
    const input = bin.put(curve.Witness.fromJSON(witness));
    const proof = bin.put(index.proveSync(input));
    const verifier = bin.put(index.verifierIndex());
    assert.ok(verifier.verify(proof));
    verifier.oracles(proof);
    const batch = bin.put(curve.VerificationBatch.create());
    for (let i = 0; i < 3; ++i) batch.add(verifier, proof);
    assert.ok(batch.verify());
    bin.put(curve.ProverProof.fromJSON(proof.toJSON()));
    bin.put(curve.ProverProof.fromBytes(proof.toBytes(), proof.publicInput()));
    bin.put(curve.VerifierIndex.fromJSON(verifier.toJSON(), srs));
    bin.put(curve.VerifierIndex.deserialize(verifier.serialize(), srs));
    bin.put(curve.VerifierIndex.fromBytes(verifier.toBytes(), srs, undefined));
  });
}

describe('index, proof and verdict', () => {
  for (const folder of ['fp_lookup_runtime', 'fq_xor', 'fp_generic_2chunks', 'fq_recursion_2']) {
    test(folder, () => {
      const { circuit, witness } = recorded(folder);
      const curve = folder.startsWith('fp') ? onggi.vesta : onggi.pallas;
      proveWithin(curve, circuit, witness, circuit.srs_depth);
    });
  }
  for (const [rows, depth] of /** @type {[number, number][]} */ ([
    [1000, 1 << 10],
    [100, 1 << 4],
    [5, 1 << 12],
  ])) {
    test(`${rows} rows over an SRS of ${depth}`, () => {
      const { circuit, witness } = idle(rows);
      proveWithin(onggi.vesta, circuit, witness, depth);
    });
  }
});

describe('a full instance', () => {
  /** @param {any} tight @param {Bin} bin */
  function fill({ vesta, memory }, bin) {
    const { hard } = memory().limits;
    while (memory().live + 2 ** 18 < hard) bin.put(vesta.Vector.fromFields(scalars(200)));
  }

  test('refuses the large doors before anything is allocated, and goes on working', async () => {
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
