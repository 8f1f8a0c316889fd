// loadSync(): load() without a turn of the event loop.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { load, loadSync } from 'onggi';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = new URL('../../dist/', import.meta.url);
const wasm = new URL('onggi.wasm', dist);

test('an instance is complete when loadSync() returns', () => {
  const { vesta, memory, close } = loadSync({ maxMemory: 2 ** 26, softLimit: 2 ** 24 });
  const srs = vesta.Srs.create(4);
  assert.equal(srs.size, 4);
  assert.deepEqual(memory().limits, { soft: 2 ** 24, hard: 2 ** 26 });
  srs.free();
  close();
});

test('a synchronous instance makes the same points as an asynchronous one', async () => {
  const [now, later] = [loadSync(), await load()];
  assert.deepEqual(now.pallas.Srs.create(4).points(0, 4), later.pallas.Srs.create(4).points(0, 4));
  now.close();
  later.close();
});

test('loadSync() takes a module as URL, text, bytes and compiled', () => {
  const bytes = fs.readFileSync(wasm);
  for (const source of [wasm, wasm.href, bytes, bytes.buffer, new WebAssembly.Module(bytes)]) {
    const { close } = loadSync({ wasm: /** @type {any} */ (source) });
    close();
  }
});

test('a synchronous instance recycles', async () => {
  const first = loadSync({ softLimit: 2 ** 24 });
  const second = await first.recycle();
  assert.equal(second.memory().limits.soft, 2 ** 24);
  second.close();
});

/** @type {[options: any, code: string, message: RegExp][]} */
const refused = [
  [{ threads: 0 }, 'size_out_of_range', /^load: threads: must be an integer from 1 to 64, got 0$/],
  [{ thread: 1 }, 'unknown_option', /did you mean threads/],
  [{ debug: 1 }, 'wrong_type', /^load: debug/],
  [{ wasm: new Uint8Array(8) }, 'load_failed', /magic/],
  [{ wasm: 'http://localhost/onggi.wasm' }, 'load_failed', /loadSync\(\) reads file: URLs only/],
  [{ wasm: 'file:///nowhere/onggi.wasm' }, 'load_failed', /ENOENT/],
  [
    { wasm: new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) },
    'load_failed',
    /expected onggi/,
  ],
];

for (const [options, code, message] of refused) {
  test(`loadSync() refuses ${JSON.stringify(options)} with ${code}`, () => {
    assert.throws(() => loadSync(options), { name: 'OnggiError', code, message });
  });
}

test('loadSync() says which Node it needs', () => {
  const { getBuiltinModule } = process;
  try {
    process.getBuiltinModule = /** @type {any} */ (undefined);
    assert.throws(() => loadSync(), {
      code: 'unsupported',
      message: /Node 20\.16, 22\.3 or newer is needed/,
    });
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
});

/** Works, without a turn of the event loop, until so many threads take part. @param {any} onggi @param {number} count */
function workUntilRunning({ vesta, threads }, count) {
  while (threads().running < count) vesta.Srs.create(1 << 11).free();
}

test('threads join the work of a program that never waits', async () => {
  const onggi = loadSync({ threads: 3 });
  const srs = onggi.vesta.Srs.create(1 << 9);
  const before = srs.encodeLagrangeBasis(64);
  workUntilRunning(onggi, 3);
  assert.deepEqual(onggi.threads(), { running: 3 });
  const other = onggi.vesta.Srs.create(1 << 9);
  assert.deepEqual(other.encodeLagrangeBasis(64), before);
  onggi.close();
  assert.deepEqual(onggi.threads(), { running: 0 });
  await onggi.closed;
});

test('an instance whose threads cannot start works on one thread and tells why', async () => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function ({ cmd }) {
    postMessage.call(this, { cmd }); // without the module
  };
  const onggi = loadSync({ threads: 2 });
  Worker.prototype.postMessage = postMessage;
  while (onggi.threads().failure === undefined) await new Promise(setImmediate);
  assert.equal(onggi.threads().running, 1);
  assert.match(/** @type {string} */ (onggi.threads().failure), /TypeError/);
  assert.equal(onggi.vesta.Srs.create(1 << 11).isStandard(), true);
  onggi.close();
  await onggi.closed;
});

test('an instance works on the threads that the runtime gives', async () => {
  const script = `
    import workers from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    workers.Worker = class { constructor() { throw new Error('no more workers'); } };
    syncBuiltinESMExports();
    const { loadSync } = await import(${JSON.stringify(new URL('index.mjs', dist).href)});
    const { vesta, threads } = loadSync({ threads: 4 });
    console.log(vesta.Srs.create(2048).size, JSON.stringify(threads()));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: root });
  assert.equal(stdout, '2048 {"running":1,"failure":"Error: no more workers"}\n');
});

const untilTwo = `
  while (onggi.threads().running < 2) onggi.vesta.Srs.create(2048).free();
  console.log(JSON.stringify(onggi.threads()));`;
for (const [kind, script] of /** @type {const} */ ([
  ['module', `import { loadSync } from 'onggi'; const onggi = loadSync({ threads: 2 }); ${untilTwo}`],
  ['commonjs', `const { loadSync } = require('onggi'); const onggi = loadSync({ threads: 2 }); ${untilTwo}`],
])) {
  test(`threads start in a ${kind} and do not keep the process alive`, async () => {
    const { stdout } = await run(process.execPath, [`--input-type=${kind}`, '-e', script], { cwd: root });
    assert.equal(stdout, '{"running":2}\n');
  });
}

test('threads start in a worker', async () => {
  const script = `
    const { parentPort } = require('node:worker_threads');
    const { loadSync } = require(${JSON.stringify(fileURLToPath(new URL('index.cjs', dist)))});
    const onggi = loadSync({ threads: 2 });
    while (onggi.threads().running < 2) onggi.vesta.Srs.create(2048).free();
    parentPort.postMessage(onggi.threads());`;
  const worker = new Worker(script, { eval: true });
  const [state] = await once(worker, 'message');
  assert.deepEqual(state, { running: 2 });
  assert.deepEqual(await once(worker, 'exit'), [0]);
});
