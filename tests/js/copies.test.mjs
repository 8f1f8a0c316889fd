// Several copies of the package in one process: as ES modules and as CommonJS, and after hot reloads.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as modules from 'onggi';

import { version } from '../../js-glue/runtime/copies.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const common = createRequire(import.meta.url)('onggi');
const testing = createRequire(import.meta.url)('onggi/testing');

test('the version equals that of package.json', () => {
  assert.equal(version, JSON.parse(fs.readFileSync(`${root}/package.json`, 'utf8')).version);
});

describe('errors of another copy', () => {
  test('are instances of the class of the same name and of its base classes', async () => {
    const { vesta, close } = await common.load();
    const srs = vesta.Srs.create(2);
    srs.free();
    assert.throws(
      () => srs.size,
      (error) => {
        assert.ok(error instanceof modules.OnggiError && error instanceof modules.StaleHandleError);
        assert.ok(error instanceof common.OnggiError && error instanceof Error);
        assert.ok(!(error instanceof modules.CancelledError));
        return true;
      }
    );
    close();
    assert.ok(new testing.LeakError('', {}) instanceof modules.OnggiError);
  });

  test('are distinguished from other values', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const other of [undefined, null, 7, 'text', {}, new Error(), proxy, modules.OnggiError]) {
      assert.ok(!(other instanceof modules.OnggiError));
    }
    class Mine extends modules.OnggiError {}
    const mine = new Mine('leaked', '');
    assert.ok(
      mine instanceof Mine && mine instanceof modules.OnggiError && mine instanceof common.OnggiError
    );
    assert.ok(!(new modules.OnggiError('leaked', '') instanceof Mine));
  });
});

test('a handle of another copy is refused with a hint, and still works in its own copy', async () => {
  const [one, other] = [await modules.load(), await common.load()];
  const index = { circuit: {}, srs: other.vesta.Srs.create(2) };
  const message = new RegExp(
    `got a handle of another copy of onggi \\(version ${version.replaceAll('.', '\\.')}\\)`
  );
  for (const use of [
    () => one.vesta.PlonkIndex.create({}, index.srs),
    () => one.vesta.Vector.fromFields(index.srs),
    () => new modules.Scope().own(index.srs),
  ]) {
    assert.throws(use, { code: 'wrong_type', message });
  }
  assert.throws(() => one.vesta.Vector.fromFields(/** @type {any} */ (one)), { message: /got an object/ });
  assert.equal(index.srs.size, 2);
  one.close();
  other.close();
});

test('sixty reloads add one exit listener and leak neither copies nor memory', async () => {
  const args = ['--expose-gc', 'tests/js/reloads.cjs'];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: root });
  const { alive, listeners, external } = JSON.parse(stdout);
  assert.equal(stderr, '');
  assert.equal(listeners, 1);
  assert.ok(alive <= 2, `${alive} copies are alive`); // the one with the listener, and the newest
  assert.ok(external < 32 * 2 ** 20, `${external} bytes`); // the linear memory of one instance has 16 MiB
});
