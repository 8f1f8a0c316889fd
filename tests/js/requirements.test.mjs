// Where a runtime lacks what load() needs, load() throws an error that says so.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

for (const [missing, options, message] of [
  ['TextEncoder', '{}', /this runtime has no TextEncoder$/],
  ['crypto', '{}', /this runtime has no crypto$/],
  ['SharedArrayBuffer', '{ threads: 2 }', /threads cannot be started: there is no SharedArrayBuffer/],
  ['crossOriginIsolated', '{ threads: 2 }', /threads cannot be started: .*Cross-Origin-Opener-Policy/],
]) {
  test(`load(${options}) without ${missing} names what is missing`, async () => {
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

test('load() in an old Node names the oldest supported version', async () => {
  const program = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });
    const { load } = await import('onggi');
    const { code, message } = await load().catch((error) => error);
    console.log(code, message);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
  assert.equal(stdout, 'unsupported load: Node 20 or newer is needed, this is 18.20.8\n');
});
