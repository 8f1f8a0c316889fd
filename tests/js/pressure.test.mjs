// Collection requests, the soft limit, the budget and the heap search, with objects that only claim to be
// large.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { Budget, limits, withinLinear } from '../../js-glue/runtime/memory/budget.mjs';
import { NativeBudgetError } from '../../js-glue/runtime/errors.mjs';
import { Sampler } from '../../js-glue/runtime/observe/leaks.mjs';
import { collectOnce, Pressure } from '../../js-glue/runtime/memory/pressure.mjs';
import { canSearchHeap, freeUnreachable } from '../../js-glue/runtime/memory/heap_search.mjs';
import { explore, nodeModules } from '../../js-glue/runtime/environment.mjs';
import { turn } from './collect.mjs';
import { made, Owner } from './fake.mjs';

await explore();
const mebibyte = 2 ** 20;
const soft = 256 * mebibyte;
// Mutation tests use one size only, to save time.
const allSizes = [10_000, 100_000, 2 ** 20, 10 * 2 ** 20, 200 * 2 ** 20];
const sizes = process.env.ONGGI_MUTANT ? [2 ** 20] : allSizes;

/** An instance that counts the bytes of its objects. */
class Heap {
  owner = new Owner();
  live = 0;
  peak = 0;

  /** @param {number} bytes */
  make(bytes) {
    this.live += bytes;
    this.peak = Math.max(this.peak, this.live);
    return made(this.owner, () => (this.live -= bytes), bytes);
  }
}

/** Frees the handles that a test has left. @param {Heap} heap */
async function settle(heap) {
  for (let i = 0; i < 20 && heap.live > 0; ++i) await collectOnce();
  assert.equal(heap.live, 0);
}

describe('a collection request', () => {
  test('leads to a collection', async () => {
    for (let i = 0; i < 10; ++i) assert.equal(await collectOnce(), true);
  });

  test('frees objects that were dropped in earlier tasks', async () => {
    const heap = new Heap();
    for (let i = 0; i < 1000; ++i) heap.make(1);
    await turn();
    await collectOnce();
    assert.equal(heap.live, 0);
  });
});

test('collectOnce() spares the handles of the function that calls it', async () => {
  const heap = new Heap();
  const waiting = (() => {
    const { handle } = heap.make(1);
    const collected = collectOnce();
    assert.ok(handle.live);
    return collected;
  })();
  await waiting;
  assert.equal(heap.live, 0);
});

describe('the soft limit', () => {
  for (const bytes of sizes) {
    test(`a loop that awaits and drops objects of ${bytes} bytes stays below it`, async () => {
      const heap = new Heap();
      const pressure = new Pressure(soft, () => heap.live);
      const count = Math.max(20, Math.min(60_000, Math.ceil((4 * soft) / bytes)));
      for (let i = 0; i < count; ++i) {
        await pressure.reserve(bytes);
        heap.make(bytes);
        pressure.fulfil(bytes);
      }
      assert.ok(heap.peak <= soft + bytes, `${heap.peak / mebibyte} MiB`);
      assert.ok(bytes * count > 2 * soft);
      await settle(heap);
    });
  }

  test('many callers that wait at once are all served', async () => {
    const heap = new Heap();
    const pressure = new Pressure(soft, () => heap.live);
    const one = async () => {
      await pressure.reserve(mebibyte);
      heap.make(mebibyte);
      pressure.fulfil(mebibyte);
    };
    for (let round = 0; round < 8; ++round) await Promise.all(Array.from({ length: 100 }, one));
    assert.ok(heap.peak <= soft, `${heap.peak / mebibyte} MiB`);
    await settle(heap);
  });

  test('many callers that allocate before the event loop turns stay below it', async () => {
    const heap = new Heap();
    const pressure = new Pressure(8 * mebibyte, () => heap.live);
    const one = async () => {
      await pressure.reserveUntilTurn(mebibyte);
      heap.make(mebibyte);
    };
    await Promise.all(Array.from({ length: 100 }, one));
    assert.ok(heap.peak <= 8 * mebibyte, `${heap.peak / mebibyte} MiB`);
    await settle(heap);
  });

  test('an allocation above the limit is served after two collections, and so are the callers behind it', async () => {
    const heap = new Heap();
    const pressure = new Pressure(mebibyte, () => heap.live);
    const one = async () => {
      await pressure.reserve(2 * mebibyte);
      heap.make(2 * mebibyte);
      pressure.fulfil(2 * mebibyte);
    };
    await Promise.all(Array.from({ length: 5 }, one));
    assert.equal(heap.peak, 2 * mebibyte);
    await settle(heap);
  });

  test('callers below it do not wait', () => {
    const pressure = new Pressure(soft, () => 0);
    assert.equal(pressure.reserve(mebibyte), undefined);
  });

  test('the event loop turns once for each quarter of it', async () => {
    const pressure = new Pressure(soft, () => 0);
    let turns = 0;
    for (let i = 0; i < 1024; ++i) {
      const wait = pressure.reserve(mebibyte);
      if (wait) ++turns;
      await wait;
      pressure.fulfil(mebibyte);
    }
    assert.equal(turns, 16);
  });

  test('a wait ends although long-lived objects stay, and the next allocations do not wait', async () => {
    const heap = new Heap();
    const pressure = new Pressure(soft, () => heap.live);
    const keep = [heap.make(soft + mebibyte)];
    await pressure.reserve(mebibyte);
    pressure.fulfil(mebibyte);
    let waits = 0;
    for (let i = 0; i < 100; ++i) {
      if (pressure.reserve(1)) ++waits;
      keep.push(heap.make(1));
      pressure.fulfil(1);
    }
    assert.equal(waits, 0);
    for (const { handle } of keep) handle.free();
    // Back below it, it is the limit again.
    heap.make(soft);
    assert.notEqual(pressure.reserve(mebibyte), undefined);
    await settle(heap);
  });
});

