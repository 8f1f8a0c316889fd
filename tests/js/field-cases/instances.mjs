// Instances and runtimes: loading, closing, failing.
import { Bin } from '../bin.mjs';
import { collect } from '../collect.mjs';
import { destructions } from './plain_shim.mjs';
import { memoriesAlive } from './memories.mjs';

/** Objects that the program never frees. @type {unknown[]} */
const leftBehind = [];

/** @param {import('./setting.mjs').Setting} setting @returns {import('./cases.mjs').Case[]} */
export const instances = ({ assert, heldMemories, load, proving, runAlone, withPlainShim }) => {
  /** Of the linear memories of twenty rounds. @param {(round: number) => Promise<unknown>} round */
  const fewAreLeftOf = async (round) => {
    const left = await memoriesAlive(20, round, collect);
    assert.ok(left <= heldMemories, `${left} memories alive`);
  };

  return [
    {
      number: 20,
      title: 'the package loads in a runtime without FinalizationRegistry',
      seen: 'loro #248, workers-sdk #2258, hermes #1440',
      ours: () => runAlone('without_registry'),
      theirs: () => runAlone('plain_shim_without_registry'),
    },
    {
      number: 27,
      title: 'closing an instance or terminating its worker frees its memory',
      seen: 'emscripten #18675, #20920, #22281, #13931, wasm_thread #27, WebKit PR #35780',
      ours: () => fewAreLeftOf(async () => (await load()).close()),
      theirs: () =>
        fewAreLeftOf(async () => {
          const { srs } = await withPlainShim();
          leftBehind.push(srs.create(2)); // nothing can end it
        }),
    },
    {
      number: 29,
      title: 'twenty reloads leave one linear memory alive',
      seen: 'typie PR #5388, next.js #94682',
      ours: () =>
        fewAreLeftOf(async (round) => {
          const { load: reloaded } = await import(`../../../dist/index.mjs?${round}`);
          const { vesta } = await reloaded({ name: 'case 29' });
          leftBehind.push(vesta.Srs.create(2)); // as closures of the replaced module do
        }),
      theirs: () =>
        fewAreLeftOf(async () => {
          const { srs } = await withPlainShim();
          leftBehind.push(srs.create(2));
        }),
    },
    {
      number: 30,
      title: 'close() may be repeated, and the inputs of an object may be freed before it',
      seen: 'onnxruntime #13391, #21673, PR #29033, zupass #200, mediapipe #3373, #5036, rdkit #5321',
      async ours() {
        const onggi = await load();
        const bin = new Bin();
        const { index, witness } = proving(onggi.vesta, bin);
        const proving1 = index.prove(witness);
        bin.empty();
        (await proving1).free();
        const left = onggi.vesta.Srs.create(2);
        assert.equal(onggi.close().length, 1);
        assert.deepEqual(onggi.close(), []);
        assert.ok(!left.live);
        left.free();
        assert.throws(() => left.size, { code: 'instance_dead' });
        assert.throws(() => onggi.vesta.Srs.create(2), { code: 'instance_dead' });
        const next = await onggi.recycle();
        next.vesta.Srs.create(2).free();
      },
      async theirs() {
        const { srs } = await withPlainShim();
        const handle = srs.create(2);
        handle.free();
        handle.free();
        assert.equal(destructions.get(0) ?? 0, 0, 'a null pointer was destroyed');
      },
    },
    {
      number: 31,
      title: 'a destructor that fails in a finalizer does not end the process',
      seen: 'finalizers that throw',
      ours: () => runAlone('failing_destructor'),
      theirs: () => runAlone('plain_shim_failing_destructor'),
    },
  ];
};
