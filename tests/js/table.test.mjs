// The slot table alone, with native objects that only count how often they are destroyed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { OnggiError, StaleHandleError } from '../../js-glue/runtime/errors.mjs';
import * as table from '../../js-glue/runtime/handles/table.mjs';
import { collect, turn } from './collect.mjs';
import { nativeObject, Owner } from './fake.mjs';
import { adopt, owned, owner, release } from './tokens.mjs';

const { borrow, giveBack, isLive, move, noneFreed, references, settle, share, whenGone } = table;

describe('tokens', () => {
  test('an object is destroyed once, by the first release', () => {
    const { native, token } = owned();
    assert.ok(isLive(token));
    release(token);
    release(token);
    assert.equal(native.destroyed, 1);
    assert.ok(!isLive(token));
    assert.throws(() => borrow(token, 'Sample'), StaleHandleError);
  });

  test('a reused slot has a new token, and the old one has no effect', () => {
    const first = owned();
    release(first.token);
    const second = owned();
    const slots = 2 ** 22;
    assert.equal(second.token % slots, first.token % slots);
    assert.equal(second.token - first.token, slots);
    release(first.token); // as a late finalizer would
    assert.equal(second.native.destroyed, 0);
    assert.ok(!isLive(first.token) && isLive(second.token));
    table.changeBytes(first.token, 7);
    giveBack(first.token);
    assert.equal(table.bytesOf(second.token), 0);
    assert.equal(borrow(second.token, 'Sample'), second.native.address);
    giveBack(second.token);
    assert.throws(() => borrow(first.token, 'Sample'), StaleHandleError);
    release(second.token);
  });

  test('a token is stale before the destructor runs', () => {
    /** @type {boolean[]} */
    const seen = [];
    const native = nativeObject(() => seen.push(isLive(token)));
    const token = adopt(native);
    release(token);
    assert.deepEqual(seen, [false]);
  });

  test('tokens are safe integers in every generation of a slot', () => {
    let { token } = owned();
    for (let i = 0; i < 1000; ++i) {
      release(token);
      token = owned().token;
      assert.ok(Number.isSafeInteger(token));
    }
    release(token);
  });

  test('the table grows', () => {
    const before = owner.handles;
    const many = Array.from({ length: 3000 }, () => owned());
    assert.equal(owner.handles, before + 3000);
    assert.equal(new Set(many.map(({ token }) => token)).size, 3000);
    for (const { token } of many) release(token);
    assert.ok(many.every(({ native }) => native.destroyed === 1));
    assert.equal(owner.handles, before);
  });

  test('an address cannot be adopted twice', () => {
    const { native, token } = owned();
    assert.throws(() => adopt({ ...nativeObject(), address: native.address }), /adopted twice/);
    release(token);
    release(adopt({ ...nativeObject(), address: native.address }));
  });
});

test('references() lists every live reference of an owner', () => {
  const here = new Owner();
  const tokens = Array.from({ length: 3 }, () => owned(here).token);
  const alias = share(/** @type {number} */ (tokens[1]), 'Sample');
  release(/** @type {number} */ (tokens[1])); // its slot still holds the object of the alias
  const left = [tokens[0], alias, tokens[2]];
  assert.deepEqual(new Set(Array.from(references(here), ({ token }) => token)), new Set(left));
  for (const token of left) release(/** @type {number} */ (token));
  assert.deepEqual([...references(here)], []);
});

describe('a released reference', () => {
  test('leaves nothing reachable in the table', async () => {
    const refs = (() => {
      const here = new Owner();
      const native = nativeObject();
      const token = adopt(native, here);
      const sample = { site: '', count: 1, bytes: 1 };
      table.setSample(token, sample);
      const promise = whenGone(token);
      release(token);
      return [here, native, sample, promise].map((each) => new WeakRef(each));
    })();
    await collect();
    assert.deepEqual(
      refs.map((ref) => ref.deref()),
      [undefined, undefined, undefined, undefined]
    );
  });

  test('is reported to listeners with its release reason', () => {
    const here = new Owner();
    /** @type {unknown[]} */
    const reported = [];
    here.events.native.on((detail) => reported.push(detail));
    const { token } = owned(here);
    const alias = share(token, 'Sample');
    table.release(alias, 'scope');
    assert.deepEqual(reported, []);
    table.release(token, 'collector');
    assert.deepEqual(reported, [{ by: 'collector' }]);
  });
});

describe('borrows', () => {
  test('a released object is destroyed when its last borrow ends', () => {
    const { native, token } = owned();
    borrow(token, 'Sample');
    borrow(token, 'Sample');
    release(token);
    assert.ok(!isLive(token));
    assert.throws(() => borrow(token, 'Sample'), StaleHandleError);
    giveBack(token);
    assert.equal(native.destroyed, 0);
    release(token);
    assert.equal(native.destroyed, 0);
    giveBack(token);
    assert.equal(native.destroyed, 1);
  });

  test('the end of a borrow does not destroy an object that is still owned', () => {
    const { native, token } = owned();
    borrow(token, 'Sample');
    giveBack(token);
    assert.equal(native.destroyed, 0);
    release(token);
    assert.equal(native.destroyed, 1);
  });
});

