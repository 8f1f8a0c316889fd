// loadSync(): load() without a turn of the event loop.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

import { load, loadSync } from 'onggi';

const wasm = new URL('../../dist/onggi.wasm', import.meta.url);

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
    assert.throws(() => loadSync(), { code: 'unsupported', message: /Node 20\.16 or newer is needed/ });
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
});
