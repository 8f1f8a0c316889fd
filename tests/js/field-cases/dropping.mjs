// Dropped handles, and when they are freed.
import { Bin } from '../bin.mjs';
import { collect, turn } from '../collect.mjs';
import { alive } from './setting.mjs';

const mebibyte = 2 ** 20;

/** @param {import('./setting.mjs').Setting} setting @returns {import('./cases.mjs').Case[]} */
export const dropping = ({
  assert,
  jsHeap,
  load,
  proving,
  searchesHeap,
  Scope,
  withPlainShim,
  plainShimFreesDropped,
}) => {
  /** The loop finishes, or throws native_budget where the heap cannot be searched. @param {() => void} loop */
  const endsOrThrowsBudget = (loop) =>
    searchesHeap ? loop() : assert.throws(loop, { code: 'native_budget' });

  return [
    {
      number: 1,
      title: 'a synchronous loop that drops handles does not accumulate them',
      seen: 'wasm-bindgen #3917',
      async ours() {
        const onggi = await load({ maxMemory: mebibyte });
        endsOrThrowsBudget(() => {
          for (let i = 0; i < 10_000; ++i) onggi.vesta.Srs.create(2);
        });
        assert.ok(alive(onggi).count < 10_000);
        assert.ok(onggi.memory().peak <= mebibyte);
      },
      async theirs() {
        const { onggi, srs } = await withPlainShim();
        for (let i = 0; i < 10_000; ++i) srs.create(2);
        assert.ok(alive(onggi).count < 10_000);
      },
    },
    {
      number: 2,
      title: 'large objects, dropped with a turn of the event loop after each, do not accumulate',
      seen: 'o1js 2.15.0, proposal-weakrefs #87, pyodide PR #1306',
      async ours() {
        const softLimit = mebibyte;
        const { vesta, memory } = await load({ softLimit });
        await vesta.Srs.createAsync(2 ** 10);
        const oneObject = memory().live;
        for (let i = 0; i < 60; ++i) {
          await vesta.Srs.createAsync(2 ** 10);
          await turn();
        }
        assert.ok(memory().peak <= softLimit + oneObject, `${memory().peak}`);
      },
      async theirs() {
        const { onggi, srs } = await withPlainShim();
        for (let i = 0; i < 60; ++i) {
          srs.create(2 ** 10);
          await turn();
        }
        assert.ok(onggi.memory().peak <= mebibyte, `${onggi.memory().peak}`);
      },
    },
    {
      number: 4,
      title: 'a loop that awaits proofs and frees nothing stays in its budget',
      seen: 'o1js #1386',
      async ours() {
        const maxMemory = 8 * mebibyte;
        const onggi = await load({ maxMemory, softLimit: 6 * mebibyte });
        const bin = new Bin();
        const { index, witness } = proving(onggi.vesta, bin);
        for (let i = 0; i < 12; ++i) await index.prove(witness);
        assert.ok(onggi.memory().peak <= maxMemory);
        bin.empty();
      },
      async theirs() {
        const { onggi, srs } = await withPlainShim();
        for (let i = 0; i < 40; ++i) {
          srs.create(2 ** 10);
          await null;
        }
        assert.ok(onggi.memory().peak <= 2 * mebibyte);
      },
    },
    {
      number: 19,
      title: 'a finalizer frees the memory of a dropped handle',
      seen: 'pyodide #1049, #1617, PR #6246',
      async ours() {
        const { vesta, memory } = await load();
        (() => void vesta.Srs.create(2 ** 12))();
        const { heap } = memory();
        await collect();
        assert.equal(memory().live, 0);
        assert.ok(heap - memory().heap > 2 ** 18);
      },
      async theirs() {
        const { onggi, srs } = await withPlainShim();
        (() => void srs.create(2 ** 12))();
        await collect();
        assert.equal(alive(onggi).count, 0);
      },
      holdsThere: true,
    },
    {
      number: 21,
      title: 'the registry is not collected before its objects',
      seen: 'bun PR #35213',
      async ours() {
        // The instance is dropped, but the module keeps its registry.
        const memory = await (async () => {
          const { vesta, memory } = await load();
          for (let i = 0; i < 100; ++i) vesta.Srs.create(2);
          return memory;
        })();
        await collect();
        assert.equal(memory().handles, 0);
      },
      theirs: plainShimFreesDropped,
      holdsThere: true,
    },
    {
      number: 22,
      title: 'the shim keeps no handle alive',
      seen: 'proposal-weakrefs #118',
      async ours() {
        const { vesta, memory, leaks } = await load({ debug: true });
        const s = new Scope();
        (() => {
          for (let i = 0; i < 100; ++i) {
            const srs = s.own(vesta.Srs.create(2));
            assert.throws(() => srs.points(7, 7)); // an error's stack holds its receivers
          }
        })();
        leaks();
        await collect();
        assert.equal(memory().handles, 0);
        s.close();
      },
      theirs: plainShimFreesDropped,
      holdsThere: true,
    },
    {
      number: 24,
      title: 'a loop without a turn of the event loop ends, or throws an error with the cause',
      seen: 'node-addon-api #1140, #917, #1636, node #26667, PR #42651, electron #27091, node-canvas PR #2562',
      async ours() {
        const { vesta, memory } = await load({ maxMemory: mebibyte });
        endsOrThrowsBudget(() => {
          for (let i = 0; i < 60; ++i) vesta.Srs.create(2 ** 10);
        });
        assert.ok(memory().peak <= mebibyte);
        await collect();
        /** @type {any[]} */
        const kept = [];
        assert.throws(
          () => {
            for (;;) kept.push(vesta.Srs.create(2 ** 10));
          },
          { code: 'native_budget' }
        );
        assert.ok(kept.length > 10 && memory().peak <= mebibyte);
        for (const handle of kept) handle.free();
        vesta.Srs.create(2 ** 10).free();
      },
      async theirs() {
        const { onggi, srs } = await withPlainShim();
        for (let i = 0; i < 60; ++i) srs.create(2 ** 10);
        assert.ok(onggi.memory().peak <= mebibyte);
      },
    },
    {
      number: 25,
      title: 'bookkeeping does not grow in a synchronous loop, and agrees with the allocator',
      seen: 'dart-sdk #50570, #50537',
      countsJsHeap: true,
      async ours() {
        const { vesta, memory } = await load();
        vesta.Srs.create(2).free();
        const [{ heap }, before] = [memory(), jsHeap()];
        for (let i = 0; i < 20_000; ++i) vesta.Srs.create(2).free();
        const grown = jsHeap() - before;
        assert.ok(grown < mebibyte, `${grown} bytes of JavaScript heap`);
        assert.equal(memory().heap, heap);
      },
      async theirs() {
        const { srs } = await withPlainShim();
        srs.create(2).free();
        const before = jsHeap();
        for (let i = 0; i < 20_000; ++i) srs.create(2);
        const grown = jsHeap() - before;
        assert.ok(grown < mebibyte, `${grown} bytes of JavaScript heap`);
      },
    },
  ];
};
