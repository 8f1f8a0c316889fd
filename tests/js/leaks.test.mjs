// Which handles are alive, where they were made, and the report at exit.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, test } from 'node:test';

import { collectionsAreSeen } from '../../js-glue/runtime/memory/collection.mjs';
import {
  describeTypes,
  exitReport,
  leaksOf,
  Sampler,
  topTypes,
} from '../../js-glue/runtime/observe/leaks.mjs';
import { scope } from '../../js-glue/runtime/handles/scope.mjs';
import { adopt, references, release, setSample } from '../../js-glue/runtime/handles/table.mjs';
import { collect } from './collect.mjs';
import { made, Owner } from './fake.mjs';

const needsRegistry = { skip: !collectionsAreSeen };
const text = fs.readFileSync(new URL(import.meta.url), 'utf8').split('\n');

/** In the order of the objects. @param {Owner} owner @param {{ token: number }[]} objects */
function samplesOf(owner, objects) {
  const samples = new Map(Array.from(references(owner), ({ token, sample }) => [token, sample]));
  return objects.flatMap(({ token }) => samples.get(token) ?? []);
}

describe('the sampler', () => {
  test("in full mode records each handle with the program's stack", () => {
    const owner = new Owner();
    const sampler = new Sampler(1, Infinity);
    const objects = [1, 2, 3].map((bytes) => {
      const object = made(owner, undefined, bytes);
      sampler.note(object.token, bytes);
      return object;
    });
    const samples = samplesOf(owner, objects);
    assert.deepEqual(
      samples.map(({ count, bytes }) => [count, bytes]),
      [
        [1, 1],
        [1, 2],
        [1, 3],
      ]
    );
    for (const { site } of samples) {
      assert.match(site.split('\n')[0] ?? '', /leaks\.test\.mjs/);
      assert.doesNotMatch(site, /js-glue|^Error/);
    }
    for (const { handle } of objects) handle.free();
    assert.deepEqual(samplesOf(owner, objects), []);
  });

  test('otherwise records one handle per count or per number of bytes, for the others too', () => {
    const owner = new Owner();
    const sampler = new Sampler(4, 100);
    const objects = [1, 1, 1, 1, 1, 99, 1, 1, 1, 1].map((bytes) => {
      const object = made(owner, undefined, bytes);
      sampler.note(object.token, bytes);
      return object;
    });
    assert.deepEqual(
      samplesOf(owner, objects).map(({ count, bytes }) => [count, bytes]),
      [
        [4, 4],
        [2, 100],
        [4, 4],
      ]
    );
    for (const { handle } of objects) handle.free();
  });

  test('records the handle that completes the number of bytes', () => {
    const owner = new Owner();
    const sampler = new Sampler(Infinity, 100);
    const objects = [60, 39, 1].map((bytes) => {
      const object = made(owner, undefined, bytes);
      sampler.note(object.token, bytes);
      return object;
    });
    assert.deepEqual(
      samplesOf(owner, objects).map(({ count, bytes }) => [count, bytes]),
      [[3, 100]]
    );
    for (const { handle } of objects) handle.free();
  });

  test('does not change Error.stackTraceLimit', () => {
    const { stackTraceLimit } = Error;
    const owner = new Owner();
    const { token, handle } = made(owner);
    new Sampler(1, Infinity).note(token, 0);
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
    handle.free();
  });

  test('with one handle in 64 ranks the three largest of ten call sites', () => {
    const owner = new Owner();
    const sampler = new Sampler(64, Infinity);
    /** @type {any[]} */
    const kept = [];
    const leak = (/** @type {number} */ bytes) => {
      const object = made(owner, undefined, bytes);
      sampler.note(object.token, bytes);
      kept.push(object);
    };
    // Ten lines, each with a weight of its own, in random order.
    const sites = [
      () => leak(1),
      () => leak(2),
      () => leak(400),
      () => leak(3),
      () => leak(4),
      () => leak(900),
      () => leak(5),
      () => leak(6),
      () => leak(2000),
      () => leak(7),
    ];
    let seed = 7;
    for (let i = 0; i < 20_000; ++i) {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      sites[Math.floor(seed / 1000) % 10]?.();
    }
    const [top] = topTypes(owner);
    assert.equal(top?.count, 20_000);
    const largest = (top?.sites ?? []).map((site) => {
      const [, line] = /leaks\.test\.mjs:(\d+)/.exec(site.split('\n')[1] ?? '') ?? [];
      return text[Number(line) - 1]?.trim();
    });
    assert.deepEqual(largest, ['() => leak(2000),', '() => leak(900),', '() => leak(400),']);
    for (const { handle } of kept) handle.free();
  });
});

