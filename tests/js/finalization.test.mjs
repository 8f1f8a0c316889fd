// Dropped wrappers, each in the slot and with the finalization token of those before it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import { slotOf } from '../../js-glue/runtime/handles/slots.mjs';
import { borrow, giveBack, release, releaseDropped } from '../../js-glue/runtime/handles/table.mjs';
import { collect } from './collect.mjs';
import { made, Owner } from './fake.mjs';

const needsRegistry = { skip: !collectionsAreSeen };

/** Calls of the registry while the code runs. @param {() => void} code */
function calls(code) {
  const { register, unregister } = FinalizationRegistry.prototype;
  const count = { registered: 0, unregistered: 0 };
  FinalizationRegistry.prototype.register = function (...args) {
    ++count.registered;
    register.apply(this, args);
  };
  FinalizationRegistry.prototype.unregister = function (key) {
    const found = unregister.call(this, key);
    count.unregistered += Number(found);
    return found;
  };
  code();
  Object.assign(FinalizationRegistry.prototype, { register, unregister });
  return count;
}

/** The first and the second in one slot. @param {Owner} owner @param {'dispose' | 'scope'} by */
function oneAfterTheOther(owner, by) {
  const first = made(owner);
  if (by === 'dispose') first.handle.free();
  else release(first.token, by);
  const second = made(owner);
  assert.equal(slotOf(second.token), slotOf(first.token));
  return { first, second };
}

describe('wrappers in one slot', needsRegistry, () => {
  for (const by of /** @type {const} */ (['dispose', 'scope'])) {
    test(`one that is dropped is found while that before it, given up by ${by}, is kept`, async () => {
      const owner = new Owner();
      const { kept, native } = (() => {
        const { first, second } = oneAfterTheOther(owner, by);
        return { kept: first.handle, native: second.native };
      })();
      await collect();
      assert.equal(native.destroyed, 1);
      assert.equal(owner.freed.collector, 1);
      kept.free();
      assert.equal(native.destroyed, 1);
    });

    test(`one that is kept stays when that before it, given up by ${by}, is dropped`, async () => {
      const owner = new Owner();
      const { kept, native } = (() => {
        const { second } = oneAfterTheOther(owner, by);
        return { kept: second.handle, native: second.native };
      })();
      await collect();
      assert.ok(kept.live && native.destroyed === 0);
      kept.free();
      assert.equal(native.destroyed, 1);
    });
  }

  test('one that was freed is held by nobody', async () => {
    const wrapper = (() => {
      const { handle } = made(new Owner());
      handle.free();
      return new WeakRef(handle);
    })();
    await collect();
    assert.equal(wrapper.deref(), undefined);
  });

  test('those that come and go by free() are registered once', () => {
    const owner = new Owner();
    const count = calls(() => {
      for (let i = 0; i < 100; ++i) made(owner).handle.free();
    });
    assert.ok(count.registered <= 1);
    assert.equal(count.unregistered, 0);
  });

  test('those that their scopes give up leave the registry', () => {
    const owner = new Owner();
    made(owner).handle.free(); // whoever had the slot before
    const count = calls(() => {
      for (let i = 0; i < 100; ++i) release(made(owner).token, 'scope');
    });
    assert.ok(count.registered >= 99);
    assert.equal(count.unregistered, 100);
  });

  test('a second free(), after the slot has another object, changes nothing for that or the next', async () => {
    const owner = new Owner();
    const { old, native } = (() => {
      const { first, second } = oneAfterTheOther(owner, 'scope');
      first.handle.free();
      return { old: first.handle, native: second.native };
    })();
    await collect();
    assert.equal(native.destroyed, 1);
    const next = (() => made(owner).native)();
    await collect();
    assert.equal(next.destroyed, 1);
    assert.ok(!old.live);
  });

  test('one that is freed while it is used is gone with the use, and its slot watches the next', async () => {
    const owner = new Owner();
    const { token, native } = (() => {
      const first = made(owner);
      borrow(first.token, 'Sample');
      first.handle.free();
      return first;
    })();
    await collect();
    assert.equal(native.destroyed, 0);
    giveBack(token);
    assert.equal(native.destroyed, 1);
    const next = (() => made(owner).native)();
    await collect();
    assert.equal(next.destroyed, 1);
  });
});

test('of many at once those beyond the first thousands leave the registry', needsRegistry, () => {
  const owner = new Owner();
  const many = Array.from({ length: 5000 }, () => made(owner).handle);
  const { unregistered } = calls(() => {
    for (const handle of many) handle.free();
  });
  assert.ok(unregistered > 500 && unregistered < 1000, String(unregistered));
});

test('what is freed, or was never watched, is not found by a heap search', () => {
  const [armed, raw] = [new Owner(), new Owner()];
  raw.armed = false;
  const freed = made(armed);
  freed.handle.free();
  const { handle, native } = made(raw); // in the slot of the one before
  releaseDropped(() => false);
  assert.ok(handle.live);
  handle.free();
  assert.deepEqual([freed.native.destroyed, native.destroyed], [1, 1]);
});

test('what was dropped is found by a heap search, and then by no one', needsRegistry, async () => {
  const owner = new Owner();
  const dropped = (() => [made(owner), made(owner)].map(({ native }) => native))();
  const kept = made(owner);
  releaseDropped((token) => token === kept.token);
  assert.deepEqual(dropped.map(({ destroyed }) => destroyed), [1, 1]);
  const next = [made(owner), made(owner)];
  await collect();
  assert.ok([kept, ...next].every(({ handle }) => handle.live));
  for (const { handle } of [kept, ...next]) handle.free();
});
