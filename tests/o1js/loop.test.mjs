// The example that compares o1js's own backend with onggi.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../examples/o1js-loop/main.mjs', import.meta.url));
const isLong = Boolean(process.env.ONGGI_LONG);
const backends = ['wasm', 'native', 'onggi'];

// proving.test.mjs has a loop for every run.
test('memory does not grow on onggi', { skip: !isLong && 'it takes minutes' }, async () => {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-loop-'));
  const { stdout } = await run(process.execPath, [
    script,
    '--proofs',
    '4',
    '--backends',
    backends.join(),
    '--out',
    out,
  ]);
  const svg = fs.readFileSync(path.join(out, 'o1js-loop.svg'), 'utf8');
  fs.rmSync(out, { recursive: true });
  assert.match(stdout, /^ +4 +\d+\.\d █+/m);
  assert.match(stdout, /^onggi +flat: \d+\.\d MiB after every proof since the third, \d+\.\d s per proof$/m);
  assert.match(svg, /^<svg [^]*<\/svg>\n$/);
  for (const name of backends) assert.match(svg, new RegExp(`>${name}: \\d+\\.\\d MiB<`));
});

test('refuses wrong options', async () => {
  for (const args of [
    ['--proofs', '3'],
    ['--proofs', 'many'],
    ['--backends', 'mine'],
  ]) {
    await assert.rejects(run(process.execPath, [script, ...args]), { code: 2, stdout: '' });
  }
});
