// What every handle can do, with a fake module.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Events } from '../../js-glue/runtime/observe/events.mjs';
import { asyncDispose, dispose, Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { unpack } from '../../js-glue/runtime/handles/transfer.mjs';
import { turn } from './collect.mjs';
import { fakeInstance } from './fake_module.mjs';

test('a handle cannot be made with `new`', () => {
  const { Sample } = fakeInstance();
  const Class = /** @type {any} */ (Sample);
  assert.throws(() => new Class(Symbol('a key'), {}, 7), { code: 'invalid_argument' });
  assert.throws(() => new Class(), { code: 'invalid_argument' });
});

test('releases the reference if the handle cannot be made', () => {
  const { instance, module, Sample } = fakeInstance();
  const first = Sample.make(1);
  const mine = new Error('mine');
  Object.defineProperty(Handle.prototype, 'uncloneable', {
    configurable: true,
    set() {
      throw mine;
    },
  });
  try {
    for (const make of [() => first.share(), () => Sample.make(1)]) {
      assert.throws(make, (error) => error === mine);
      assert.deepEqual([instance.handles, module.objects.size, instance.frames], [1, 1, 0]);
    }
  } finally {
    Reflect.deleteProperty(Handle.prototype, 'uncloneable');
  }
  first.free();
  assert.equal(module.objects.size, 0);
});

test('a handle cannot be cloned', () => {
  const { Sample } = fakeInstance();
  const handle = Sample.make(1);
  assert.throws(() => structuredClone(handle), { name: 'DataCloneError' });
  assert.throws(() => structuredClone({ in: [handle] }), { name: 'DataCloneError' });
  assert.throws(() => /** @type {any} */ (handle).uncloneable(), { code: 'unsupported' });
  handle.free();
});

describe('disposal', () => {
  test('frees the object', () => {
    const { module, Sample } = fakeInstance();
    const handle = Sample.make(1);
    handle[dispose]();
    assert.ok(!handle.live);
    assert.equal(module.live, 0);
  });

  test('asyncDispose settles when running calls have ended', async () => {
    const { module, Sample } = fakeInstance();
    const handle = Sample.make(1);
    let settle = () => {};
    const call = handle.useUntil(new Promise((resolve) => (settle = () => resolve(undefined))));
    let gone = false;
    const disposal = handle[asyncDispose]().then(() => (gone = true));
    await turn();
    assert.ok(!gone && !handle.live && module.live === 1);
    settle();
    await Promise.all([call, disposal]);
    assert.equal(module.live, 0);
    await handle[asyncDispose]();
  });
});

describe('a transfer', () => {
  /** An instance with a class that can be transferred, and one that cannot. */
  function instanceWithRoute() {
    const fake = fakeInstance();
    const Movable = Object.assign(fake.Sample, {
      route: { write: 'toBytes', read: 'fromBytes' },
      fromBytes: (/** @type {Uint8Array} */ [bytes = 0]) => fake.Sample.make(bytes),
    });
    Object.assign(Movable.prototype, { toBytes: () => Uint8Array.of(7) });
    const Immovable = class extends Handle {};
    return { ...fake, Movable, curves: { test: { Sample: Movable, Immovable } } };
  }

  test('moves a handle by the methods of its class that write and read bytes', () => {
    const [here, there] = [instanceWithRoute(), instanceWithRoute()];
    const handle = here.Movable.make(7);
    const parcel = /** @type {any} */ (handle).transfer();
    assert.deepEqual(structuredClone(parcel), { type: 'test.Sample', content: Uint8Array.of(7) });
    assert.ok(!handle.live);
    assert.equal(here.module.live, 0);
    assert.equal(here.instance.freed.move, 1);
    const arrived = unpack(there.curves, parcel);
    assert.equal(there.module.live, 7);
    arrived.free();
    // The sender can receive its own parcel if the receiver is gone.
    unpack(here.curves, parcel).free();
  });

  test('is refused for a class without a route, and changes nothing', () => {
    const { Sample } = fakeInstance();
    const handle = Sample.make(1);
    assert.throws(() => handle.transfer(), { code: 'unsupported', message: /test\.Sample/ });
    assert.ok(handle.live);
    handle.free();
  });

  test('refuses values that are not parcels', () => {
    const { curves } = instanceWithRoute();
    for (const bad of [
      undefined,
      null,
      7,
      {},
      { type: 7 },
      { type: ['test', 'Sample'] },
      { type: 'test' },
      { type: 'test.Nothing' },
      { type: 'test.Immovable' },
      { type: 'other.Sample' },
      { type: 'toString.length' },
    ]) {
      assert.throws(() => unpack(curves, bad), { code: 'wrong_type', message: /receive/ });
    }
  });
});

test('events reach listeners until they unsubscribe', () => {
  const events = new Events();
  /** @type {unknown[]} */
  const heard = [];
  const end = events.native.on(({ call }) => heard.push(call));
  events.closing.on(() => heard.push('closing'));
  events.native.emit({ call: 'a' });
  end();
  events.native.emit({ call: 'b' });
  events.closing.emit(undefined);
  assert.deepEqual(heard, ['a', 'closing']);
});
