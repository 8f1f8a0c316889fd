// Where a runtime lacks a feature, the suites of handles and scopes pass, except for the tests that need the
// feature and skip themselves.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const suites = [
  'table',
  'table_instances',
  'finalization',
  'scope',
  'scope_async',
  'call',
  'call_listeners',
  'call_bytes',
  'closed_instance',
  'handle',
  'leaks',
  'named_instances',
  'collection',
];

/** Skipped without it. @type {[missing: string, skipped: number][]} */
const expected = [
  ['FinalizationRegistry', 5],
  ['AsyncLocalStorage', 5],
  ['Symbol.dispose', 0],
  ['setImmediate', 0],
];

describe('runtimes without a feature', { concurrency: true }, () => {
  for (const [missing, skipped] of expected) {
    test(`without ${missing} the suites pass and skip ${skipped} tests`, async () => {
      const program = suites.map((name) => `await import('./tests/js/${name}.test.mjs');`).join('');
      const args = ['--expose-gc', '--test-reporter=tap', '--input-type=module'];
      const { stdout } = await run(
        process.execPath,
        [
          ...args,
          '--import',
          './tests/js/without.mjs',
          '--import',
          './tests/js/stand_ins.mjs',
          '-e',
          program,
        ],
        {
          cwd: root,
          env: { ...process.env, ONGGI_WITHOUT: missing, NODE_TEST_CONTEXT: undefined },
          maxBuffer: 2 ** 26,
        }
      ).catch((error) => error);
      const failed = stdout.match(/^ *not ok .*/gm) ?? [];
      assert.deepEqual(failed, []);
      assert.match(stdout, new RegExp(`^# skipped ${skipped}$`, 'm'));
      assert.match(stdout, /^# pass [1-9]\d+$/m);
    });
  }
});
