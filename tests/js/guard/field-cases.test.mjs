// The field cases that apply to a guarded module: they pass with it, and fail with the bare module unless marked
// otherwise.
import assert from 'node:assert/strict';

import { scope, scopeAsync } from 'onggi';
import { guard } from 'onggi/guard';

import { collect, gc, turn } from '../collect.mjs';
import { declare } from '../field-cases/declare.mjs';
import { embindModule } from './embind_fixture.mjs';
import { fakeGlue } from './fake_glue.mjs';

const mebibyte = 2 ** 20;
const size = mebibyte / 4;

/**
 * The parts of a setting in which a case runs: the exports, what native code has alive, and a scope.
 * @typedef {{ exports: any, fake: any, scope: any }} Setting
 */

/** @returns {Setting} */
function guarded() {
  const fake = fakeGlue();
  const bytes = (/** @type {any} */ item) => item.size;
  return { fake, scope, exports: guard(fake.exports, { bytes, softLimit: 4 * mebibyte }).exports };
}

/** The bare module has no scopes. @param {object} [glue] @returns {Setting} */
function bare(glue) {
  const fake = fakeGlue(glue);
  return { fake, exports: fake.exports, scope: (/** @type {() => unknown} */ body) => body() };
}

/** The case with both. @param {(setting: Setting) => unknown} check @param {object} [glue] of the bare module */
const both = (check, glue) => ({ ours: () => check(guarded()), theirs: () => check(bare(glue)) });

/** @param {Setting} setting @param {number} [count] */
const isClean = ({ fake }, count = 0) => assert.deepEqual([fake.alive.size, fake.wrongFrees], [count, []]);

const old = { finalizers: false };

