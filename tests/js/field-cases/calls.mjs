// What calls leave in memory, also if they fail.
import { Bin } from '../bin.mjs';
import { alive, heapOf } from './setting.mjs';

/** Objects alive of each type. @param {any} onggi @returns {Record<string, number>} */
const counts = (onggi) =>
  Object.fromEntries(Object.entries(onggi.memory().byType).map(([type, { count }]) => [type, count]));

/** @param {import('./setting.mjs').Setting} setting @returns {import('./cases.mjs').Case[]} */
export const calls = ({ assert, load, proving, withPlainShim }) => [
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
      // The glue makes a temporary object that nothing frees.
      const { onggi, srs } = await withPlainShim();
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
    number: 10,
    title: 'a failed call frees its copies of the arguments',
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
      const { onggi, srs } = await withPlainShim();
      const fail = () => assert.throws(() => srs.fromBytes(new Uint8Array(10_000)));
      fail();
      const heap = heapOf(onggi);
      for (let i = 0; i < 100; ++i) fail();
      assert.equal(heapOf(onggi), heap);
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
      const { onggi, srs } = await withPlainShim();
      const handle = srs.create(2);
      const heap = heapOf(onggi);
      for (let i = 0; i < 100; ++i) assert.equal(handle.size, 2);
      assert.equal(heapOf(onggi), heap);
    },
    holdsThere: true,
  },
  {
    number: 13,
    title: 'errors from native code leak neither heap nor stack',
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
      const { onggi, srs } = await withPlainShim();
      const fail = () => assert.throws(() => srs.fromBytes(new Uint8Array(16)));
      fail();
      const heap = heapOf(onggi);
      for (let i = 0; i < 3000; ++i) fail();
      assert.equal(heapOf(onggi), heap);
    },
  },
  {
    number: 16,
    title: '10,000 failed calls leak no object',
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
      const { onggi, srs } = await withPlainShim();
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
    number: 26,
    title: 'bytes that a call returned do not change when memory grows',
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
      const { onggi, srs } = await withPlainShim();
      const bytes = srs.viewOf(2);
      const copy = Uint8Array.from(bytes);
      onggi.raw._malloc(2 ** 26);
      assert.deepEqual(bytes, copy);
    },
  },
];
