// The prover of o1js 2.9.0, bare and guarded: examples/guard at full length.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const example = fileURLToPath(new URL('../../examples/guard/main.mjs', import.meta.url));
const run = promisify(execFile);
const mebibyte = 2 ** 20;
const proofs = 40;

test("linear memory of o1js 2.9.0's prover grows without the guard, and stays flat with it", async () => {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-guard-'));
  const { stdout } = await run(process.execPath, [example, '--proofs', `${proofs}`, '--json', '--out', out]);
  assert.match(fs.readFileSync(path.join(out, 'guard.svg'), 'utf8'), /^<svg.*<polyline/s);
  fs.rmSync(out, { recursive: true });
  const [raw, ...guarded] = JSON.parse(stdout);
  assert.deepEqual(
    [raw.run, ...guarded.map((/** @type {any} */ { run: name }) => name)],
    ['raw', 'guarded', 'scoped']
  );
  for (const { accepted } of [raw, ...guarded]) assert.equal(accepted, proofs);
  const growth = (raw.linear.at(-1) - raw.linear[1]) / (proofs - 2) / mebibyte;
  assert.ok(growth > 2, `${growth} MiB per proof`);
  for (const { linear } of guarded) assert.equal(linear.at(-1), linear[proofs / 2]);
});
