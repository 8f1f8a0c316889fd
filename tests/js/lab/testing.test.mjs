// The test helper: it fails if and only if something leaks.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { load, scope, scopeAsync } from 'onggi';
import { expectNoLeaks, leakCheck, LeakError } from 'onggi/testing';

const onggi = await load({ debug: true });
const { Srs } = onggi.vesta;
const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('expectNoLeaks', () => {
  test('passes if every handle was freed, scoped or dropped, and returns the result', async () => {
    assert.equal(await expectNoLeaks(onggi, () => 42), 42);
    await expectNoLeaks(onggi, () => Srs.create(8).free(), { collect: false });
    await expectNoLeaks(onggi, () => scope(() => void Srs.create(8)), { collect: false });
    await expectNoLeaks(onggi, () => scopeAsync(async () => void (await sleep(1), Srs.create(8))));
    await expectNoLeaks(onggi, async () => {
      for (let i = 0; i < 10; ++i) Srs.create(8);
      await sleep(1);
    });
  });

  test('fails for a handle that is still referenced, with type, number and place', async () => {
    /** @type {any[]} */
    const held = [];
    await assert.rejects(
      expectNoLeaks(onggi, () => {
        held.push(Srs.create(8), Srs.create(8));
      }),
      (error) => {
        assert.ok(error instanceof LeakError);
        assert.equal(error.code, 'leaked');
        assert.deepEqual(error.leaked, { VestaSrs: 2 });
        assert.match(error.message, /2 VestaSrs/);
        assert.match(error.message, /testing\.test\.mjs/);
        return true;
      }
    );
    for (const srs of held) srs.free();
  });

  test('fails for a result that contains a handle', async () => {
    await assert.rejects(
      expectNoLeaks(onggi, () => Srs.create(8)),
      { code: 'leaked' }
    );
  });

  test('fails for a dropped handle if it may not collect garbage', async () => {
    await assert.rejects(
      expectNoLeaks(onggi, () => void Srs.create(8), { collect: false }),
      {
        code: 'leaked',
      }
    );
  });

  test('allows as many handles as the option says, and no more', async () => {
    /** @type {any[]} */
    const cache = [];
    const fill = () => void cache.push(Srs.create(8));
    await expectNoLeaks(onggi, fill, { allow: { VestaSrs: 1 } });
    const fillTwice = () => (fill(), fill());
    await assert.rejects(expectNoLeaks(onggi, fillTwice, { allow: { VestaSrs: 1 } }), { code: 'leaked' });
    for (const srs of cache) srs.free();
  });

  test('takes the names of types that errors and leaks() print', async () => {
    const kept = [];
    for (const type of ['VestaSrs', 'vesta.Srs']) {
      const body = () => void kept.push(Srs.create(8));
      await expectNoLeaks(onggi, body, { allow: { [type]: 1 } });
    }
    for (const srs of kept) srs.free();
  });

  test('throws the error of the body', async () => {
    const thrown = new Error('mine');
    const bodies = [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ];
    for (const body of bodies) await assert.rejects(expectNoLeaks(onggi, body), thrown);
  });

  test('refuses wrong arguments', async () => {
    const expect = /** @type {any} */ (expectNoLeaks);
    await assert.rejects(
      expect({}, () => {}),
      { code: 'wrong_type' }
    );
    await assert.rejects(expect(onggi, 1), { code: 'wrong_type' });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    await assert.rejects(
      expect(proxy, () => {}),
      { code: 'wrong_type' }
    );
    for (const options of [
      null,
      7,
      new Map(),
      { allow: null },
      { allow: 1 },
      { allow: proxy },
      { allow: { VestaSrs: '1' } },
      { collect: 'no' },
    ])
      await assert.rejects(
        expect(onggi, () => {}, options),
        { code: 'wrong_type' }
      );
    for (const count of [-1, NaN, 0.5, Infinity])
      await assert.rejects(
        expect(onggi, () => {}, { allow: { VestaSrs: count } }),
        { code: 'size_out_of_range', message: /allow: VestaSrs: / }
      );
  });
});

describe('leakCheck', () => {
  test('counts handles since its creation', async () => {
    const before = Srs.create(8);
    const check = leakCheck(onggi);
    await check();
    const after = Srs.create(8);
    await assert.rejects(check(), { code: 'leaked' });
    after.free();
    await check();
    before.free();
    await check();
  });
});

test('needs no flag, and works from CommonJS', async () => {
  const program = `
    const { load } = require('onggi');
    const { expectNoLeaks } = require('onggi/testing');
    load().then(async (onggi) => {
      await expectNoLeaks(onggi, async () => { for (let i = 0; i < 9; ++i) onggi.vesta.Srs.create(8); });
      const held = [];
      const error = await expectNoLeaks(onggi, () => void held.push(onggi.vesta.Srs.create(8))).catch((e) => e);
      console.log(error.code, held.length);
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: root });
  assert.equal(stdout, 'leaked 1\n');
});
