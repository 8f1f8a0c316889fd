// What an instance in debug mode prints when its process ends.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The standard error of a process that runs the code. @param {string} code */
async function errorsOf(code) {
  const program = `import { fakeInstance } from './tests/js/fake_module.mjs'; ${code}`;
  const args = ['--input-type=module', '-e', program];
  return (await run(process.execPath, args, { cwd: root })).stderr;
}

describe('at its exit a process', () => {
  test('in debug mode lists the handles that were not freed, and counts the others by release reason', async () => {
    const text = await errorsOf(`
      const { instance, Sample } = fakeInstance({ debug: true });
      if (instance.id !== 1) throw new Error('not the first');
      Sample.make(1).free();
      globalThis.kept = [Sample.make(40), Sample.make(7)];`);
    assert.match(
      text,
      /^onggi: 2 handles were never freed; of the others 1 by free\(\) or dispose, 0 by their scope, 0 by the collector, 0 moved\n {2}test\.Sample, 40 bytes, \d+ ms old\n {4}at .*\n(.*\n)* {2}test\.Sample, 7 bytes/
    );
  });

  test('prints nothing if every handle was freed or its instance was closed', async () => {
    const text = await errorsOf(`
      const { Sample } = fakeInstance({ debug: true });
      Sample.make(1).free();
      const other = fakeInstance({ debug: 'sample' });
      globalThis.kept = other.Sample.make(1);
      other.instance.close();`);
    assert.equal(text, '');
  });

  test('has one listener for all instances', async () => {
    const text = await errorsOf(`
      const { startTrace } = await import('./js-glue/runtime/observe/trace.mjs');
      const before = process.listenerCount('exit');
      for (let i = 0; i < 12; ++i) {
        const { instance } = fakeInstance({ debug: true });
        startTrace(instance, () => {});
        instance.close();
      }
      globalThis.kept = fakeInstance({ debug: true }).Sample.make(1);
      if (process.listenerCount('exit') !== before + 1) throw new Error('more than one');`);
    assert.match(text, /^onggi: 1 handles were never freed/);
  });

  test('does not run tasks that were removed', async () => {
    const text = await errorsOf(`
      const { atExit } = await import('./js-glue/runtime/observe/exit.mjs');
      const off = atExit(() => console.error('first'));
      atExit(() => console.error('second'));
      off();`);
    assert.equal(text, 'second\n');
  });

  test('that is not in debug mode prints nothing', async () => {
    const text = await errorsOf(`globalThis.kept = fakeInstance().Sample.make(1);`);
    assert.equal(text, '');
  });
});
