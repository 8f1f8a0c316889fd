// Scopes, over native objects that only count their destructions.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import { awaitsAreFollowed } from '../../js-glue/runtime/handles/scope_context.mjs';
import { InstanceDeadError, StaleHandleError } from '../../js-glue/runtime/errors.mjs';
import { asyncDispose, dispose } from '../../js-glue/runtime/handles/handle.mjs';
import { explore } from '../../js-glue/runtime/environment.mjs';
import { Scope, scope, scopeAsync } from '../../js-glue/runtime/handles/scope.mjs';
import { borrow, giveBack } from '../../js-glue/runtime/handles/table.mjs';
import { collect, turn } from './collect.mjs';
import { made, Owner } from './fake.mjs';

await explore();
const owner = new Owner();
const needsRegistry = { skip: !collectionsAreSeen };
const needsStorage = { skip: !awaitsAreFollowed() };

/** Makes handles and records the order of their destruction. */
function recorder() {
  /** @type {string[]} */
  const destroyed = [];
  return {
    destroyed,
    /** @param {string} name */
    make: (name) => made(owner, () => destroyed.push(name)).handle,
  };
}

describe('scope', () => {
  test('frees its handles at the end, newest first, and returns the result', () => {
    const { destroyed, make } = recorder();
    const result = scope(() => {
      for (const name of ['a', 'b', 'c']) make(name);
      assert.deepEqual(destroyed, []);
      return 7;
    });
    assert.equal(result, 7);
    assert.deepEqual(destroyed, ['c', 'b', 'a']);
    assert.equal(owner.handles, 0);
    assert.equal(owner.freed.scope >= 3, true);
  });

  test('does not free a handle twice, wherever it was in the list', () => {
    const { destroyed, make } = recorder();
    scope(() => {
      const [first, , third, , last] = ['a', 'b', 'c', 'd', 'e'].map(make);
      for (const handle of [third, last, first]) handle.free();
      assert.deepEqual(destroyed, ['c', 'e', 'a']);
    });
    assert.deepEqual(destroyed, ['c', 'e', 'a', 'd', 'b']);
  });

  test('leaves outer handles alone; a stale handle says that its scope freed it', () => {
    const { make } = recorder();
    const outer = make('outer');
    const inner = scope(() => {
      const handle = make('inner');
      return () => handle;
    })();
    assert.ok(outer.live);
    assert.throws(() => inner.share(), { message: 'this test.Sample was freed at the end of its scope' });
    outer.free();
  });

  test('handles in the result and handles passed to keep() survive the scope', () => {
    const { destroyed, make } = recorder();
    const kept = { handle: /** @type {any} */ (undefined) };
    const result = scope((s) => {
      kept.handle = s.keep(make('kept'));
      const [first, second] = [make('first'), make('second')];
      /** @type {any} */
      const value = { first, list: [second, null, 'text'], count: 1 };
      value.itself = value;
      make('gone');
      return value;
    });
    assert.deepEqual(destroyed, ['gone']);
    for (const handle of [kept.handle, result.first, result.list[0]]) {
      assert.ok(handle.live);
      handle.free();
    }
    assert.equal(owner.handles, 0);
  });

  test('handles inside class instances do not survive the scope', () => {
    const { destroyed, make } = recorder();
    class Box {
      handle = make('boxed');
    }
    const box = scope(() => new Box());
    assert.deepEqual(destroyed, ['boxed']);
    assert.ok(!box.handle.live);
    const bare = scope(() => Object.assign(Object.create(null), { handle: make('bare') }));
    assert.ok(bare.handle.live);
    bare.handle.free();
  });

  test('the result of an inner scope belongs to the outer scope', () => {
    const { destroyed, make } = recorder();
    scope(() => {
      make('outer');
      const escaped = scope((inner) => {
        make('inner');
        inner.keep(make('kept'));
        return make('result');
      });
      assert.ok(escaped.live);
      assert.deepEqual(destroyed, ['inner']);
    });
    assert.deepEqual(destroyed, ['inner', 'result', 'kept', 'outer']);
  });

  test('keep() of an inner scope does not affect handles of the outer scope', () => {
    const { destroyed, make } = recorder();
    scope(() => {
      const outer = make('outer');
      scope((inner) => assert.equal(inner.keep(outer), outer));
      assert.deepEqual(destroyed, []);
    });
    assert.deepEqual(destroyed, ['outer']);
  });

  test('own() moves a handle from its scope to this one', () => {
    const { destroyed, make } = recorder();
    scope((outer) => {
      scope(() => outer.own(make('lifted')));
      assert.deepEqual(destroyed, []);
    });
    assert.deepEqual(destroyed, ['lifted']);
    const loose = make('loose');
    scope((s) => void s.own(loose));
    assert.deepEqual(destroyed, ['lifted', 'loose']);
    scope((s) => assert.equal(s.own(loose), loose)); // stale: nothing to own
  });

  test('own() ignores a stale handle', () => {
    const { destroyed, make } = recorder();
    const [stale, outside] = [make('stale'), make('outside')];
    stale.free();
    scope((s) => {
      make('first');
      s.own(stale);
      make('last');
    });
    assert.deepEqual(destroyed, ['stale', 'last', 'first']);
    outside.free();
  });

  test('throws the error of its function after freeing everything', () => {
    const { destroyed, make } = recorder();
    const mine = new Error('mine');
    const run = () =>
      scope(() => {
        make('a');
        make('b');
        throw mine;
      });
    assert.throws(run, (error) => error === mine);
    assert.deepEqual(destroyed, ['b', 'a']);
  });

  test('frees everything and throws if reading the result throws', async () => {
    const mine = new Error('mine');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    /** @type {[value: object, expected: (error: unknown) => boolean][]} */
    const spoiled = [
      [
        {
          get it() {
            throw mine;
          },
        },
        (error) => error === mine,
      ],
      [proxy, (error) => error instanceof TypeError],
    ];
    for (const [value, expected] of spoiled) {
      const { destroyed, make } = recorder();
      const body = (/** @type {Scope} */ s) => {
        s.own(make('a'));
        return [s.own(make('result')), value];
      };
      assert.throws(() => scope(body), expected);
      assert.deepEqual(destroyed.splice(0), ['result', 'a']);
      await assert.rejects(scopeAsync(body), expected);
      assert.deepEqual(destroyed, ['result', 'a']);
    }
  });

  test('finds handles at any depth of the result and keeps their order', () => {
    const { destroyed, make } = recorder();
    /** @type {any} */
    let inner;
    scope(() => {
      const [first] = scope(() => {
        inner = make('deep');
        let deep = { inner };
        for (let i = 0; i < 20_000; ++i) deep = /** @type {any} */ (i % 2 ? [deep] : { deep });
        return [make('first'), deep, make('last')];
      });
      assert.ok(inner.live && first);
    });
    assert.deepEqual(destroyed, ['last', 'deep', 'first']);
  });

  test('searches the first four million values of a result and frees handles beyond them', () => {
    const { destroyed, make } = recorder();
    const most = 2 ** 22;
    const result = scope(() => {
      make('gone');
      const list = new Array(2 ** 32 - 1);
      list[0] = make('first');
      // The list itself is the first value.
      list[most - 2] = make('last');
      list[most - 1] = make('beyond');
      return list;
    });
    assert.deepEqual(destroyed, ['beyond', 'gone']);
    for (const handle of [result[0], result[most - 2]]) {
      assert.ok(handle.live);
      handle.free();
    }
    const endless = new Proxy([], {
      get: (target, key) => (key === 'length' ? Infinity : Reflect.get(target, key)),
    });
    scope(() => [make('a'), endless])[0]?.free();
  });

  test('does not read the result if the scope made no handles', () => {
    const result = scope(() => ({
      get it() {
        throw new Error('mine');
      },
    }));
    assert.throws(() => result.it, { message: 'mine' });
  });

  test('finds handles in arrays and objects of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    const { make } = recorder();
    const { object, list } = scope(() => {
      const other = runInNewContext('({ object: {}, list: [] })');
      other.object.handle = make('a');
      other.list.push(make('b'));
      return other;
    });
    for (const handle of [object.handle, list[0]]) {
      assert.ok(handle.live);
      handle.free();
    }
  });

  test("reports the function's error first even if it has no text", () => {
    const mine = Object.create(null);
    const dying = new Owner();
    const body = () => {
      made(dying, () => {
        throw new Error('trap');
      });
      throw mine;
    };
    assert.throws(
      () => scope(body),
      (error) => {
        assert.ok(error instanceof AggregateError);
        assert.equal(error.errors[0], mine);
        return true;
      }
    );
  });

  test("frees everything although a destructor traps, and reports the trap after the function's error", () => {
    const mine = new Error('mine');
    for (const bodyThrows of [false, true]) {
      const trap = new Error('unreachable');
      const here = new Owner();
      const { destroyed, make } = recorder();
      const run = () =>
        scope(() => {
          make('first');
          made(here, () => {
            throw trap;
          });
          make('last');
          if (bodyThrows) throw mine;
        });
      assert.throws(run, (error) => {
        const errors = bodyThrows ? error.errors : [undefined, error];
        assert.equal(error instanceof AggregateError, bodyThrows);
        if (bodyThrows) assert.equal(error.message, `${mine}, and then the scope's end failed`);
        assert.equal(errors[0], bodyThrows ? mine : undefined);
        assert.ok(errors[1] instanceof InstanceDeadError);
        assert.equal(errors[1].cause, trap);
        return true;
      });
      assert.deepEqual(destroyed, ['last', 'first']);
    }
  });

  test('refuses an asynchronous function and frees its handles', async () => {
    const { destroyed, make } = recorder();
    let afterwards;
    const run = () =>
      scope(async () => {
        const handle = make('a');
        await turn();
        try {
          handle.share();
        } catch (error) {
          afterwards = error;
          throw error;
        }
      });
    assert.throws(run, { code: 'scope_is_async' });
    assert.deepEqual(destroyed, ['a']);
    await collect();
    assert.ok(afterwards instanceof StaleHandleError);
  });

  test('frees a handle that a call uses when the call has ended', () => {
    const { destroyed, make } = recorder();
    const { native, token } = scope((s) => {
      const object = made(owner);
      borrow(object.token, 'Sample');
      make('a');
      return { native: object.native, token: object.token, s };
    });
    assert.deepEqual(destroyed, ['a']);
    assert.equal(native.destroyed, 0);
    giveBack(token);
    assert.equal(native.destroyed, 1);
  });

  test('refuses values that are not handles, and any handle after its end', () => {
    const { make } = recorder();
    let ended = /** @type {any} */ (undefined);
    scope((s) => {
      ended = s;
      assert.throws(() => s.own(/** @type {any} */ ({})), { code: 'wrong_type' });
      assert.throws(() => s.keep(/** @type {any} */ (7)), { code: 'wrong_type' });
    });
    const handle = make('a');
    assert.throws(() => ended.own(handle), { code: 'scope_ended' });
    ended.close();
    handle.free();
    assert.throws(() => scope(/** @type {any} */ (7)), { code: 'wrong_type' });
  });
});

describe('new Scope()', () => {
  test('close() and both dispose methods free its handles once', async () => {
    for (const end of ['close', dispose, asyncDispose]) {
      const { destroyed, make } = recorder();
      const s = new Scope();
      s.own(make('a'));
      make('loose').free();
      await /** @type {any} */ (s)[end]();
      await /** @type {any} */ (s)[end]();
      assert.deepEqual(destroyed, ['loose', 'a']);
    }
  });

  test('frees its handles if the scope itself is garbage-collected', needsRegistry, async () => {
    const { destroyed, make } = recorder();
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
    const { destroyed, make } = recorder();
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
    const { destroyed, make } = recorder();
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
    const { destroyed, make } = recorder();
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
    const { destroyed, make } = recorder();
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
