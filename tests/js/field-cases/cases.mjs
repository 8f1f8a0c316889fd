// What has gone wrong in the field with native objects behind JavaScript handles, each case for two
// shims: ours, where it must hold, and the strawman, where it is known whether it does.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

import { load, Scope, scope, scopeAsync, StaleHandleError } from 'onggi';

import { collect, gc, turn } from '../collect.mjs';
import { destructions, strawman, Wrapper } from '../strawman/shim.mjs';
import { Bin, recordedOf, samples } from '../support.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const mebibyte = 2 ** 20;

/**
 * @typedef {object} Case
 * @property {number} number
 * @property {string} title
 * @property {string} seen where it was seen
 * @property {() => unknown} ours
 * @property {(() => unknown) | undefined} [theirs] the same on the strawman
 * @property {boolean} [holdsThere] whether it holds on the strawman too
 */

/** @param {any} onggi @returns {{ count: number, bytes: number }} SRS alive */
const alive = (onggi) => onggi.memory().byType.VestaSrs ?? { count: 0, bytes: 0 };

/**
 * Bytes that the allocator has handed out, once and again: the first report may itself have moved what
 * follows it.
 * @param {any} onggi
 */
const heapOf = (onggi) => (onggi.memory(), onggi.memory().heap);

/** An instance, and the strawman over it. */
async function straw() {
  const onggi = await load({ raw: true, maxMemory: Infinity });
  return { onggi, srs: strawman(onggi.raw) };
}

async function strawmanFreesWhatIsDropped() {
  const { onggi, srs } = await straw();
  (() => {
    for (let i = 0; i < 100; ++i) srs.create(2);
  })();
  await collect();
  assert.equal(alive(onggi).count, 0);
}

/** Index and witness of a small circuit. @param {any} curve @param {Bin} bin */
const proving = (curve, bin) => ({
  index: bin.put(samples.PlonkIndex(curve, bin)),
  witness: bin.put(samples.Witness(curve, bin)),
});

/** @param {any} onggi */
const counts = (onggi) =>
  Object.fromEntries(
    Object.entries(onggi.memory().byType).map(([type, { count }]) => [type, count])
  );

