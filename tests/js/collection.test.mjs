// How collections are requested from engines, and how often. Requests are recorded; nothing is collected.
import { current, withStandIns } from './stand_ins.mjs';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Budget } from '../../js-glue/runtime/memory/budget.mjs';
import { collectionsAreSeen, requestCollection } from '../../js-glue/runtime/memory/collection.mjs';
import { CancelledError } from '../../js-glue/runtime/errors.mjs';
import { collectOnce, Pressure } from '../../js-glue/runtime/memory/pressure.mjs';
import { explore, nodeModules } from '../../js-glue/runtime/environment.mjs';
import { turn as turnOfTheLoop } from './collect.mjs';
import { Owner } from './fake.mjs';

await explore();
const run = promisify(execFile);
const player = fileURLToPath(new URL('engines.mjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const needsRegistry = { skip: !collectionsAreSeen };
const mebibyte = 2 ** 20;
const { v8, vm } = nodeModules;

/**
 * The sizes of the buffers that the code requests; none is really allocated.
 * @param {() => unknown} code @param {() => void} [make] what happens when one is made
 * @returns {Promise<number[]>}
 */
async function requests(code, make = () => {}) {
  /** @type {number[]} */
  const sizes = [];
  /** @param {number} bytes @param {any} [options] @returns {ArrayBuffer} */
  const newBuffer = (bytes, options) => {
    assert.equal(options.maxByteLength, bytes);
    sizes.push(bytes);
    make();
    return /** @type {any} */ ({});
  };
  try {
    await withStandIns({ ...current, newBuffer }, code);
  } finally {
    Object.assign(nodeModules, { v8, vm });
  }
  return sizes;
}

const refuse = () => {
  throw new RangeError('too large');
};

/**
 * @param {string} engine @param {number} [largest] buffer in MiB that can be allocated
 * @param {number[]} [inVain] numbers of earlier requests without effect
 */
async function playing(engine, largest = 1e9, inVain = [0, 0, 0, 0]) {
  const terms = JSON.stringify({ engine, largest, inVain });
  return JSON.parse((await run(process.execPath, [player, terms])).stdout);
}

describe('a collection request', () => {
  test('in Node allocates a buffer of half the heap limit plus a margin', async () => {
    const half = Math.ceil((v8?.getHeapStatistics().heap_size_limit ?? NaN) / 2);
    assert.deepEqual(await requests(() => assert.equal(requestCollection(), true)), [half + 128 * mebibyte]);
    nodeModules.v8 = undefined;
    const [unknown] = await requests(() => {
      nodeModules.v8 = undefined;
      requestCollection();
    });
    assert.equal(unknown, (2048 + 128) * mebibyte);
  });

  test('halves a refused buffer, and finally sets the V8 flag', async () => {
    /** @type {unknown[]} */
    const done = [];
    const sizes = await requests(() => {
      Object.assign(nodeModules, {
        v8: { ...v8, setFlagsFromString: (/** @type {string} */ flags) => done.push(flags) },
        vm: { runInNewContext: (/** @type {string} */ code) => () => done.push(code) },
      });
      assert.equal(requestCollection(), true);
    }, refuse);
    assert.ok(sizes.every((bytes, i) => i === 0 || bytes === Math.ceil(Number(sizes[i - 1]) / 2)));
    const last = Number(sizes.at(-1));
    assert.ok(last >= 16 * mebibyte && last < 32 * mebibyte);
    assert.deepEqual(done, ['--expose-gc', 'gc']);
    for (const lacking of [{ v8: undefined }, { vm: undefined }]) {
      const ask = () => {
        Object.assign(nodeModules, lacking);
        assert.equal(requestCollection(), false);
      };
      await requests(ask, refuse);
    }
  });

  for (const [without, fromBuffers] of [
    ['', true],
    ['ArrayBuffer.prototype.resize', false],
  ])
    test(`is possible with ${fromBuffers ? 'buffers or the V8 flag' : 'the V8 flag if buffers have no resize()'}`, async () => {
      const script = `
        import { canRequestCollection } from './js-glue/runtime/memory/collection.mjs';
        import { explore, nodeModules } from './js-glue/runtime/environment.mjs';
        const before = canRequestCollection();
        await explore();
        console.log(JSON.stringify([before, canRequestCollection()]));`;
      const args = ['--input-type=module', '--import', './tests/js/without.mjs', '-e', script];
      const env = { ...process.env, ONGGI_WITHOUT: String(without) };
      const { stdout } = await run(process.execPath, args, { cwd: root, env });
      assert.deepEqual(JSON.parse(stdout), [fromBuffers, true]);
    });

  for (const [engine, sizes] of [
    ['firefox', [512, 512, 512, 512]],
    ['webkit', [256, 256, 256, 256]],
    ['other', [512, 512, 512, 512]],
    ['bun', [256, 256, 256, 256]],
    ['deno', [2176, 2176, 2176, 2176]],
  ]) {
    test(`in ${engine} allocates a buffer of ${sizes[0]} MiB, and finalizers run after a timer`, async () => {
      const { runtime, asked, seen } = await playing(String(engine));
      assert.equal(runtime, engine);
      assert.deepEqual(asked, [true, true, true, true]);
      const buffers = Array.from(/** @type {number[]} */ (sizes), (size) => [size, size]);
      assert.deepEqual(seen, [...buffers, 'timer of 0']);
    });
  }

  test('in chromium cycles through three sizes and detaches the buffer after some allocations', async () => {
    const { asked, seen } = await playing('chromium');
    assert.deepEqual(asked, [true, true, true, true]);
    const each = [512, 1024, 2048, 512].flatMap((size) => [[size, size], 'detached to 0 after 1024 arrays']);
    assert.deepEqual(seen, [...each, 'timer of 0']);
  });

  test('in chromium is eight times as large if three requests had no effect', async () => {
    const { seen } = await playing('chromium', 1e9, [0, 1, 2, 3, 4, 5, 6]);
    const sizes = seen.filter(Array.isArray).map(([size]) => size);
    assert.deepEqual(sizes, [512, 1024, 2048, 4096, 8192, 16384, 512]);
  });

  test('goes down to 16 MiB if buffers are refused, and sets no flag outside Node', async () => {
    const some = await playing('bun', 16);
    assert.deepEqual(some.asked, [true, true, true, true]);
    assert.deepEqual(
      some.seen.slice(0, 5),
      [256, 128, 64, 32, 16].map((size) => [size, size])
    );
    const none = await playing('bun', 1);
    assert.deepEqual(none.asked, [false, false, false, false]);
    assert.equal(none.seen.length, 4 * 5 + 1);
  });
});

/** Full collections that the code waits for. @param {() => unknown} code */
async function collections(code) {
  const { register } = FinalizationRegistry.prototype;
  let count = 0;
  FinalizationRegistry.prototype.register = function (...args) {
    ++count;
    return register.apply(this, args);
  };
  try {
    await code();
  } finally {
    FinalizationRegistry.prototype.register = register;
  }
  return count;
}

if (!collectionsAreSeen) {
  test('without FinalizationRegistry no collection is requested', async () => {
    const sizes = await requests(async () => {
      assert.equal(await collectOnce(), false);
      await new Pressure(100, () => 101).reserve(1);
    });
    assert.deepEqual(sizes, []);
  });
}

describe('waiting for a collection', needsRegistry, () => {
  test('makes at most twelve requests, with pauses', async () => {
    let time = 0;
    const sizes = await requests(() => {
      current.now = () => (time += 20);
      return collectOnce().then((seen) => assert.equal(seen, false));
    });
    assert.equal(sizes.length, 12);
    const [start, turns] = [1, 3];
    assert.equal(time, 12 * (start + turns) * 20);
  });

  test('ends when a collection is seen, or if none can be requested', async () => {
    await withStandIns({ now: () => 7 }, async () => assert.equal(await collectOnce(), true));
    const sizes = await requests(async () => {
      Object.assign(nodeModules, { v8: undefined });
      assert.equal(await collectOnce(), false);
    }, refuse);
    assert.ok(sizes.length < 10);
  });

  test('stops after one collection if it frees enough, otherwise after two', async () => {
    assert.equal(await collections(() => new Pressure(100, () => 101).reserve(1)), 2);
    let live = 101;
    const registry = new FinalizationRegistry(() => (live = 0));
    (() => registry.register({}, 0))();
    const one = () => new Pressure(100, () => live).reserve(1);
    assert.equal(await collections(one), 1);
    live = 101;
    const together = async () => {
      const pressure = new Pressure(100, () => live);
      await Promise.all([1, 2, 3].map((bytes) => pressure.reserve(bytes)));
    };
    assert.equal(await collections(together), 2);
  });

  test('frees what objects keep for speed only if collections do not free enough', async () => {
    let [live, kept] = [101, 60];
    const trim = () => {
      live -= kept;
      kept = 0;
    };
    const registry = new FinalizationRegistry(() => (live -= 50));
    (() => registry.register({}, 0))();
    const pressure = new Pressure(100, () => live, trim);
    assert.equal(await collections(() => pressure.reserve(1)), 1);
    assert.deepEqual([live, kept], [51, 60]);
    pressure.fulfil(1);
    live = 101;
    assert.equal(await collections(() => pressure.reserve(1)), 2);
    assert.deepEqual([live, kept], [41, 0]);
  });
});

describe('the soft limit', needsRegistry, () => {
  test('is exact to the byte', async () => {
    let live = 100;
    const pressure = new Pressure(100, () => live);
    assert.equal(pressure.reserve(0), undefined);
    const wait = pressure.reserve(1);
    assert.notEqual(wait, undefined);
    assert.equal(await collections(() => wait), 1); // reserve() has begun the first of two
    pressure.fulfil(1);
    live = 149;
    assert.equal(pressure.reserve(1), undefined);
    pressure.fulfil(1);
    live = 151;
    assert.notEqual(pressure.reserve(0), undefined);
  });

  test('applies again once the live bytes have fallen below it', async () => {
    let live = 200;
    const pressure = new Pressure(100, () => live);
    await pressure.reserve(0);
    assert.equal(pressure.reserve(0), undefined);
    live = 100;
    assert.equal(await collections(() => pressure.reserve(1)), 2);
  });

  test('counts promised bytes until they are allocated', async () => {
    const pressure = new Pressure(100, () => 50);
    assert.equal(pressure.reserve(20), undefined);
    await pressure.reserve(30); // a turn
    const wait = collections(() => pressure.reserve(1));
    pressure.fulfil(30);
    assert.equal(await wait, 0);
  });

  test('callers wait in a queue, and a cancelled caller leaves it at once', async () => {
    const pressure = new Pressure(100, () => 101);
    const [front, middle] = [new AbortController(), new AbortController()];
    /** @type {string[]} */
    const order = [];
    const one = async (/** @type {string} */ name, /** @type {AbortSignal} */ signal) => {
      try {
        await pressure.reserve(60, signal);
        order.push(name);
        await turnOfTheLoop();
        pressure.fulfil(60);
      } catch (error) {
        assert.ok(error instanceof CancelledError);
        order.push(`${name} ${error.cause}`);
      }
    };
    const { signal } = new AbortController();
    const all = [
      one('first', front.signal),
      one('second', signal),
      one('third', middle.signal),
      one('fourth', signal),
    ];
    middle.abort('left');
    for (let i = 0; i < 5; ++i) await Promise.resolve();
    assert.deepEqual(order, ['third left']);
    front.abort('gone');
    await Promise.all(all);
    assert.deepEqual(order, ['third left', 'first gone', 'second', 'fourth']);
    middle.abort();
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  test('lets the event loop turn after each quarter of allocations, also after a wait', async () => {
    let live = 0;
    const pressure = new Pressure(400, () => live);
    const quarter = async () => {
      assert.equal(pressure.reserve(99), undefined);
      await /** @type {Promise<void>} */ (pressure.reserve(1));
      pressure.fulfil(100);
    };
    assert.equal(await collections(quarter), 0);
    await quarter();
    pressure.reserve(50);
    live = 401;
    await pressure.reserve(1);
    pressure.fulfil(51);
    await quarter();
  });

  test('synchronous code requests a collection for each quarter that it allocates above the limit', async () => {
    let live = 300;
    const pressure = new Pressure(400, () => live);
    const count = async (/** @type {number} */ now, /** @type {number} */ bytes) => {
      live = now;
      return (await requests(() => pressure.hasten(bytes))).length;
    };
    assert.equal(await count(300, 100), 0); // it fits
    assert.equal(await count(400, 1), 1);
    assert.equal(await count(400, 1000), 0); // nothing has grown since, whatever the size
    assert.equal(await count(499, 1000), 0);
    assert.equal(await count(500, 1000), 1);
    assert.equal(await count(300, 1000), 0);
    assert.equal(await count(399, 1000), 0); // collected bytes do not count any more
    assert.equal(await count(400, 0), 0); // it has grown, and fits
    assert.equal(await count(400, 1), 1);
    assert.equal(await count(0, 0), 0);
    assert.equal(await count(400, 1), 1);
  });

  test('synchronous calls of a budget request a collection, asynchronous calls wait for one', async () => {
    const budget = new Budget(new Owner(), { hard: 1000, soft: 400 }, () => 401);
    assert.equal((await requests(() => budget.admit(100, 'Test.make'))).length, 1);
    assert.equal(await collections(() => budget.reserve(1)), 2);
  });

  test('counts promised bytes of a budget until fulfil() or a turn of the event loop', async () => {
    const budget = new Budget(new Owner(), { hard: 1000, soft: 400 }, () => 50);
    await budget.reserve(300);
    budget.fulfil(300);
    assert.equal(await collections(() => budget.reserve(200)), 0);
    budget.fulfil(200);
    await budget.reserveUntilTurn(300);
    const wait = budget.reserve(60);
    assert.notEqual(wait, undefined);
    await wait;
  });
});
