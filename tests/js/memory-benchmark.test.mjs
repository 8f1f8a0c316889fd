// The example that compares allocators.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../examples/memory-benchmark/main.mjs', import.meta.url));
const few = ['--proofs', '12', '--kept', '4'];

test('reports the use of linear memory, which does not grow', async () => {
  const { stdout } = await run(process.execPath, [script, ...few, '--json']);
  const [{ allocator, proofs, cpuMs, linear, peak, live, heap, full, grew }] = JSON.parse(stdout);
  assert.deepEqual([allocator, proofs, grew], ['dlmalloc', 12, false]);
  assert.ok(cpuMs > 0);
  assert.ok(0 < live && live < peak && peak < linear, `${live}, ${peak}, ${linear}`);
  assert.ok(Math.abs(heap - live) < live / 8 + 65536, `${heap} allocated, ${live} live`);
  assert.ok(0 < full && full < 1);
});

test('refuses options with too few proofs for a verdict', async () => {
  for (const args of [['--proofs', '1'], ['--proofs', 'many'], ['--kept=-1'], ['--kept', 'all']])
    await assert.rejects(run(process.execPath, [script, ...few, ...args]), { code: 2, stdout: '' });
});

test('prints a row for each allocator, and an error for a missing build', async () => {
  const { stdout } = await run(process.execPath, [script, ...few, '--proofs', '2']);
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, 3);
  assert.match(lines[2] ?? '', /^\| dlmalloc \| \d+ ms \|( \d+\.\d \|){4} \d+ % \|$/);
  const none = [script, ...few, '--allocators', 'none'];
  await assert.rejects(run(process.execPath, none), /none: .*ERR_MODULE_NOT_FOUND/s);
});
