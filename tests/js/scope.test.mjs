// Scopes of functions, over native objects that only count their destructions.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { InstanceDeadError, StaleHandleError } from '../../js-glue/runtime/errors.mjs';
import { explore } from '../../js-glue/runtime/environment.mjs';
import { scope, scopeAsync } from '../../js-glue/runtime/handles/scope.mjs';
import { borrow, giveBack } from '../../js-glue/runtime/handles/table.mjs';
import { collect, turn } from './collect.mjs';
import { made, Owner, recorder } from './fake.mjs';

/** @typedef {import('../../js-glue/runtime/handles/scope.mjs').Scope} Scope */

await explore();
const owner = new Owner();

describe('scope', () => {
  test('frees its handles at the end, newest first, and returns the result', () => {
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
    scope(() => {
      const [first, , third, , last] = ['a', 'b', 'c', 'd', 'e'].map(make);
      for (const handle of [third, last, first]) handle.free();
      assert.deepEqual(destroyed, ['c', 'e', 'a']);
    });
    assert.deepEqual(destroyed, ['c', 'e', 'a', 'd', 'b']);
  });

  test('leaves outer handles alone; a stale handle says that its scope freed it', () => {
    const { make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
    scope(() => {
      const outer = make('outer');
      scope((inner) => assert.equal(inner.keep(outer), outer));
      assert.deepEqual(destroyed, []);
    });
    assert.deepEqual(destroyed, ['outer']);
  });

  test('own() moves a handle from its scope to this one', () => {
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
      const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { make } = recorder(owner);
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
      const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { destroyed, make } = recorder(owner);
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
    const { make } = recorder(owner);
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
