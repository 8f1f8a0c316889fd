// A short run of npm run fuzz:api.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../fuzz/api/main.mjs', import.meta.url));

test('twenty thousand hostile calls throw typed errors only, leak nothing and change no other object', () => {
  const args = ['--expose-gc', program, '--calls', '20000', '--seed', '11'];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    timeout: 300_000,
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal }, { status: 0, signal: null }, stderr);
  // Without right arguments the run would test nothing.
  for (const outcome of [
    'returned',
    'stale_handle',
    'wrong_type',
    'malformed_json',
    'detached_bytes',
    'instance_dead',
  ]) {
    const [, times = '0'] = new RegExp(`^${outcome}: (\\d+)$`, 'm').exec(stdout) ?? [];
    assert.ok(Number(times) > 0, `${outcome}: ${times}`);
  }
});
