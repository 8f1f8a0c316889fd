// Workers of `onggi/worker` that never run onggi's script: load() fails when its time is over.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { afterEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

/** The timers that the library has set: they end when a test says so. @type {Map<object, { callback: () => void, delay: number }>} */
const running = new Map();

// The library takes these functions when it is imported.
const timers = createRequire(import.meta.url)('node:timers');
timers.setTimeout = (/** @type {() => void} */ callback, /** @type {number} */ delay) => {
  const timer = {};
  running.set(timer, { callback, delay });
  return timer;
};
timers.clearTimeout = (/** @type {object} */ timer) => void running.delete(timer);

/** The next timer ends. @returns {number} its delay */
function pass() {
  const [[timer, { callback, delay }]] = /** @type {any} */ ([...running]);
  running.delete(timer);
  callback();
  return delay;
}

async function passAll() {
  while (running.size === 0) await turn();
  let total = 0;
  while (running.size > 0) total += pass();
  return total;
}

const { load, OnggiError } = await import('onggi/worker');
const { startLimit } = await import('../../js-glue/surfaces/worker/deadline.mjs');
const { workers } = await import('./worker_support.mjs');
const { nodeModules } = await import(String(new URL('../../dist/runtime/environment.mjs', import.meta.url)));

/** @param {string} code */
const script = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const port = `import { parentPort as port } from 'node:worker_threads';`;

/** load() fails with a message, and its worker has ended. @param {object} options @param {RegExp} message */
async function fails(options, message) {
  const count = workers.length;
  await assert.rejects(load(options), (/** @type {any} */ error) => {
    assert.ok(error instanceof OnggiError, String(error));
    assert.equal(error.code, 'load_failed');
    assert.match(error.message, message);
    return true;
  });
  for (const worker of workers.slice(count)) assert.equal(worker.threadId, -1, 'the worker has ended');
  assert.equal(running.size, 0);
}

describe('load() fails if the script', () => {
  for (const [name, code] of [
    ['says nothing', 'setInterval(() => {}, 1000);'],
    ['never returns', 'for (;;);'],
  ]) {
    test(String(name), async () => {
      const failing = fails(
        { script: script(String(code)), startDeadline: 40 },
        /did not answer within 40 ms: /
      );
      assert.equal(await passAll(), 40);
      await failing;
    });
  }

  test('has other messages', async () => {
    const code = `${port} for (const each of [null, 5, 'started', {}, { op: 'ready' }, { op: 'answer', id: 100 },
      { op: 'progress', id: 100 }, { op: 'memory', id: 100 }, 'last']) port.postMessage(each);
      port.on('message', () => {});`;
    const failing = fails({ script: script(code) }, /did not answer within/);
    while (running.size === 0) await turn();
    await new Promise((resolve) =>
      workers.at(-1)?.on('message', (/** @type {unknown} */ message) => message === 'last' && resolve(null))
    );
    await passAll();
    await failing;
  });

  test('ends at once', () => fails({ script: script('') }, /exit code 0/));

  test('is a page', () =>
    fails({ script: 'data:text/html,<!doctype html><title>Not found</title>' }, /html/));
});

describe('in a browser, load() fails if', () => {
  const nodeWorkers = createRequire(import.meta.url)('node:worker_threads');
  const realm = /** @type {any} */ (globalThis);
  let ended = 0;
  afterEach(() => {
    nodeModules.workers = nodeWorkers;
    delete realm.Worker;
  });

  test('the worker has no events', async () => {
    nodeModules.workers = undefined;
    realm.Worker = class {
      addEventListener() {}
      postMessage() {}
      terminate() {
        ++ended;
      }
    };
    const failing = fails({ startDeadline: 1 }, /did not answer within 1 ms/);
    await passAll();
    await failing;
    assert.equal(ended, 1);
  });

  test('there are no workers', async () => {
    nodeModules.workers = undefined;
    await fails({}, /the worker cannot be started: ReferenceError: Worker is not defined/);
  });
});

test('by default, the script may take nine seconds', async () => {
  const failing = fails({ script: script('setInterval(() => {}, 1000);') }, /within 9000 ms/);
  assert.equal(await passAll(), 9000);
  await failing;
});

test('once the script runs, loading the module has no time limit', async () => {
  const silent = script(`${port} port.on('message', () => {}); port.postMessage({ op: 'started' });`);
  const loading = fails({ script: silent, startDeadline: 1 }, /exit code 1/);
  while (running.size === 0) await turn();
  while (running.size > 0) await turn();
  await workers.at(-1)?.terminate();
  await loading;
});

test('a worker that has started leaves no timer', async () => {
  const onggi = await load({ startDeadline: 1 });
  assert.equal(running.size, 0);
  await onggi.close();
});

test('a deadline that ends while the thread is busy lets messages in first', () => {
  let expired = 0;
  const end = startLimit(1000, () => ++expired);
  // However late the first timer is, the others begin after it: the event loop reads messages between them.
  for (let i = 0; i < 3; ++i) {
    assert.equal(running.size, 1);
    assert.equal(pass(), 250);
    assert.equal(expired, 0);
  }
  end();
  assert.equal(running.size, 0);
});
