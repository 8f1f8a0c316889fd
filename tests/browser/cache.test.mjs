// load({ cache }) in headless browsers: points and indexes in IndexedDB.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { engines, openBrowser } from './browser.mjs';

const made = [false, false];
const read = [true, true];

for (const engine of engines) {
  describe(engine, async () => {
    const browser = await openBrowser({ engine });
    after(() => browser.close());
    /** @param {string} name @param {unknown[]} args */
    const call = (name, ...args) => browser.call('window', 'cache', name, ...args);

    test('a second visit reads what the first one has made', async () => {
      const first = await call('visit', true, 2);
      assert.deepEqual(first.read, made);
      const keys = (await call('entries')).sort();
      assert.match(keys[0], /^index-1-vesta-[\da-f]{64}$/);
      assert.equal(keys[1], 'srs-1-vesta-512');
      assert.deepEqual(await call('visit', true, 2), { read, digest: first.digest });
      assert.deepEqual((await browser.call('worker', 'cache', 'visit', true, 2)).read, read);
      assert.deepEqual((await call('visit', false, 2)).read, made);
    });

    for (const how of ['bit', 'half', 'text']) {
      test(`damaged entries are made again: ${how}`, async () => {
        const { digest } = await call('visit', true, 2);
        await call('damage', how);
        assert.deepEqual(await call('visit', true, 2), { read: made, digest });
        assert.deepEqual(await call('visit', true, 2), { read, digest });
      });
    }

    test('above maxBytes, what was used least recently is removed', async () => {
      const maxBytes = 64 * 1025 + 25_000; // the points of 1024 and one index, not those of 512 as well
      await call('visit', { maxBytes }, 2, 1024);
      const keys = await call('entries');
      assert.ok(keys.includes('srs-1-vesta-1024'), keys.join());
      assert.ok(!keys.includes('srs-1-vesta-512'), keys.join());
    });

    for (const how of ['throws', 'fails', 'is silent']) {
      test(`storage that ${how} is no error`, async () => {
        assert.deepEqual((await call('blocked', how)).read, made);
      });
    }
  });
}
