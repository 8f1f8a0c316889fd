// Scopes that end normally, early and with errors.
import { turn } from '../collect.mjs';
import { destructions } from './plain_shim.mjs';
import { alive } from './setting.mjs';

/** @param {import('./setting.mjs').Setting} setting @returns {import('./cases.mjs').Case[]} */
export const scopes = ({ assert, followsAwaits, load, scope, scopeAsync, withPlainShim }) => [
  {
    number: 8,
    title: 'bursts of small objects in scopes leave nothing',
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
      const { onggi, srs } = await withPlainShim();
      for (let burst = 0; burst < 10; ++burst) {
        for (let i = 0; i < 2000; ++i) srs.create(2);
        assert.equal(alive(onggi).count, 0);
      }
    },
  },
  {
    number: 14,
    title: 'an object freed inside its scope is destroyed once, without an error',
    seen: 'wasm-vips #13, #91, #103',
    async ours() {
      const { vesta, memory } = await load();
      scope(() => vesta.Srs.create(2).free());
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await withPlainShim();
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
    title: 'a scope frees everything although several steps fail',
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
      const { onggi, srs } = await withPlainShim();
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
    number: 17,
    title: 'a function that returns early or throws leaks nothing',
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
      const { onggi, srs } = await withPlainShim();
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
    title: 'a synchronous scope refuses asynchronous functions, and asynchronous scopes stay separate',
    seen: 'tfjs #1186, #5034',
    async ours() {
      const { vesta, memory } = await load();
      assert.throws(() => scope(/** @type {any} */ (async () => vesta.Srs.create(2))), {
        code: 'scope_is_async',
      });
      const one = () =>
        scopeAsync(async (/** @type {any} */ s) => {
          const srs = vesta.Srs.create(2);
          if (!followsAwaits) s.own(srs);
          for (let i = 0; i < 5; ++i) await turn();
          return srs.size;
        });
      assert.deepEqual(await Promise.all([one(), one(), one()]), [2, 2, 2]);
      assert.equal(memory().live, 0);
    },
    async theirs() {
      const { srs } = await withPlainShim();
      const size = srs.tidy(async (own) => {
        const handle = own(srs.create(2));
        await turn();
        return handle.size;
      });
      assert.equal(await size, 2);
    },
  },
];
