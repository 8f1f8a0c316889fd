// What every handle can do, over a module that only pretends.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Events } from '../../js-glue/runtime/observe/events.mjs';
import { asyncDispose, dispose, Handle } from '../../js-glue/runtime/handles/handle.mjs';
import { unpack } from '../../js-glue/runtime/handles/transfer.mjs';
import { turn } from './collect.mjs';
import { fakeInstance } from './fake_module.mjs';

test('a handle is not made by hand', () => {
  const { Sample } = fakeInstance();
  const Class = /** @type {any} */ (Sample);
  assert.throws(() => new Class(Symbol('a key'), {}, 7), { code: 'invalid_argument' });
  assert.throws(() => new Class(), { code: 'invalid_argument' });
});

test('where a handle cannot be made, its reference is given up', () => {
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

test('nor by structured clone', () => {
  const { Sample } = fakeInstance();
  const handle = Sample.make(1);
  assert.throws(() => structuredClone(handle), { name: 'DataCloneError' });
  assert.throws(() => structuredClone({ in: [handle] }), { name: 'DataCloneError' });
  assert.throws(() => /** @type {any} */ (handle).uncloneable(), { code: 'unsupported' });
  handle.free();
});

describe('disposal', () => {
  test('frees', () => {
    const { module, Sample } = fakeInstance();
    const handle = Sample.make(1);
    handle[dispose]();
    assert.ok(!handle.live);
    assert.equal(module.live, 0);
  });

  test('asynchronous, settles when running calls have ended', async () => {
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
  /** A class whose objects travel, in an instance of its own, and one whose objects do not. */
  function place() {
    const fake = fakeInstance();
    const Traveller = Object.assign(fake.Sample, {
      route: { write: 'toBytes', read: 'fromBytes' },
      fromBytes: (/** @type {Uint8Array} */ [bytes = 0]) => fake.Sample.make(bytes),
    });
    Object.assign(Traveller.prototype, { toBytes: () => Uint8Array.of(7) });
    const Settler = class extends Handle {};
    return { ...fake, Traveller, curves: { test: { Sample: Traveller, Settler } } };
  }

  test('moves the handle by what its class writes and reads', () => {
    const [here, there] = [place(), place()];
    const handle = here.Traveller.make(7);
    const parcel = /** @type {any} */ (handle).transfer();
    assert.deepEqual(structuredClone(parcel), { type: 'test.Sample', content: Uint8Array.of(7) });
    assert.ok(!handle.live);
    assert.equal(here.module.live, 0);
    assert.equal(here.instance.freed.move, 1);
    const arrived = unpack(there.curves, parcel);
    assert.equal(there.module.live, 7);
    arrived.free();
    // Whoever still has the parcel can have it back, where its receiver is gone.
    unpack(here.curves, parcel).free();
  });

  test('of a class that has no way of travelling is refused, and moves nothing', () => {
    const { Sample } = fakeInstance();
    const handle = Sample.make(1);
    assert.throws(() => handle.transfer(), { code: 'unsupported', message: /test\.Sample/ });
    assert.ok(handle.live);
    handle.free();
  });

  test('what is no parcel is not received', () => {
    const { curves } = place();
    for (const bad of [
      undefined,
      null,
      7,
      {},
      { type: 7 },
      { type: ['test', 'Sample'] },
      { type: 'test' },
      { type: 'test.Nothing' },
      { type: 'test.Settler' },
      { type: 'other.Sample' },
      { type: 'toString.length' },
    ]) {
      assert.throws(() => unpack(curves, bad), { code: 'wrong_type', message: /receive/ });
    }
  });
});

test('events reach their listeners until these have had enough', () => {
  const events = new Events();
  /** @type {unknown[]} */
  const heard = [];
  const end = events.on('native', ({ call }) => heard.push(call));
  events.on('closing', () => heard.push('closing'));
  events.emit('native', { call: 'a' });
  end();
  events.emit('native', { call: 'b' });
  events.emit('closing', undefined);
  assert.deepEqual(heard, ['a', 'closing']);
});
