// The memory of guarded modules: sizes, requests for collections, reports.
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { test } from 'node:test';

import { Registry } from 'prom-client';
import { scope } from 'onggi';
import { guard } from 'onggi/guard';
import { watch } from 'onggi/prometheus';
import { expectNoLeaks } from 'onggi/testing';

import { turn } from '../collect.mjs';
import { fakeGlue } from './fake_glue.mjs';

const mebibyte = 2 ** 20;
const bytes = (/** @type {any} */ item) => item.size;

test('sizes are what the function says', () => {
  const { exports, memory, leaks } = guard(fakeGlue().exports, { bytes });
  const items = [5, 7].map((size) => new exports.Item(size));
  assert.deepEqual(memory().byType, { Item: { count: 2, bytes: 12, peak: 12 } });
  assert.deepEqual(
    leaks().map((/** @type {any} */ leak) => leak.bytes),
    [7, 5]
  );
  items[0].free();
  assert.deepEqual([memory().live, memory().peak, memory().limits.soft], [7, 12, 256 * mebibyte]);
});

test('a size that is not a number of bytes is an error, and the object is not lost', () => {
  for (const [size, code] of /** @type {[any, string][]} */ ([
    ['1', 'wrong_type'],
    [-1, 'size_out_of_range'],
    [NaN, 'size_out_of_range'],
  ])) {
    const fake = fakeGlue();
    const { exports } = guard(fake.exports, { bytes: () => size });
    scope(() => assert.throws(() => new exports.Item(1), { code, message: /guard: bytes: Item/ }));
    assert.equal(fake.alive.size, 0);
  }
});

test('without the function, sizes are estimated by the growth of linear memory', () => {
  const { exports, memory } = guard(fakeGlue().exports);
  scope(() => {
    for (let i = 0; i < 8; ++i) new exports.Item(mebibyte);
    const { live, linear } = memory();
    assert.ok(live >= linear / 2 && live <= 2 * linear, `${live} of ${linear}`);
  });
  assert.equal(memory().live, 0);
});

for (const [title, options, most] of /** @type {[string, object, number][]} */ ([
  ['with known sizes', { bytes }, 28],
  ['with estimated sizes', {}, 64],
])) {
  test(`${title}: a loop that drops its objects and turns stays near the soft limit`, async () => {
    const { exports, memory } = guard(fakeGlue().exports, { ...options, softLimit: 16 * mebibyte });
    for (let i = 0; i < 200; ++i) {
      (() => void new exports.Item(2 * mebibyte))();
      await turn();
    }
    // Without the guard linear memory would have 400 MiB.
    assert.ok(memory().linear <= most * mebibyte, `${memory().linear}`);
  });

  test(`${title}: a synchronous loop that drops its objects is bounded in Node`, () => {
    const { exports, memory } = guard(fakeGlue().exports, { ...options, softLimit: 16 * mebibyte });
    for (let i = 0; i < 200; ++i) new exports.Item(2 * mebibyte);
    assert.ok(memory().linear <= 80 * mebibyte, `${memory().linear}`);
  });
}

test('dropped objects are collected although the growth of memory does not show how large they are', async () => {
  const { exports, memory } = guard(fakeGlue().exports, { softLimit: 64 * mebibyte });
  for (let i = 0; i < 60; ++i) {
    (() => {
      new exports.Item(9 * mebibyte);
      exports.take_optional(new exports.Item(24 * mebibyte)); // memory grows for this one, which is not dropped
    })();
    await turn();
  }
  // Without the guard linear memory would have 540 MiB.
  assert.ok(memory().linear <= 200 * mebibyte, `${memory().linear}`);
});

test('reserve() waits until dropped objects are freed', async () => {
  const { exports, memory, reserve } = guard(fakeGlue().exports, { bytes, softLimit: 4 * mebibyte });
  for (let i = 0; i < 20; ++i) {
    await reserve(mebibyte);
    (() => void new exports.Item(mebibyte))();
  }
  assert.ok(memory().peak <= 5 * mebibyte, `${memory().peak}`);
});

test('the trace has a line for each object, with its bytes and the reason of its end', () => {
  /** @type {any[]} */
  const events = [];
  const trace = (/** @type {string} */ line) => events.push(JSON.parse(line.slice(1)));
  const { exports, close } = guard(fakeGlue().exports, { bytes, trace });
  scope(() => void new exports.Item(5));
  exports.take_optional(new exports.Item(6));
  new exports.Item(7);
  close();
  const of = (/** @type {string} */ event) => events.filter((each) => each.event === event);
  assert.deepEqual(
    of('ALLOCATE').map(({ id, type, call, js }) => [id, type, call, /memory\.test\.mjs:\d+$/.test(js)]),
    [1, 2, 3].map((id) => [id, 'Item', 'Item', true])
  );
  assert.deepEqual(
    of('RESIZE').map((each) => each.bytes),
    [5, 6, 7]
  );
  assert.deepEqual(
    of('DROP').map((each) => [each.id, each.bytes, each.by]),
    [
      [1, 5, 'scope'],
      [2, 6, 'move'],
      [3, 7, 'close'],
    ]
  );
  assert.equal(of('START').length + of('END').length, 2);
});

test('debug records where objects were made', () => {
  const { exports, leaks, close } = guard(fakeGlue().exports, { debug: true });
  new exports.Item(1);
  assert.match(leaks()[0].site, /memory\.test\.mjs/);
  close();
});

test('expectNoLeaks(), onMemory(), the diagnostics channel and Prometheus take a guarded module', async () => {
  const guarded = guard(fakeGlue().exports, { bytes });
  const { exports } = guarded;
  await expectNoLeaks(guarded, () => scope(() => void new exports.Item(1)));
  await assert.rejects(
    expectNoLeaks(guarded, () => exports.make_list(1), { collect: false }),
    { code: 'leaked', message: /1 Item/ }
  );
  const reported = new Promise((resolve) => guarded.onMemory(resolve, { interval: 0 }));
  assert.equal(/** @type {any} */ (await reported).handles, 1);
  /** @type {any[]} */
  const published = [];
  const listen = (/** @type {any} */ message) => published.push(message);
  diagnostics.subscribe('onggi:memory', listen);
  exports.make_list(1);
  while (!published.some(({ instance }) => instance === guarded.id)) await turn();
  diagnostics.unsubscribe('onggi:memory', listen);
  const register = new Registry();
  watch(/** @type {any} */ (guarded), { register, instance: 'guarded' });
  const text = await register.metrics();
  assert.match(text, /onggi_objects\{instance="guarded",type="Item"\} 2/);
  assert.doesNotMatch(text, /onggi_heap_bytes\{/);
});