describe('shared objects', () => {
  test('the object is destroyed with its last reference, in any order', () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const here = new Owner();
      const { native, token } = owned(here);
      const second = share(token, 'Sample');
      const tokens = [token, second, share(second, 'Sample')];
      assert.equal(here.handles, 3);
      order.forEach((which, gone) => {
        assert.equal(native.destroyed, 0);
        release(tokens[which]);
        release(tokens[which]);
        assert.throws(() => borrow(tokens[which], 'Sample'), StaleHandleError);
        assert.throws(() => share(tokens[which], 'Sample'), StaleHandleError);
        assert.equal(here.handles, 2 - gone);
        for (const rest of order.slice(gone + 1)) {
          assert.equal(borrow(tokens[rest], 'Sample'), native.address);
          giveBack(tokens[rest]);
        }
      });
      assert.equal(native.destroyed, 1);
      assert.equal(here.addresses.size, 0);
    }
  });

  test('the slot that holds a shared object is not reused while references remain', () => {
    const { native, token } = owned();
    const alias = share(token, 'Sample');
    release(token);
    const others = Array.from({ length: 10 }, () => owned());
    assert.ok(others.every((other) => other.token % 2 ** 22 !== token % 2 ** 22));
    assert.equal(borrow(alias, 'Sample'), native.address);
    giveBack(alias);
    release(alias);
    assert.equal(native.destroyed, 1);
    for (const other of others) release(other.token);
  });

  test('the slot of a released second reference is reused', () => {
    const { token } = owned();
    const alias = share(token, 'Sample');
    release(alias);
    const next = share(token, 'Sample');
    assert.equal(next - alias, 2 ** 22);
    for (const each of [next, token]) release(each);
  });

  test('a borrow of one reference does not keep another one valid', () => {
    const { native, token } = owned();
    const alias = share(token, 'Sample');
    borrow(alias, 'Sample');
    release(alias);
    release(token);
    assert.equal(native.destroyed, 0);
    assert.throws(() => share(alias, 'Sample'), /freed during a running call/);
    giveBack(alias);
    assert.equal(native.destroyed, 1);
  });
});

describe('moves', () => {
  test('a moved reference is stale, its error says so, and it counts as moved', () => {
    const here = new Owner();
    const { native, token } = owned(here);
    move(token, 'Sample');
    assert.equal(native.destroyed, 1);
    assert.throws(() => borrow(token, 'Sample'), { message: 'this Sample was moved' });
    assert.throws(() => move(token, 'Sample'), StaleHandleError);
    release(token);
    assert.equal(native.destroyed, 1);
    assert.deepEqual(here.freed, { ...noneFreed(), move: 1 });
  });

  test('a reference that a call uses cannot be moved', () => {
    const { native, token } = owned();
    borrow(token, 'Sample');
    assert.throws(() => move(token, 'Sample'), { code: 'handle_in_use' });
    assert.ok(isLive(token));
    giveBack(token);
    move(token, 'Sample');
    assert.equal(native.destroyed, 1);
  });

  test('moving one reference leaves the other references of the object', () => {
    const { native, token } = owned();
    const alias = share(token, 'Sample');
    move(token, 'Sample');
    assert.equal(native.destroyed, 0);
    assert.ok(isLive(alias));
    release(alias);
    assert.equal(native.destroyed, 1);
  });
});

test('whenGone() settles when the last borrow ends, not at release()', async () => {
  const { token } = owned();
  borrow(token, 'Sample');
  release(token);
  let gone = 0;
  const promises = [1, 2].map(() => whenGone(token).then(() => ++gone));
  await turn();
  assert.equal(gone, 0);
  giveBack(token);
  await Promise.all(promises);
  assert.equal(gone, 2);
  assert.ok(whenGone(token) instanceof Promise);
  await whenGone(token);
});

test('the error of a stale token names the class and the reason', () => {
  const { token } = owned();
  borrow(token, 'vesta.Srs');
  release(token);
  assert.throws(() => borrow(token, 'vesta.Srs'), {
    code: 'stale_handle',
    type: 'vesta.Srs',
    message: 'this vesta.Srs was freed during a running call',
  });
  giveBack(token);
  assert.throws(() => borrow(token, 'vesta.Srs'), { message: 'this vesta.Srs was freed' });
  assert.ok(new StaleHandleError('vesta.Srs', 'was freed') instanceof OnggiError);
});

test('random commands agree with a model', () => {
  const here = new Owner();
  /** @type {{ native: any, token: number, borrows: number, released: boolean }[]} */
  const objects = [];
  let seed = 12345;
  /** @param {number} n */
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n;
  for (let i = 0; i < 50_000; ++i) {
    const command = random(5);
    const object = objects[random(objects.length || 1)];
    if (command === 0 || object === undefined) {
      objects.push({ ...owned(here), borrows: 0, released: false });
    } else if (command === 1) {
      if (object.released) assert.throws(() => borrow(object.token, 'x'), StaleHandleError);
      else if (borrow(object.token, 'x') === object.native.address) ++object.borrows;
    } else if (command === 2 && object.borrows > 0) {
      --object.borrows;
      giveBack(object.token);
    } else if (command === 3) {
      object.released = true;
      release(object.token);
    } else if (command === 4 && random(20) === 0) {
      const ended = here.frames;
      here.frames = ended ? 0 : 1;
      if (ended) settle(here);
    }
    if (here.frames === 0) {
      const expected = object && object.released && object.borrows === 0 ? 1 : 0;
      if (object) assert.equal(object.native.destroyed, expected);
    }
    if (objects.length > 200) {
      for (const each of objects.splice(0, 100)) {
        while (each.borrows-- > 0) giveBack(each.token);
        release(each.token);
      }
    }
  }
  here.frames = 0;
  settle(here);
  for (const object of objects) {
    while (object.borrows-- > 0) giveBack(object.token);
    release(object.token);
    assert.equal(object.native.destroyed, 1);
  }
  assert.equal(here.handles, 0);
  assert.equal(here.addresses.size, 0);
});
