// Scopes as objects, for `using`, and scopes of asynchronous functions.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import { awaitsAreFollowed } from '../../js-glue/runtime/handles/scope_context.mjs';
import { asyncDispose, dispose } from '../../js-glue/runtime/handles/handle.mjs';
import { explore } from '../../js-glue/runtime/environment.mjs';
import { Scope, scope, scopeAsync } from '../../js-glue/runtime/handles/scope.mjs';
import { collect, turn } from './collect.mjs';
import { made, Owner, recorder } from './fake.mjs';

await explore();
const owner = new Owner();
const needsRegistry = { skip: !collectionsAreSeen };
const needsStorage = { skip: !awaitsAreFollowed() };

describe('new Scope()', () => {
  test('close() and both dispose methods free its handles once', async () => {
    for (const end of ['close', dispose, asyncDispose]) {
      const { destroyed, make } = recorder(owner);
      const s = new Scope();
      s.own(make('a'));
      make('loose').free();
      await /** @type {any} */ (s)[end]();
      await /** @type {any} */ (s)[end]();
      assert.deepEqual(destroyed, ['loose', 'a']);
    }
  });

  test('frees its handles if the scope itself is garbage-collected', needsRegistry, async () => {
    const { destroyed, make } = recorder(owner);
    function* generator() {
      const s = new Scope();
      try {
        yield s.own(make('a'));
      } finally {
        s.close();
      }
    }
    for (const handle of generator()) assert.ok(handle.live); // run to its end
    assert.deepEqual(destroyed, ['a']);
    for (const handle of generator()) if (handle.live) break; // return() ends it
    assert.deepEqual(destroyed, ['a', 'a']);
    (() => generator().next())();
    await collect();
    assert.deepEqual(destroyed, ['a', 'a', 'a']);
  });
});

describe('scopeAsync', () => {
  test('frees handles made before and after awaits when the promise settles', needsStorage, async () => {
    const { destroyed, make } = recorder(owner);
    const result = scopeAsync(async () => {
      make('a');
      await turn();
      make('b');
      await Promise.all(['c', 'd'].map(async (name) => (await turn(), make(name))));
      assert.deepEqual(destroyed, []);
      return make('result');
    });
    const handle = await result;
    assert.deepEqual(destroyed, ['d', 'c', 'b', 'a']);
    handle.free();
  });

  test('takes a synchronous function too, and rejects with its error', needsStorage, async () => {
    const { destroyed, make } = recorder(owner);
    const mine = new Error('mine');
    assert.equal(await scopeAsync(() => make('a').live), true);
    const run = scopeAsync(() => {
      make('b');
      throw mine;
    });
    await assert.rejects(run, (error) => error === mine);
    await assert.rejects(
      scopeAsync(async () => Promise.reject(mine)),
      (error) => error === mine
    );
    await assert.rejects(scopeAsync(/** @type {any} */ (7)), { code: 'wrong_type' });
    assert.deepEqual(destroyed, ['a', 'b']);
  });

  test('can contain a synchronous scope and can be started in one', needsStorage, async () => {
    const { destroyed, make } = recorder(owner);
    await scopeAsync(async () => {
      make('outer');
      scope(() => make('inner').live);
      assert.deepEqual(destroyed, ['inner']);
      await turn();
      scope(() => make('later').live);
      make('last');
    });
    assert.deepEqual(destroyed, ['inner', 'later', 'last', 'outer']);
    /** @type {Promise<unknown> | undefined} */
    let running;
    scope(() => {
      make('sync');
      running = scopeAsync(async () => {
        make('async');
        await turn();
        return 1;
      });
      make('sync again');
    });
    assert.deepEqual(destroyed.slice(4), ['sync again', 'sync']);
    await running;
    assert.deepEqual(destroyed.slice(4), ['sync again', 'sync', 'async']);
  });

  test('handles made after its end belong to the surrounding scope', needsStorage, async () => {
    const { destroyed, make } = recorder(owner);
    await scopeAsync(async () => {
      let late = Promise.resolve();
      await scopeAsync(async () => {
        late = turn().then(() => void make('late'));
      });
      await late;
      assert.deepEqual(destroyed, []);
    });
    assert.deepEqual(destroyed, ['late']);
  });

  for (const explicit of [false, true]) {
    test(
      `100 concurrent scopes with random errors each free their own handles (${explicit ? 'explicit' : 'implicit'})`,
      explicit ? {} : needsStorage,
      async () => {
        const before = owner.handles;
        let seed = 99;
        const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
        const one = async (/** @type {number} */ number) => {
          /** @type {any[]} */
          const mine = [];
          const body = async (/** @type {Scope} */ s) => {
            for (let i = 0; i < 20; ++i) {
              const object = made(owner);
              if (explicit) s.own(object.handle);
              mine.push(object);
              if (random() < 0.5) await turn();
              if (random() < 0.2) mine[Math.floor(random() * mine.length)].handle.free();
              else assert.ok(object.handle.live);
              if (random() < 0.02) throw new Error(`chance ${number}`);
            }
            assert.ok(mine.filter(({ handle }) => handle.live).length > 5);
          };
          try {
            await scopeAsync(body);
          } catch (error) {
            assert.equal(/** @type {Error} */ (error).message, `chance ${number}`);
          }
          assert.ok(mine.every(({ native }) => native.destroyed === 1));
        };
        await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)));
        assert.equal(owner.handles, before);
      }
    );
  }
});
