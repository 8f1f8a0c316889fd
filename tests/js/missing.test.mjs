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
  'call',
  'call_bytes',
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

describe('load()', () => {
  for (const [missing, options, message] of [
    ['TextEncoder', '{}', /this runtime has no TextEncoder$/],
    ['crypto', '{}', /this runtime has no crypto$/],
    ['SharedArrayBuffer', '{ threads: 2 }', /no threads: there is no SharedArrayBuffer/],
    ['crossOriginIsolated', '{ threads: 2 }', /no threads: .*Cross-Origin-Opener-Policy/],
  ]) {
    test(`without ${missing}, load(${options}) says so`, async () => {
      const program = `
        const { doctor, load, OnggiError } = await import('onggi');
        const error = await load(${options}).catch((error) => error);
        const { findings } = await doctor();
        const { present } = findings.find(({ name }) => name === 'threads');
        console.log(JSON.stringify([error instanceof OnggiError, error.code, error.message, present]));`;
      const args = ['--input-type=module', '--import', './tests/js/without.mjs', '-e', program];
      const env = { ...process.env, ONGGI_WITHOUT: String(missing) };
      const { stdout } = await run(process.execPath, args, { cwd: root, env });
      const [isTyped, code, said, threads] = JSON.parse(stdout);
      assert.deepEqual([isTyped, code], [true, 'unsupported']);
      assert.match(said, /** @type {RegExp} */ (message));
      assert.equal(threads, options === '{}');
    });
  }
});

describe('runtimes that lack something', () => {
  for (const [missing, skipped] of expected) {
    test(`without ${missing} the suites pass, ${skipped} tests left out`, async () => {
      const program = suites.map((name) => `await import('./tests/js/${name}.test.mjs');`).join('');
      const args = ['--expose-gc', '--test-reporter=tap', '--input-type=module'];
      const { stdout } = await run(
        process.execPath,
        [...args, '--import', './tests/js/without.mjs', '--import', './tests/js/stand_ins.mjs', '-e', program],
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
