// Runtimes where modules have no URL, such as bundles and Cloudflare's workers: load() works if it is given
// the wasm.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-without-addresses-'));
after(() => fs.rmSync(folder, { recursive: true }));

for (const file of fs.readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.mjs')) continue;
  const code = fs.readFileSync(path.join(dist, file), 'utf8');
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), code.replaceAll('import.meta.url', 'undefined'));
}
const { load } = await import(pathToFileURL(path.join(folder, 'index.mjs')).href);

test('load() works with the bytes or a module', async () => {
  const bytes = fs.readFileSync(path.join(dist, 'onggi.wasm'));
  for (const wasm of [bytes, await WebAssembly.compile(bytes)]) {
    const { vesta, leaks } = await load({ wasm, debug: true });
    const srs = vesta.Srs.create(2);
    assert.match(leaks()[0].site, /without_addresses\.test\.mjs/);
    srs.free();
  }
});

test('load() without the wasm throws load_failed', async () => {
  await assert.rejects(load(), { code: 'load_failed' });
});
