// Steps of work on a circuit so large that parts of a proof, of an index and of a verification take several:
// they can be left at any of them, and give the same result.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { multiplications } from '../bench/circuit.mjs';
import { Bin, held } from './support.mjs';

const onggi = await load();
const { circuit, witness } = multiplications(10);
const { vesta } = onggi;

/** @param {Bin} bin */
function setUp(bin) {
  const srs = bin.put(vesta.Srs.create(circuit.srs_depth));
  const gates = bin.put(vesta.GateVector.fromJSON(circuit));
  const index = bin.put(vesta.PlonkIndex.create(circuit, srs));
  const input = bin.put(vesta.Witness.fromJSON(JSON.stringify(witness)));
  const verifier = bin.put(index.verifierIndex());
  const proof = bin.put(index.proveSync(input));
  assert.ok(verifier.verify(proof));
  return { srs, gates, index, input, verifier, proof };
}

const bin = new Bin();
const given = setUp(bin);

/** @type {Record<string, (options: object) => Promise<any>>} */
const works = {
  'Srs.createAsync': (options) => vesta.Srs.createAsync(2 ** 10, options),
  'PlonkIndex.fromGatesAsync': (options) =>
    vesta.PlonkIndex.fromGatesAsync(given.gates, 0, given.srs, undefined, options),
  prove: (options) => given.index.prove(given.input, options),
  verifyAsync: (options) => given.verifier.verifyAsync(given.proof, options),
};

/** How many steps a work is stopped at. */
const stops = 12;

for (const [name, work] of Object.entries(works)) {
  describe(name, () => {
    test('takes several steps in a part of the work', async () => {
      /** @type {Map<string, number>} */
      const steps = new Map();
      const onProgress = (/** @type {any} */ { phase, fraction }) => {
        const part = `${phase} ${fraction}`;
        steps.set(part, (steps.get(part) ?? 0) + 1);
      };
      const result = await work({ onProgress });
      if (typeof result === 'object') result.free();
      else assert.equal(result, true);
      if (name !== 'Srs.createAsync') assert.ok(Math.max(...steps.values()) > 1, `${[...steps]}`);
    });

    test('frees everything if it is cancelled, in whichever step', async () => {
      const before = held(onggi);
      let steps = 0;
      const result = await work({ onProgress: () => void ++steps });
      if (typeof result === 'object') result.free();
      assert.deepEqual(held(onggi), before);
      for (let i = 0; i < Math.min(stops, steps - 1); ++i) {
        const stop = 1 + Math.floor((i * (steps - 1)) / stops);
        const controller = new AbortController();
        let done = 0;
        const onProgress = () => {
          if (++done === stop) controller.abort('enough');
        };
        await assert.rejects(work({ onProgress, signal: controller.signal }), {
          code: 'cancelled',
          cause: 'enough',
        });
        assert.equal(done, stop);
        assert.deepEqual(held(onggi), before, `stopped at step ${stop} of ${steps}`);
      }
    });
  });
}

test('a task that is freed after some steps leaves nothing', () => {
  const before = held(onggi);
  for (let steps = 0; steps < 60; steps += 7) {
    const task = vesta.ProverTask.create(given.index, given.input);
    for (let i = 0; i < steps; ++i) assert.equal(task.step(), false);
    task.free();
    assert.deepEqual(held(onggi), before, `after ${steps} steps`);
  }
});

test('work that has failed fails again at once', () => {
  const own = new Bin();
  const large = multiplications(12);
  const srs = own.put(vesta.Srs.create(large.circuit.srs_depth));
  const index = own.put(vesta.PlonkIndex.create(large.circuit, srs));
  const columns = large.witness.columns.map((column) => [...column]);
  const row = large.circuit.gates.length - 1;
  columns[2][row] = '0x1234567';
  const task = own.put(
    vesta.ProverTask.create(index, own.put(vesta.Witness.fromJSON({ ...large.witness, columns })))
  );
  const refused = { code: 'unsatisfied_gate', message: new RegExp(`row ${row}: Generic`) };
  let steps = 0;
  const run = () => {
    while (++steps) task.step();
  };
  assert.throws(run, refused);
  assert.ok(steps > 1);
  assert.throws(() => task.step(), refused);
  own.empty();
});

test('what a cancelled proof leaves in the SRS is charged to the SRS', () => {
  const own = new Bin();
  const { circuit: isPublic, witness: input } = multiplications(10);
  const [first] = isPublic.gates;
  first.coeffs = ['0x1', '0x0', '0x0', '0x0', '0x0', ...first.coeffs.slice(5)];
  isPublic.public_input_size = 1;
  const srs = own.put(vesta.Srs.create(isPublic.srs_depth));
  const index = own.put(vesta.PlonkIndex.create(isPublic, srs));
  const charged = () => onggi.memory().byType.VestaSrs.bytes;
  const before = charged();
  const task = vesta.ProverTask.create(index, own.put(vesta.Witness.fromJSON(input)));
  while (task.phase !== 'permutation') task.step();
  task.free();
  const after = charged();
  assert.ok(after > before, `${before} to ${after} bytes`);
  // A second proof finds the commitments.
  own.put(index.proveSync(own.put(vesta.Witness.fromJSON(input))));
  assert.equal(charged(), after);
  own.empty();
});

test('a call without steps gives the same result at once', () => {
  const own = new Bin();
  const index = own.put(vesta.PlonkIndex.create(circuit, given.srs));
  assert.deepEqual(own.put(index.verifierIndex()).toJSON(), given.verifier.toJSON());
  const proof = own.put(index.proveSync(given.input));
  assert.ok(given.verifier.verify(proof));
  own.empty();
});

after(() => bin.empty());
