// The lab at full length: a thousand proofs in every mode, and a trace of ten million lines.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

const claim = 'memory does not grow over 1,000 proofs, except in the leaking mode';
for (const threads of ['1', '2']) {
  test(`${claim}, threads: ${threads}`, async () => {
    const out = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-long-'));
    const cli = path.join(root, 'dist', 'tools', 'cli', 'main.mjs');
    const settings = ['--proofs', '1000', '--hashes', '1', '--modes', 'all', '--threads', threads];
    const args = ['bench', 'memory', ...settings, '--out', out];
    const { stdout } = await run(process.execPath, [cli, ...args, '--json'], { maxBuffer: 2 ** 26 });
    fs.rmSync(out, { recursive: true });
    const { accepted, verdicts } = JSON.parse(stdout);
    assert.equal(accepted, true, JSON.stringify(verdicts));
    for (const { mode, flat, text, rssPerProof } of verdicts) {
      assert.equal(flat, mode !== 'leaking', text);
      assert.equal(typeof rssPerProof, 'number');
    }
  });
}

test('the analyzer reads a trace of 10,000,000 lines with a heap of 48 MiB', async () => {
  const file = path.join(root, 'tests', 'js', 'lab', 'analyze.test.mjs');
  const env = { ...process.env, ONGGI_LINES: '10000000', NODE_TEST_CONTEXT: undefined };
  const args = ['--test', '--test-reporter=spec', '--test-name-pattern=reads .* lines', file];
  const { stdout } = await run(process.execPath, args, { env, maxBuffer: 2 ** 26 });
  assert.match(stdout, /✔ reads 10,000,000 lines in a heap of 48 MiB/);
});