describe('reports', () => {
  test('leaks() lists type, bytes and age, largest first, and divides shared bytes', async () => {
    const owner = new Owner();
    const before = performance.now();
    const [small, large] = [made(owner, undefined, 10), made(owner, undefined, 100)];
    const alias = large.handle.share();
    const least = made(owner, undefined, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const list = leaksOf(owner);
    assert.deepEqual(
      list.map(({ type, bytes }) => [type, bytes]),
      [
        ['test.Sample', 50],
        ['test.Sample', 50],
        ['test.Sample', 10],
        ['test.Sample', 5],
      ]
    );
    for (const { age, site } of list) {
      assert.ok(age >= 15 && age <= performance.now() - before, `${age}`);
      assert.equal(site, undefined);
    }
    assert.deepEqual(topTypes(owner), [{ type: 'test.Sample', count: 4, bytes: 115, sites: [] }]);
    assert.match(describeTypes(topTypes(owner)), /^4 test\.Sample of 115 bytes$/);
    for (const handle of [small.handle, large.handle, alias, least.handle]) handle.free();
    assert.deepEqual(leaksOf(owner), []);
  });

  test('topTypes() ranks three types by bytes, each with its three largest call sites', () => {
    const owner = new Owner();
    let address = 0;
    /** @param {string} type @param {[site: string, bytes: number][]} places */
    const leak = (type, places) =>
      places.map(([site, bytes]) => {
        const token = adopt((address += 8), () => {}, owner, { type }, bytes);
        setSample(token, { site, count: 1, bytes });
        return token;
      });
    const tokens = [
      leak('small', [['s', 1]]),
      leak('b', [['v', 30]]),
      leak('a', [
        ['w', 1],
        ['x', 4],
        ['y\nunder y', 7],
        ['x', 4],
        ['z', 2],
        ['z', 1],
      ]),
      leak('c', [['u', 15]]),
    ].flat();
    const top = topTypes(owner);
    assert.deepEqual(top, [
      { type: 'b', count: 1, bytes: 30, sites: ['v'] },
      { type: 'a', count: 6, bytes: 19, sites: ['x', 'y\nunder y', 'z'] },
      { type: 'c', count: 1, bytes: 15, sites: ['u'] },
    ]);
    assert.equal(
      describeTypes(top),
      '1 b of 30 bytes, made v; 6 a of 19 bytes, made x or y or z; 1 c of 15 bytes, made u'
    );
    for (const token of tokens) release(token, 'dispose');
    assert.deepEqual(topTypes(owner), []);
  });

  test(
    'the exit report lists the handles left and counts the others by release reason',
    needsRegistry,
    async () => {
      const owner = new Owner();
      assert.equal(exitReport(owner), '');
      const sampler = new Sampler(1, Infinity);
      made(owner).handle.free();
      made(owner).handle.free();
      scope(() => void made(owner));
      (() => void made(owner))();
      await collect();
      release(made(owner).token, 'move');
      const { token, handle } = made(owner, undefined, 12);
      sampler.note(token, 12);
      const text = exitReport(owner);
      assert.match(text, /1 handles were never freed/);
      assert.match(text, /2 by free\(\) or dispose, 1 by their scope, 1 by the collector, 1 moved/);
      assert.match(text, / {2}test\.Sample, 12 bytes, \d+ ms old\n {4}at .*leaks\.test\.mjs/);
      handle.free();
      assert.equal(exitReport(owner), '');
    }
  );
});