/** @type {Case[]} */
export const cases = [
  {
    number: 1,
    title: 'a synchronous loop that drops handles does not hold them all',
    seen: 'wasm-bindgen #3917',
    async ours() {
      const onggi = await load({ maxMemory: mebibyte });
      for (let i = 0; i < 10_000; ++i) onggi.vesta.Srs.create(2);
      assert.ok(alive(onggi).count < 10_000);
      assert.ok(onggi.memory().peak <= mebibyte);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      for (let i = 0; i < 10_000; ++i) srs.create(2);
      assert.ok(alive(onggi).count < 10_000);
    },
  },
  {
    number: 2,
    title: 'large objects that are dropped, with a turn of the event loop after each, do not pile up',
    seen: 'o1js 2.15.0, proposal-weakrefs #87, pyodide PR #1306',
    async ours() {
      const softLimit = 4 * mebibyte;
      const { vesta, memory } = await load({ softLimit });
      for (let i = 0; i < 60; ++i) {
        await vesta.Srs.createAsync(2 ** 12);
        await turn();
      }
      assert.ok(memory().peak <= softLimit, `${memory().peak}`);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      for (let i = 0; i < 60; ++i) {
        srs.create(2 ** 12);
        await turn();
      }
      assert.ok(onggi.memory().peak <= 4 * mebibyte, `${onggi.memory().peak}`);
    },
  },
  {
    number: 3,
    title: 'N proofs leave as many objects alive as two do',
    seen: 'o1js #1214, mina PR #17439, mina #13875',
    async ours() {
      const onggi = await load();
      const bin = new Bin();
      const { index, witness } = proving(onggi.vesta, bin);
      let afterTwo;
      for (let i = 0; i < 6; ++i) {
        (await index.prove(witness)).free();
        if (i === 1) afterTwo = counts(onggi);
      }
      assert.deepEqual(counts(onggi), afterTwo);
      bin.empty();
      assert.equal(onggi.memory().live, 0);
    },
    async theirs() {
      // The glue makes a temporary that nobody frees.
      const { onggi, srs } = await straw();
      let afterTwo = 0;
      for (let i = 0; i < 6; ++i) {
        const proof = srs.create(2);
        onggi.raw.VestaSrs.create(2);
        proof.free();
        if (i === 1) afterTwo = alive(onggi).count;
      }
      assert.equal(alive(onggi).count, afterTwo);
    },
  },
  {
    number: 4,
    title: 'a loop of proofs that only awaits them, and frees nothing, stays in its budget',
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
      const { onggi, srs } = await straw();
      for (let i = 0; i < 40; ++i) {
        srs.create(2 ** 12);
        await null;
      }
      assert.ok(onggi.memory().peak <= 8 * mebibyte);
    },
  },
  {
    number: 5,
    title: 'what stands behind one handle is not freed by another',
    seen: 'o1js #2870',
    async ours() {
      const { vesta, memory } = await load();
      const srs = vesta.Srs.create(2);
      const alias = srs.share();
      (() => void srs.share())();
      await collect();
      assert.equal(memory().handles, 2);
      assert.equal(srs.size + alias.size, 4);
      srs.free();
      assert.equal(alias.size, 2);
      alias.free();
    },
    async theirs() {
      const { srs } = await straw();
      const handle = srs.create(2);
      (() => void Wrapper.wrap(handle.pointer))();
      await collect();
      assert.equal(handle.size, 2);
    },
  },
  {
    number: 6,
    title: 'an object that was moved away is destroyed once',
    seen: 'wasm-bindgen #2447, PR #3117',
    async ours() {
      const [from, to] = [await load(), await load()];
      let srs = from.vesta.Srs.create(2);
      const moved = to.receive(srs.transfer());
      srs = /** @type {any} */ (undefined);
      await collect();
      assert.equal(from.memory().live, 0);
      assert.equal(/** @type {any} */ (moved).size, 2);
      moved.free();
    },
    async theirs() {
      const { srs } = await straw();
      const pointer = (() => srs.create(2).intoRaw())();
      const receiver = Wrapper.wrap(pointer);
      await collect();
      assert.equal(destructions.get(pointer) ?? 0, 0);
      receiver.free();
    },
  },
  {
    number: 7,
    title: 'a use after a move is an error that says so',
    seen: 'wasm-bindgen #2168, #3960',
    async ours() {
      const { vesta } = await load();
      const srs = vesta.Srs.create(2);
      srs.transfer();
      assert.throws(() => srs.size, { code: 'stale_handle', message: /this vesta\.Srs was moved/ });
    },
    async theirs() {
      const { srs } = await straw();
      const handle = srs.create(2);
      handle.intoRaw();
      assert.throws(() => handle.size, { message: /moved/ });
    },
  },
  {
    number: 8,
    title: 'bursts of small objects, one scope each, hold nothing afterwards',
    seen: 'cardano-multiplatform-lib PR #182, cardano-rosetta PR #511',
    async ours() {
      const { vesta, memory } = await load();
      vesta.Srs.create(2).free();
      const { linear } = memory();
      for (let burst = 0; burst < 10; ++burst) {
        scope(() => {
          for (let i = 0; i < 2000; ++i) scope(() => void vesta.Srs.create(2));
          assert.equal(memory().handles, 0);
        });
      }
      assert.equal(memory().linear, linear);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      for (let burst = 0; burst < 10; ++burst) {
        for (let i = 0; i < 2000; ++i) srs.create(2);
        assert.equal(alive(onggi).count, 0);
      }
    },
  },
  {
    number: 9,
    title: 'what C++ still needs survives its handle, and goes with its last user',
    seen: 'emscripten PR #15327, #15460, #15874, #11436',
    async ours() {
      const { vesta, memory } = await load();
      const index = (() => {
        const srs = vesta.Srs.create(recordedOf('vesta').circuit.srs_depth);
        return vesta.PlonkIndex.create(recordedOf('vesta').circuit, srs);
      })();
      await collect();
      assert.equal(memory().byType.VestaSrs?.count, 1);
      index.verifierIndex().free();
      index.free();
      assert.equal(memory().live, 0);
    },
    theirs: strawmanFreesWhatIsDropped,
    holdsThere: true,
  },
  {
    number: 10,
    title: 'a call that fails keeps nothing of its arguments',
    seen: 'embind (emcc 3.1.6)',
    async ours() {
      const onggi = await load();
      const { vesta } = onggi;
      const fail = () => assert.throws(() => vesta.Srs.fromBytes(new Uint8Array(10_000)));
      const failLater = () =>
        assert.throws(() => vesta.PlonkIndex.create('x'.repeat(10_000), /** @type {any} */ ({})));
      for (const each of [fail, failLater]) each();
      const heap = heapOf(onggi);
      for (let i = 0; i < 100; ++i) for (const each of [fail, failLater]) each();
      assert.equal(heapOf(onggi), heap);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const fail = () => assert.throws(() => srs.fromBytes(new Uint8Array(10_000)));
      fail();
      const heap = heapOf(onggi);
      for (let i = 0; i < 100; ++i) fail();
      assert.equal(heapOf(onggi), heap);
    },
  },
  {
    number: 11,
    title: 'the second handle of an object does not answer for a dead one, nor destroy it again',
    seen: 'embind, raw pointers',
    async ours() {
      const { vesta, memory } = await load();
      const one = vesta.Srs.create(2);
      const two = one.share();
      one.free();
      assert.equal(two.size, 2);
      two.free();
      assert.throws(() => two.size, StaleHandleError);
      two.free();
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await straw();
      const one = srs.create(2);
      const two = Wrapper.wrap(one.pointer);
      const { pointer } = one;
      one.free();
      two.free();
      assert.equal(destructions.get(pointer), 1);
    },
  },
  {
    number: 12,
    title: 'reading a property allocates nothing',
    seen: 'embind, property() by value',
    async ours() {
      const { vesta, memory } = await load();
      const srs = vesta.Srs.create(2);
      const { heap, live, handles } = memory();
      for (let i = 0; i < 100; ++i) assert.equal(srs.size, 2);
      const after = memory();
      assert.deepEqual([after.heap, after.live, after.handles], [heap, live, handles]);
      srs.free();
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const handle = srs.create(2);
      const heap = heapOf(onggi);
      for (let i = 0; i < 100; ++i) assert.equal(handle.size, 2);
      assert.equal(heapOf(onggi), heap);
    },
    holdsThere: true,
  },
  {
    number: 13,
    title: 'errors from native code cost neither heap nor stack',
    seen: 'emscripten #21606, #17968, PR #26519, #27705',
    async ours() {
      const onggi = await load({ raw: true });
      const { vesta, raw } = onggi;
      const fail = () => assert.throws(() => vesta.Srs.create(0), { code: 'size_out_of_range' });
      fail();
      const [heap, stack] = [heapOf(onggi), raw._emscripten_stack_get_current()];
      for (let i = 0; i < 3000; ++i) fail();
      assert.equal(heapOf(onggi), heap);
      assert.equal(raw._emscripten_stack_get_current(), stack);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const fail = () => assert.throws(() => srs.fromBytes(new Uint8Array(16)));
      fail();
      const heap = heapOf(onggi);
      for (let i = 0; i < 3000; ++i) fail();
      assert.equal(heapOf(onggi), heap);
    },
  },
  {
    number: 14,
    title: 'free() within a scope, and then the scope, destroy once and throw nothing',
    seen: 'wasm-vips #13, #91, #103',
    async ours() {
      const { vesta, memory } = await load();
      scope(() => vesta.Srs.create(2).free());
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await straw();
      let pointer = 0;
      srs.tidy((own) => {
        const handle = own(srs.create(2));
        ({ pointer } = handle);
        handle.free();
      });
      assert.equal(destructions.get(pointer), 1);
      assert.equal(destructions.get(0) ?? 0, 0, 'a null pointer was destroyed');
    },
  },
  {
    number: 15,
    title: 'a scope gives everything back where one thing after the other fails',
    seen: 'quickjs-emscripten #57, PR #59, #257, #60, PR #262',
    async ours() {
      const { vesta, memory } = await load();
      const mine = new Error('mine');
      for (let step = 0; step < 4; ++step) {
        const body = () => {
          for (let i = 0; i < 3; ++i) {
            if (i === step) throw mine;
            vesta.Srs.create(2);
          }
          throw mine;
        };
        assert.throws(() => scope(body), mine);
        assert.equal(memory().live, 0);
      }
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const broken = {
        free() {
          throw new Error('mine');
        },
      };
      const handles = [srs.create(2), srs.create(2), broken, srs.create(2)];
      assert.throws(() => srs.disposeAll(handles));
      assert.equal(alive(onggi).count, 0);
    },
  },
  {
    number: 16,
    title: '10,000 calls that fail leave no object behind',
    seen: 'sql.js #306, #435, libsql-js PR #63',
    async ours() {
      const { vesta, memory } = await load();
      const batch = vesta.VerificationBatch.create();
      const { handles, live } = memory();
      for (let i = 0; i < 10_000; ++i) {
        assert.throws(() => batch.add(/** @type {any} */ (batch), /** @type {any} */ (batch)));
      }
      assert.deepEqual([memory().handles, memory().live], [handles, live]);
      batch.free();
    },
    async theirs() {
      const { onggi, srs } = await straw();
      for (let i = 0; i < 1000; ++i) {
        assert.throws(() => {
          const statement = srs.create(2);
          srs.fromBytes(new Uint8Array(2));
          statement.free();
        });
      }
      assert.equal(alive(onggi).count, 0);
    },
  },
  {
    number: 17,
    title: 'nothing is left by a function that returns early or throws',
    seen: 'repomix #1680, opencode PR #24861, tree-sitter PR #5225',
    async ours() {
      const { vesta, memory } = await load();
      for (let i = 0; i < 100; ++i) {
        try {
          scope(() => {
            const srs = vesta.Srs.create(2);
            if (i % 2) return srs.size;
            throw new Error('mine');
          });
        } catch (error) {
          assert.equal(/** @type {Error} */ (error).message, 'mine');
        }
      }
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const work = (/** @type {number} */ i) => {
        const handle = srs.create(2);
        if (i % 2) return;
        handle.free();
      };
      for (let i = 0; i < 100; ++i) work(i);
      assert.equal(alive(onggi).count, 0);
    },
  },
  {
    number: 18,
    title: 'a synchronous scope refuses what is asynchronous; asynchronous ones do not mix',
    seen: 'tfjs #1186, #5034',
    async ours() {
      const { vesta, memory } = await load();
      assert.throws(() => scope(/** @type {any} */ (async () => vesta.Srs.create(2))), {
        code: 'scope_is_async',
      });
      const one = () =>
        scopeAsync(async () => {
          const srs = vesta.Srs.create(2);
          for (let i = 0; i < 5; ++i) await turn();
          return srs.size;
        });
      assert.deepEqual(await Promise.all([one(), one(), one()]), [2, 2, 2]);
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await straw();
      const size = srs.tidy(async (own) => {
        const handle = own(srs.create(2));
        await turn();
        return handle.size;
      });
      assert.equal(await size, 2);
    },
  },
  {
    number: 19,
    title: 'the finalizer is seen to free memory',
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
      const { onggi, srs } = await straw();
      (() => void srs.create(2 ** 12))();
      await collect();
      assert.equal(alive(onggi).count, 0);
    },
    holdsThere: true,
  },
  {
    number: 20,
    title: 'a runtime without FinalizationRegistry loads it',
    seen: 'loro #248, workers-sdk #2258, hermes #1440',
    ours: () =>
      withoutRegistry(`
        const { load, scope } = await import('onggi');
        const { vesta, memory } = await load();
        scope(() => void vesta.Srs.create(2));
        if (memory().live !== 0) throw new Error('leak');`),
    theirs: () => withoutRegistry(`await import('./tests/js/strawman/shim.mjs');`),
  },
  {
    number: 21,
    title: 'the registry is not collected before its objects',
    seen: 'bun PR #35213',
    async ours() {
      // Everything of the instance that is loaded is dropped, but not the module's registry.
      const memory = await (async () => {
        const { vesta, memory } = await load();
        for (let i = 0; i < 100; ++i) vesta.Srs.create(2);
        return memory;
      })();
      await collect();
      assert.equal(memory().handles, 0);
    },
    theirs: strawmanFreesWhatIsDropped,
    holdsThere: true,
  },
  {
    number: 22,
    title: 'nothing that the shim holds keeps a handle alive',
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
    theirs: strawmanFreesWhatIsDropped,
    holdsThere: true,
  },
  {
    number: 23,
    title: 'an object is not freed under an asynchronous call that uses it',
    seen: 'calls through workers',
    async ours() {
      const onggi = await load();
      const verifier = (() => {
        const bin = new Bin();
        const verifierIndex = samples.VerifierIndex(onggi.vesta, bin);
        bin.empty();
        return verifierIndex;
      })();
      const running = (() => {
        const srs = onggi.vesta.Srs.create(recordedOf('vesta').circuit.srs_depth);
        const index = onggi.vesta.PlonkIndex.create(recordedOf('vesta').circuit, srs);
        const witness = onggi.vesta.Witness.fromJSON(recordedOf('vesta').witness);
        return index.prove(witness, { onProgress: () => gc() });
      })();
      const proof = await running;
      assert.ok(verifier.verify(proof));
      proof.free();
      verifier.free();
    },
    async theirs() {
      const { srs } = await straw();
      const running = (() => {
        const work = (async () => {
          await turn();
          await collect();
        })();
        return srs.create(2).sizeAfter(work);
      })();
      assert.equal(await running, 2);
    },
  },
  {
    number: 24,
    title: 'the same loop without a turn of the event loop ends, or says why not',
    seen: 'node-addon-api #1140, #917, #1636, node #26667, PR #42651, electron #27091, node-canvas PR #2562',
    async ours() {
      const { vesta, memory } = await load({ maxMemory: 4 * mebibyte });
      for (let i = 0; i < 60; ++i) vesta.Srs.create(2 ** 12);
      assert.ok(memory().peak <= 4 * mebibyte);
      /** @type {any[]} */
      const kept = [];
      assert.throws(
        () => {
          for (;;) kept.push(vesta.Srs.create(2 ** 12));
        },
        { code: 'native_budget' }
      );
      assert.ok(kept.length > 10 && memory().peak <= 4 * mebibyte);
      for (const handle of kept) handle.free();
      vesta.Srs.create(2 ** 12).free();
    },
    async theirs() {
      const { onggi, srs } = await straw();
      for (let i = 0; i < 60; ++i) srs.create(2 ** 12);
      assert.ok(onggi.memory().peak <= 4 * mebibyte);
    },
  },
  {
    number: 25,
    title: 'bookkeeping does not grow in a synchronous loop, and is what the allocator says',
    seen: 'dart-sdk #50570, #50537',
    async ours() {
      const { vesta, memory } = await load();
      vesta.Srs.create(2).free();
      const [{ heap }, before] = [memory(), (gc(), process.memoryUsage().heapUsed)];
      for (let i = 0; i < 20_000; ++i) vesta.Srs.create(2).free();
      gc();
      const grown = process.memoryUsage().heapUsed - before;
      assert.ok(grown < mebibyte, `${grown} bytes of JavaScript heap`);
      assert.equal(memory().heap, heap);
    },
    async theirs() {
      const { srs } = await straw();
      srs.create(2).free();
      const before = (gc(), process.memoryUsage().heapUsed);
      for (let i = 0; i < 20_000; ++i) srs.create(2);
      gc();
      const grown = process.memoryUsage().heapUsed - before;
      assert.ok(grown < mebibyte, `${grown} bytes of JavaScript heap`);
    },
  },
  {
    number: 26,
    title: 'what a call returned stays what it was when memory grows',
    seen: 'emscripten #6747, #17622, docs PR #14196',
    async ours() {
      const { vesta, memory } = await load();
      const srs = vesta.Srs.create(2);
      const bytes = srs.toBytes();
      const copy = Uint8Array.from(bytes);
      const { linear } = memory();
      const large = [];
      while (memory().linear === linear) large.push(vesta.Srs.create(2 ** 14));
      assert.deepEqual(bytes, copy);
      for (const handle of [...large, srs]) handle.free();
    },
    async theirs() {
      const { onggi, srs } = await straw();
      const bytes = srs.viewOf(2);
      const copy = Uint8Array.from(bytes);
      onggi.raw._malloc(2 ** 26);
      assert.deepEqual(bytes, copy);
    },
  },
  {
    number: 27,
    title: 'an instance that is closed or whose worker is terminated gives its memory back',
    seen: 'emscripten #18675, #20920, #22281, #13931, wasm_thread #27, WebKit PR #35780',
    ours: () => memoriesAlive(async () => (await load()).close()),
    theirs: () =>
      memoriesAlive(async () => {
        const { srs } = await straw();
        leftBehind.push(srs.create(2)); // there is nothing that ends it
      }),
  },
  {
    number: 28,
    title: 'a handle is not cloned into another thread',
    seen: 'structured clone',
    async ours() {
      const { vesta } = await load();
      const srs = vesta.Srs.create(2);
      const { port1, port2 } = new MessageChannel();
      assert.throws(() => structuredClone(srs), { name: 'DataCloneError' });
      assert.throws(() => port1.postMessage({ srs }), { name: 'DataCloneError' });
      port1.close();
      port2.close();
      srs.free();
    },
    async theirs() {
      const { srs } = await straw();
      const { port1, port2 } = new MessageChannel();
      try {
        port1.postMessage(srs.create(2));
        assert.equal(receiveMessageOnPort(port2), undefined);
      } finally {
        port1.close();
        port2.close();
      }
    },
  },
  {
    number: 29,
    title: 'of twenty reloads one heap is alive',
    seen: 'typie PR #5388, next.js #94682',
    ours: () =>
      memoriesAlive(async (round) => {
        const { load: reloaded } = await import(`../../../dist/index.mjs?${round}`);
        const { vesta } = await reloaded({ name: 'case 29' });
        leftBehind.push(vesta.Srs.create(2)); // as closures of the replaced module do
      }),
    theirs: () =>
      memoriesAlive(async () => {
        const { srs } = await straw();
        leftBehind.push(srs.create(2));
      }),
  },
  {
    number: 30,
    title: 'close() may be repeated; what an object was made from may go before it',
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
      const { srs } = await straw();
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
    ours: () =>
      survives(`
        import { Owner, made } from './tests/js/fake.mjs';
        const owner = new Owner();
        (() => void made(owner, () => { throw new Error('trap'); }))();
        await collect();
        if (!owner.dead) throw new Error('not reported');`),
    theirs: () =>
      survives(`
        import { strawman } from './tests/js/strawman/shim.mjs';
        const srs = strawman({ VestaSrs: { create: () => ({ delete() { throw new Error('trap'); } }) } });
        (() => void srs.create(2))();
        await collect();`),
  },
];

/** @param {string} code */
async function withoutRegistry(code) {
  await run(
    process.execPath,
    ['--input-type=module', '-e', `delete globalThis.FinalizationRegistry; ${code}`],
    { cwd: root }
  );
}

/** @param {string} code */
async function survives(code) {
  const program = `import { collect } from './tests/js/collect.mjs'; ${code}`;
  await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
}

/** What users forgot to free. @type {unknown[]} */
const leftBehind = [];

/** Linear memories that are alive after twenty rounds. @param {(round: number) => Promise<unknown>} round */
async function memoriesAlive(round) {
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ module, /** @type {any} */ imports) => {
      const instance = /** @type {any} */ (await instantiate(module, imports));
      const memory = Object.values(instance.exports).find((e) => e instanceof WebAssembly.Memory);
      memories.push(new WeakRef(/** @type {WebAssembly.Memory} */ (memory)));
      return instance;
    }
  );
  try {
    for (let i = 0; i < 20; ++i) await round(i);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  for (let i = 0; i < 3; ++i) await collect();
  assert.equal(memories.length, 20);
  const left = memories.filter((memory) => memory.deref()).length;
  assert.ok(left <= 1, `${left} memories alive`);
}
