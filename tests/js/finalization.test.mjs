// Dropped wrappers, in slots and with finalization tokens that earlier wrappers used.
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

/** Two wrappers, one after the other in the same slot. @param {Owner} owner @param {'dispose' | 'scope'} by */
function oneAfterTheOther(owner, by) {
  const first = made(owner);
  if (by === 'dispose') first.handle.free();
  else release(first.token, by);
  const second = made(owner);
  assert.equal(slotOf(second.token), slotOf(first.token));
  return { first, second };
}

describe('wrappers that reuse one slot', needsRegistry, () => {
  for (const by of /** @type {const} */ (['dispose', 'scope'])) {
    test(`finalizes a dropped wrapper although the program keeps the slot's previous wrapper (${by})`, async () => {
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

    test(`keeps a live wrapper when the slot's previous wrapper is dropped (${by})`, async () => {
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

  test('a freed wrapper can be garbage-collected', async () => {
    const wrapper = (() => {
      const { handle } = made(new Owner());
      handle.free();
      return new WeakRef(handle);
    })();
    await collect();
    assert.equal(wrapper.deref(), undefined);
  });

  test('wrappers that are freed with free() share one registration', () => {
    const owner = new Owner();
    const count = calls(() => {
      for (let i = 0; i < 100; ++i) made(owner).handle.free();
    });
    assert.ok(count.registered <= 1);
    assert.equal(count.unregistered, 0);
  });

  test('wrappers that a scope frees are unregistered', () => {
    const owner = new Owner();
    made(owner).handle.free(); // the previous wrapper of the slot
    const count = calls(() => {
      for (let i = 0; i < 100; ++i) release(made(owner).token, 'scope');
    });
    assert.ok(count.registered >= 99);
    assert.equal(count.unregistered, 100);
  });

  test('a second free() does not affect later objects in the slot', async () => {
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

  test('a wrapper freed during a call ends with the call, and its slot finalizes the next wrapper', async () => {
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

test('keeps some thousand registrations for reuse and unregisters the others', needsRegistry, () => {
  const owner = new Owner();
  const many = Array.from({ length: 5000 }, () => made(owner).handle);
  const { unregistered } = calls(() => {
    for (const handle of many) handle.free();
  });
  assert.ok(unregistered > 500 && unregistered < 1000, String(unregistered));
});

test('a heap search does not release freed handles or handles of raw instances', () => {
  const [armed, raw] = [new Owner(), new Owner()];
  raw.freesDropped = false;
  const freed = made(armed);
  freed.handle.free();
  const { handle, native } = made(raw); // in the slot of the freed handle
  releaseDropped(() => false);
  assert.ok(handle.live);
  handle.free();
  assert.deepEqual([freed.native.destroyed, native.destroyed], [1, 1]);
});

test(
  'a heap search releases dropped handles, and their finalizers do nothing afterwards',
  needsRegistry,
  async () => {
    const owner = new Owner();
    const dropped = (() => [made(owner), made(owner)].map(({ native }) => native))();
    const kept = made(owner);
    releaseDropped((token) => token === kept.token);
    assert.deepEqual(
      dropped.map(({ destroyed }) => destroyed),
      [1, 1]
    );
    const next = [made(owner), made(owner)];
    await collect();
    assert.ok([kept, ...next].every(({ handle }) => handle.live));
    for (const { handle } of [kept, ...next]) handle.free();
  }
);
