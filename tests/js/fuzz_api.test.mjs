// Short runs of npm run fuzz:api.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../fuzz/api/main.mjs', import.meta.url));

/** The arguments, and outcomes without which the run would test nothing. @type {[name: string, args: string[], outcomes: string[]][]} */
const runs = [
  [
    'twenty thousand calls of an instance',
    ['--calls', '20000', '--seed', '11'],
    ['returned', 'stale_handle', 'wrong_type', 'malformed_json', 'detached_bytes', 'instance_dead'],
  ],
  [
    'two thousand calls of workers that end meanwhile',
    ['--worker', '--calls', '2000', '--seed', '11'],
    [
      'returned',
      'stale_handle',
      'wrong_type',
      'malformed_json',
      'cancelled',
      'instance_dead',
      'worker ended',
    ],
  ],
];

describe('hostile calls have typed errors only, leak nothing and change no other object', () => {
  for (const [name, args, outcomes] of runs) {
    test(name, () => {
      const settings = { timeout: 300_000, encoding: /** @type {const} */ ('utf8') };
      const command = ['--expose-gc', program, ...args];
      const { status, signal, stdout, stderr } = spawnSync(process.execPath, command, settings);
      assert.deepEqual({ status, signal }, { status: 0, signal: null }, stderr);
      for (const outcome of outcomes) {
        const [, times = '0'] = new RegExp(`^${outcome}: (\\d+)$`, 'm').exec(stdout) ?? [];
        assert.ok(Number(times) > 0, `${outcome}: ${times}`);
      }
    });
  }
});
