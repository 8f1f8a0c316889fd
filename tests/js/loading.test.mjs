// load(): threads by the number of cores, the places of the module and of the threads' script, and `await using`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { InstanceDeadError, load, loadSync } from 'onggi';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = new URL('../../dist/', import.meta.url);
const thread = new URL('runtime/native/thread.mjs', dist);
const bytes = () => fs.readFileSync(new URL('onggi.wasm', dist));

/** @param {object} options of load() @param {string} [missing] what the runtime lacks */
async function outcome(options, missing = '') {
  const program = `
    const { doctor, load } = await import('onggi');
    const onggi = await load(${JSON.stringify(options)});
    const { running, failure } = onggi.threads();
    const srs = onggi.vesta.Srs.create(8);
    const { present, meaning } = (await doctor()).findings.find(({ name }) => name === 'threads');
    onggi.close();
    console.log(JSON.stringify({ running, failure, present, meaning }));`;
  const args = ['--input-type=module', '--import', './tests/js/without.mjs', '-e', program];
  const { stdout } = await run(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ONGGI_WITHOUT: missing },
  });
  return JSON.parse(stdout);
}

describe("load({ threads: 'auto' })", () => {
  test('uses as many threads as there are cores, at most 16', async () => {
    const { running } = await outcome({ threads: 'auto' });
    assert.equal(running, Math.min(os.availableParallelism(), 16));
  });

  for (const [missing, reason] of [
    ['SharedArrayBuffer', /^there is no SharedArrayBuffer$/],
    ['crossOriginIsolated', /^the page is not cross-origin isolated/],
  ]) {
    test(`uses one thread without ${missing}, and says why`, async () => {
      const { running, failure, present, meaning } = await outcome({ threads: 'auto' }, String(missing));
      assert.deepEqual([running, present], [1, false]);
      assert.match(failure, /** @type {RegExp} */ (reason));
      assert.ok(meaning.endsWith(failure), meaning);
    });
  }

  test('uses one thread if the threads do not start, and says why', async () => {
    const worker = 'file:///no/such/thread.mjs';
    const { running, failure, present, meaning } = await outcome({ threads: 'auto', worker });
    assert.deepEqual([running, present], [1, false]);
    assert.match(failure, os.availableParallelism() > 1 ? /Cannot find module/ : /one core/);
    assert.ok(meaning.endsWith(failure), meaning);
  });
});

describe('load({ worker })', () => {
  for (const worker of [thread, thread.href]) {
    test(`takes ${typeof worker === 'string' ? 'an absolute URL as text' : 'a URL'}`, async () => {
      const onggi = await load({ threads: 2, worker });
      assert.equal(onggi.threads().running, 2);
      onggi.close();
      await onggi.closed;
    });
  }

  test('refuses what is not an absolute URL', async () => {
    const wrong = (/** @type {any} */ worker) => load({ threads: 2, worker });
    await assert.rejects(wrong('thread.mjs'), {
      code: 'load_failed',
      message: 'load: worker: thread.mjs is not an absolute URL',
    });
    await assert.rejects(wrong(7), {
      code: 'wrong_type',
      message: /^load: worker: expected a URL, got a number/,
    });
  });
});

describe('load({ wasm }) with a response', () => {
  test('takes its bytes', async () => {
    const { vesta, close } = await load({ wasm: new Response(bytes()) });
    vesta.Srs.create(8).free();
    close();
  });

  test('refuses one of an error, and one that was read', async () => {
    const failed = { code: 'load_failed' };
    const missing = new Response('', { status: 404 });
    await assert.rejects(load({ wasm: missing }), {
      ...failed,
      message: 'load: Error: the response has the status 404',
    });
    const read = new Response(bytes());
    await read.arrayBuffer();
    await assert.rejects(load({ wasm: read }), failed);
  });

  test('needs load(), not loadSync()', () => {
    assert.throws(() => loadSync({ wasm: new Response(bytes()) }), {
      code: 'wrong_type',
      message: 'loadSync: wasm: a Response needs load()',
    });
  });
});

test('an address that has no module names the address and the option', async () => {
  const nowhere = new URL('file:///nowhere/onggi.wasm');
  await assert.rejects(load({ wasm: nowhere }), {
    code: 'load_failed',
    message: /^load: file:\/\/\/nowhere\/onggi\.wasm: .*ENOENT.*: pass load\(\{ wasm \}\)/,
  });
});

test('the end of `await using` closes the instance, and waits for its threads', async () => {
  const onggi = await load({ threads: 2 });
  let isClosed = false;
  void onggi.closed.then(() => (isClosed = true));
  await onggi[Symbol.asyncDispose]();
  assert.ok(isClosed);
  assert.throws(() => onggi.vesta.Srs.create(8), InstanceDeadError);
});