/** @type {import('../field-cases/cases.mjs').Case[]} */
const cases = [
  {
    number: 1,
    title: 'a synchronous loop that drops objects does not accumulate them',
    seen: 'wasm-bindgen #3917',
    ...both(({ exports, fake }) => {
      for (let i = 0; i < 200; ++i) new exports.Item(size);
      assert.ok(fake.memory.buffer.byteLength <= 20 * mebibyte);
    }),
  },
  {
    number: 2,
    title: 'large objects, dropped with a turn of the event loop after each, do not accumulate',
    seen: 'o1js 2.15.0, proposal-weakrefs #87, pyodide PR #1306',
    ...both(async ({ exports, fake }) => {
      for (let i = 0; i < 200; ++i) {
        (() => void new exports.Item(size))();
        await turn();
      }
      assert.ok(fake.memory.buffer.byteLength <= 20 * mebibyte);
    }),
  },
  {
    number: 5,
    title: 'several wrappers of one pointer free its object once',
    seen: 'o1js #2870',
    ...both(async (setting) => {
      const { exports } = setting;
      (() => {
        const [pointer] = exports.make_pointers(1);
        for (let i = 0; i < 3; ++i) exports.Item.__wrap(pointer);
      })();
      await collect();
      isClean(setting);
    }),
  },
  {
    number: 6,
    title: 'an object that a method takes by value is not freed again',
    seen: 'wasm-bindgen #2447, PR #3117',
    ...both(async (setting) => {
      (() => void new setting.exports.Item(1).into_size())();
      await collect();
      isClean(setting);
    }),
    holdsThere: true,
  },
  {
    number: 7,
    title: 'a use after a move throws an error that says so',
    seen: 'wasm-bindgen #2168, #3960',
    ...both(({ exports }) => {
      const item = new exports.Item(1);
      exports.take_optional(item);
      assert.throws(() => item.size, { message: 'this Item was moved' });
    }),
  },
  {
    number: 8,
    title: 'bursts of small objects in scopes leave nothing',
    seen: 'cardano-multiplatform-lib PR #182, cardano-rosetta PR #511',
    ...both((setting) => {
      for (let burst = 0; burst < 5; ++burst) {
        setting.scope(() => {
          for (let i = 0; i < 500; ++i) new setting.exports.Item(8);
        });
        isClean(setting);
      }
    }),
  },
  {
    number: 11,
    title: 'two handles of the same object neither use it after its end nor destroy it twice',
    seen: 'embind, raw pointers',
    async ours() {
      const { exports } = guard(await embindModule());
      const block = new exports.Block(1);
      const self = block.self();
      block.delete();
      assert.equal(self.size, 1024);
      self.delete();
      assert.equal(exports.count_destroyed(), 1);
    },
    async theirs() {
      const module = await embindModule();
      const block = new module.Block(1);
      const self = block.self();
      block.delete();
      self.delete();
      assert.equal(module.count_destroyed(), 1);
    },
  },
  {
    number: 12,
    title: 'the copies that a property returns are freed by their scope',
    seen: 'embind, property() by value',
    ...both((setting) => {
      setting.scope(() => {
        const item = new setting.exports.Item(8);
        for (let i = 0; i < 100; ++i) assert.equal(item.copy.size, 8);
      });
      isClean(setting);
    }),
  },
  {
    number: 14,
    title: 'an object freed inside its scope is destroyed once, without an error',
    seen: 'wasm-vips #13, #91, #103',
    ...both((setting) => {
      setting.scope(() => new setting.exports.Item(8).free());
      isClean(setting);
    }),
    holdsThere: true,
  },
  {
    number: 15,
    title: 'a scope frees everything although a step fails',
    seen: 'quickjs-emscripten #57, PR #59, #257, #60, PR #262',
    ...both((setting) => {
      const { exports } = setting;
      assert.throws(
        () => setting.scope(() => (new exports.Item(1), exports.take_and_fail(new exports.Item(1)))),
        { message: 'failed in Rust' }
      );
      isClean(setting);
    }),
  },
  {
    number: 16,
    title: 'failed calls leak no object',
    seen: 'sql.js #306, #435, libsql-js PR #63',
    ...both((setting) => {
      const { exports } = setting;
      for (let i = 0; i < 100; ++i) {
        const item = new exports.Item(8);
        assert.throws(() => exports.take_two(item, undefined));
        item.free(); // frees nothing where the glue has already cleared the pointer
      }
      isClean(setting);
    }),
  },
  {
    number: 18,
    title: 'a synchronous scope refuses asynchronous functions, and asynchronous scopes stay separate',
    seen: 'tfjs #1186, #5034',
    async ours() {
      const setting = guarded();
      const { exports } = setting;
      assert.throws(() => scope(/** @type {any} */ (async () => new exports.Item(1))), {
        code: 'scope_is_async',
      });
      const one = () =>
        scopeAsync(async () => {
          const item = new exports.Item(2);
          for (let i = 0; i < 5; ++i) await turn();
          return item.size;
        });
      assert.deepEqual(await Promise.all([one(), one(), one()]), [2, 2, 2]);
      isClean(setting);
    },
    theirs: () => assert.fail('it has no scopes'),
  },
  {
    number: 19,
    title: 'a finalizer frees dropped objects',
    seen: 'pyodide #1049, #1617, PR #6246',
    ...both(async (setting) => {
      (() => void new setting.exports.Item(8))();
      await collect();
      isClean(setting);
    }, old),
  },
  {
    number: 22,
    title: 'nothing keeps a dropped handle alive',
    seen: 'proposal-weakrefs #118',
    ...both(async (setting) => {
      const { exports } = setting;
      (() => {
        for (let i = 0; i < 100; ++i) {
          const item = new exports.Item(8);
          assert.throws(() => exports.take_two(item, 1));
        }
      })();
      await collect();
      isClean(setting);
    }, old),
  },
  {
    number: 23,
    title: 'an object is not freed while an asynchronous call uses it',
    seen: 'calls through workers',
    ...both(async ({ exports }) => {
      const item = new exports.Item(5);
      const running = exports.size_later(item, turn());
      item.free();
      assert.equal(await running, 5);
    }),
  },
  {
    number: 25,
    title: 'bookkeeping does not grow in a synchronous loop',
    seen: 'dart-sdk #50570, #50537',
    ...both(({ exports }) => {
      const heap = () => (gc(), process.memoryUsage().heapUsed);
      const loop = () => {
        for (let i = 0; i < 5000; ++i) new exports.Item(8).free();
      };
      loop();
      const before = heap();
      loop();
      assert.ok(heap() - before < mebibyte);
    }),
    holdsThere: true,
  },
  {
    number: 28,
    title: 'a handle cannot be cloned into another thread',
    seen: 'structured clone',
    ...both(({ exports }) => {
      assert.throws(() => structuredClone(new exports.Item(8)), { name: 'DataCloneError' });
    }),
  },
];

declare(
  cases,
  (number, shim) => cases.find((each) => each.number === number)?.[shim](),
  'guard-field-cases.json',
  'the bare module'
);
