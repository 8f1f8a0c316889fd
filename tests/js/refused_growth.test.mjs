// Linear memory that does not grow: the call throws out_of_memory, and the instance and all its objects
// are as before.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load } from 'onggi';

import { idle, scalars } from './members.mjs';
import { Bin, held, warmUp } from './support.mjs';

const { grow } = WebAssembly.Memory.prototype;

/**
 * Lets linear memory grow so many times while the body runs.
 * @template T @param {number} times @param {() => T} body
 * @returns {{ result?: T, error?: any, refused: number }}
 */
function withGrowth(times, body) {
  let refused = 0;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (times-- > 0) return grow.call(this, pages);
    ++refused;
    throw new RangeError('no memory');
  };
  try {
    return { result: body(), refused };
  } catch (error) {
    return { error, refused };
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}

const blockBytes = 2 ** 16;

/** Takes all that the allocator has without growth, but for one block, which memory() needs. @param {any} raw */
function fill(raw) {
  /** @type {number[]} */
  const blocks = [];
  withGrowth(0, () => {
    for (let size = blockBytes; size >= 16; size /= 2) {
      for (let block = raw._malloc(size); block !== 0; block = raw._malloc(size)) blocks.push(block);
    }
  });
  giveBack(raw, blocks, blockBytes);
  return blocks;
}

/** Gives back so many bytes that lie side by side. @param {any} raw @param {number[]} blocks of fill() @param {number} bytes */
function giveBack(raw, blocks, bytes) {
  const count = Math.ceil(bytes / blockBytes);
  for (const block of blocks.splice(0, count)) raw._free(block);
}

const rows = 1 << 10;
const { circuit, witness } = idle(rows - 100);

/**
 * What is there before the call, and the call, which leaves what it makes in the bin.
 * @typedef {{ name: string, prepare: (onggi: any, bin: Bin) => (bin: Bin) => void }} Scenario
 */

/** @param {any} vesta @param {Bin} bin */
function objects(vesta, bin) {
  const srs = bin.put(vesta.Srs.create(rows));
  const index = bin.put(vesta.PlonkIndex.create(circuit, srs));
  const input = bin.put(vesta.Witness.fromJSON(witness));
  return { srs, index, input };
}

/** @type {Scenario[]} */
const scenarios = [
  {
    name: 'creates an SRS',
    prepare:
      ({ vesta }) =>
      (bin) =>
        void bin.put(vesta.Srs.create(1 << 14)),
  },
  {
    name: 'creates an index',
    prepare: ({ vesta }, bin) => {
      const srs = bin.put(vesta.Srs.create(rows));
      return (made) => void made.put(vesta.PlonkIndex.create(circuit, srs));
    },
  },
  {
    name: 'proves',
    prepare: ({ vesta }, bin) => {
      const { index, input } = objects(vesta, bin);
      return (made) => void made.put(index.proveSync(input));
    },
  },
  {
    name: 'verifies',
    prepare: ({ vesta }, bin) => {
      const { index, input } = objects(vesta, bin);
      const batch = bin.put(vesta.VerificationBatch.create());
      const proof = bin.put(index.proveSync(input));
      for (let i = 0; i < 3; ++i) batch.add(bin.put(index.verifierIndex()), proof);
      return () => assert.ok(batch.verify());
    },
  },
  {
    name: 'decodes an index',
    prepare: ({ vesta }, bin) => {
      const { index, srs } = objects(vesta, bin);
      const file = index.encode();
      return (made) => void made.put(vesta.PlonkIndex.decode(file, srs));
    },
  },
  {
    name: 'reads a witness',
    prepare: ({ vesta }) => {
      const text = JSON.stringify(witness);
      return (made) => void made.put(vesta.Witness.fromJSON(text));
    },
  },
  {
    name: 'writes gates as text',
    prepare: ({ vesta }, bin) => {
      const gates = bin.put(vesta.GateVector.fromJSON(circuit));
      return () => void gates.serialize(0);
    },
  },
  {
    name: 'commits',
    prepare: ({ vesta }, bin) => {
      const srs = bin.put(vesta.Srs.create(1 << 13));
      const values = scalars(1 << 13);
      return (made) => void made.put(srs.commit(values, 0));
    },
  },
];

/** @param {Scenario} scenario @param {number} threads */
async function start({ prepare }, threads) {
  const onggi = await load({ raw: true, threads });
  warmUp(onggi);
  const bin = new Bin();
  const run = prepare(onggi, bin);
  const made = new Bin();
  // What is made once is made.
  run(made);
  made.empty();
  const raw = /** @type {any} */ (onggi).raw;
  return { onggi, raw, bin, call: () => run(made), made };
}

/**
 * The call was refused, and nothing has changed.
 * @param {any} onggi @param {{ error?: any, refused: number }} outcome @param {unknown} before
 */
function refuse(onggi, { error, refused }, before) {
  assert.equal(error?.code, 'out_of_memory', String(error?.stack));
  assert.ok(refused > 0);
  assert.deepEqual(held(onggi), before);
}

describe('memory that does not grow', () => {
  test('a task whose step was refused goes on when there is memory', async () => {
    const onggi = await load({ raw: true });
    const bin = new Bin();
    const { index, input } = objects(onggi.vesta, bin);
    const verifier = bin.put(index.verifierIndex());
    const task = bin.put(onggi.vesta.ProverTask.create(index, input));
    const { raw } = /** @type {any} */ (onggi);
    let refusals = 0;
    for (let finished = false; !finished; ) {
      const blocks = fill(raw);
      const before = held(onggi);
      const outcome = withGrowth(0, () => task.step());
      if (outcome.error !== undefined) {
        ++refusals;
        refuse(onggi, outcome, before);
      }
      for (const block of blocks) raw._free(block);
      finished = outcome.error === undefined ? /** @type {boolean} */ (outcome.result) : task.step();
    }
    assert.ok(refusals > 0);
    assert.ok(verifier.verify(bin.put(task.take())));
    bin.empty();
    assert.equal(onggi.memory().live, 0);
  });

  const withThreads = scenarios.filter(({ name }) =>
    ['creates an index', 'proves', 'commits'].includes(name)
  );
  for (const [scenario, threads] of /** @type {[Scenario, number][]} */ ([
    ...scenarios.map((each) => [each, 1]),
    ...withThreads.map((each) => [each, 2]),
  ]))
    test(`${scenario.name}, threads: ${threads}`, async (context) => {
      const { onggi, raw, bin, call, made } = await start(scenario, threads);

      await context.test('at the n-th time', () => {
        fill(raw);
        const before = held(onggi);
        let times = 0;
        for (; ; ++times) {
          const outcome = withGrowth(times, call);
          if (outcome.error === undefined) break;
          refuse(onggi, outcome, before);
        }
        assert.ok(times > 0, 'the call takes memory');
        made.empty();
        assert.deepEqual(held(onggi), before);
      });

      await context.test('with every amount of memory left', () => {
        const blocks = fill(raw);
        let refusals = 0;
        for (;;) {
          const before = held(onggi);
          const outcome = withGrowth(0, call);
          if (outcome.error === undefined) break;
          ++refusals;
          refuse(onggi, outcome, before);
          assert.ok(blocks.length > 0, 'the call fits into all there is');
          giveBack(raw, blocks, 2 ** 21);
        }
        assert.ok(refusals > 0);
        made.empty();
      });

      bin.empty();
      assert.equal(onggi.memory().live, 0);
      onggi.close();
    });
});