describe('the budget', () => {
  const hard = 64 * mebibyte;
  const terms = { hard, soft: hard / 2 };

  test('its limits have defaults and must be positive numbers', () => {
    assert.deepEqual(limits({}), { hard: 2 ** 30, soft: 2 ** 28 });
    assert.deepEqual(limits({ maxMemory: Infinity, softLimit: 7 }), { hard: Infinity, soft: 7 });
    for (const bad of [0, -1, NaN]) {
      assert.throws(() => limits({ maxMemory: bad }), { code: 'size_out_of_range' });
      assert.throws(() => limits({ softLimit: bad }), { code: 'size_out_of_range' });
    }
    assert.throws(() => limits({ maxMemory: '1' }), { code: 'wrong_type' });
  });

  test('its limits are at most what linear memory can hold, and the soft one at most the hard one', () => {
    const most = 2 ** 32;
    /** @param {number} hard @param {number} soft */
    const within = (hard, soft) => withinLinear({ hard, soft }, most);
    assert.deepEqual(within(2 ** 30, 2 ** 28), { hard: 2 ** 30, soft: 2 ** 28 });
    assert.deepEqual(within(2 ** 20, 2 ** 28), { hard: 2 ** 20, soft: 2 ** 20 });
    assert.deepEqual(within(Infinity, 7), { hard: Math.floor(0.6 * most), soft: 7 });
  });

  test('its error names the types of live objects and where they were created', () => {
    const heap = new Heap();
    const budget = new Budget(heap.owner, terms, () => heap.live);
    const sampler = new Sampler(Infinity, hard / 256);
    const kept = [];
    const makeOne = () => {
      budget.admit(mebibyte, 'Test.make');
      const object = heap.make(mebibyte);
      sampler.note(object.token, mebibyte);
      kept.push(object);
    };
    assert.throws(
      () => {
        for (;;) makeOne();
      },
      (error) => {
        assert.ok(error instanceof NativeBudgetError);
        assert.equal(error.code, 'native_budget');
        assert.equal(error.name, 'NativeBudgetError');
        assert.deepEqual([error.needed, error.live, error.limit], [mebibyte, hard, hard]);
        const [top] = error.top;
        assert.deepEqual([top?.type, top?.count, top?.bytes], ['test.Sample', 64, hard]);
        assert.match(top?.sites[0] ?? '', /makeOne.*pressure\.test\.mjs/);
        assert.match(error.message, /Test\.make: .* 64 test\.Sample of .*makeOne.*pressure\.test/);
        return true;
      }
    );
    assert.equal(heap.peak, hard);
    for (const { handle } of kept) handle.free();
    makeOne();
    kept.pop()?.handle.free();
  });

  test('its error names no types if there are no objects, and only large calls cause a heap search', () => {
    const { v8 } = nodeModules;
    let searches = 0;
    const queryObjects = () => (++searches, []);
    Object.assign(nodeModules, { v8: { ...v8, queryObjects } });
    const budget = new Budget(new Owner(), terms, () => hard - 7);
    budget.admit(7, 'Test.fits');
    assert.equal(searches, 0);
    assert.throws(() => budget.admit(8, 'Test.over'), {
      message: `Test.over: 8 bytes do not fit: ${hard - 7} of ${hard} are in use`,
    });
    assert.equal(searches, 1);
    Object.assign(nodeModules, { v8 });
  });

  test('frees what objects keep for speed only if dropped handles do not free enough', () => {
    const heap = new Heap();
    const budget = new Budget(heap.owner, terms, () => heap.live);
    heap.make(hard);
    budget.admit(hard, 'Test.fits');
    assert.equal(heap.owner.trimmed, 0);
    let kept = hard;
    heap.owner.trim = () => (kept = 0);
    const keeping = new Budget(heap.owner, terms, () => kept);
    keeping.admit(hard, 'Test.trims');
    assert.equal(kept, 0);
    kept = hard;
    assert.throws(() => keeping.admit(hard + 1, 'Test.never'), NativeBudgetError);
    assert.equal(kept, hard); // in vain
  });

  for (const bytes of sizes.filter((each) => each < hard)) {
    test(`a synchronous loop can drop ten times the limit in objects of ${bytes} bytes`, () => {
      const heap = new Heap();
      const budget = new Budget(heap.owner, terms, () => heap.live);
      const count = Math.ceil((10 * hard) / bytes);
      for (let i = 0; i < count; ++i) {
        budget.admit(bytes, 'Test.make');
        heap.make(bytes);
      }
      assert.ok(heap.peak <= hard);
      freeUnreachable();
    });
  }

  for (const means of ['v8.queryObjects', 'the inspector']) {
    test(`the heap search by ${means} keeps handles in use, also those of running functions`, async () => {
      const { v8 } = nodeModules;
      if (means === 'the inspector') {
        Object.assign(nodeModules, { v8: { ...v8, queryObjects: undefined } });
      }
      assert.ok(canSearchHeap());
      const heap = new Heap();
      const kept = heap.make(1);
      const local = () => {
        const inside = heap.make(2);
        heap.make(4);
        assert.equal(freeUnreachable(), true);
        assert.equal(heap.live, 3);
        return inside.handle.live;
      };
      assert.ok(local());
      assert.ok(kept.handle.live);
      freeUnreachable();
      assert.equal(heap.live, 1);
      assert.equal(Object.hasOwn(globalThis, Symbol.for('onggi.heapSearch')), false);
      kept.handle.free();
      Object.assign(nodeModules, { v8 });
      await turn(); // finalizers of what the heap search has freed do nothing
      assert.equal(heap.live, 0);
    });
  }

  test('without a way to search the heap nothing is freed', () => {
    const { v8, inspector } = nodeModules;
    assert.ok(canSearchHeap());
    Object.assign(nodeModules, { v8: undefined, inspector: undefined });
    const heap = new Heap();
    const { handle } = heap.make(1);
    assert.equal(freeUnreachable(), false);
    assert.ok(!canSearchHeap());
    Object.assign(nodeModules, { v8, inspector });
    handle.free();
  });

  describe('an incomplete search result is ignored', () => {
    /** Frees what a search with this answer does not find. @param {(whole: string[]) => string[]} answer */
    function searchBy(answer) {
      const { v8, inspector } = nodeModules;
      const queryObjects = (/** @type {[any, any]} */ ...args) =>
        answer(/** @type {any} */ (v8).queryObjects(...args));
      Object.assign(nodeModules, { v8: { ...v8, queryObjects }, inspector: undefined });
      try {
        return freeUnreachable();
      } finally {
        Object.assign(nodeModules, { v8, inspector });
      }
    }
    /** @type {Record<string, (whole: string[]) => string[]>} */
    const answers = {
      'of nothing': () => [],
      'without the newest': (whole) => whole.filter((token) => Number(token) !== Number.MAX_SAFE_INTEGER),
      'with a value that is not a token': (whole) => [...whole, 'FinalizationToken {}'],
      'with an empty text': (whole) => [...whole, ''],
      'with a negative number': (whole) => [...whole, '-1'],
      'with a number too large': (whole) => [...whole, '9007199254740993'],
      'that fails': () => {
        throw new Error('no heap today');
      },
    };
    for (const [name, answer] of Object.entries(answers)) {
      test(name, () => {
        const heap = new Heap();
        const { handle } = heap.make(1);
        assert.equal(searchBy(answer), false);
        assert.ok(handle.live);
        assert.equal(
          searchBy((whole) => whole),
          true
        );
        assert.ok(handle.live);
        handle.free();
      });
    }
  });

  test('the heap search keeps handles whose inspect() or prototype was changed', () => {
    const { customInspect } = inspect.defaultOptions;
    const heap = new Heap();
    const { handle } = heap.make(1);
    const { handle: other } = heap.make(2);
    Object.defineProperty(other, inspect.custom, { value: () => '5' });
    const { handle: orphan } = heap.make(4);
    const free = orphan.free;
    Object.setPrototypeOf(orphan, null);
    inspect.defaultOptions.customInspect = false;
    try {
      (() => heap.make(8))();
      assert.equal(freeUnreachable(), true); // by the inspector
      assert.equal(heap.live, 7);
    } finally {
      inspect.defaultOptions.customInspect = customInspect;
    }
    (() => heap.make(8))();
    assert.equal(freeUnreachable(), true);
    assert.equal(heap.live, 7);
    for (const each of [handle, other, orphan]) free.call(each);
    assert.equal(heap.live, 0);
  });
});
