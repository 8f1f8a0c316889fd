// The limits on native memory in browsers with default flags: tests cannot force collections there.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, describe, test } from 'node:test';

import { engines, openBrowser, places } from './browser.mjs';

const mebibyte = 2 ** 20;
const sizes = [10_000, 100_000, 2 ** 20, 10 * 2 ** 20];

const script = fs.readFileSync(new URL('page/pressure.mjs', import.meta.url), 'utf8');
const namedLine =
  1 + script.split('\n').findIndex((line) => line.endsWith('// the line that the error names'));

for (const engine of engines) {
  for (const place of places) {
    describe(`${engine}: ${place}`, async () => {
      const browser = await openBrowser({ engine, optimizes: false });
      after(() => browser.close());

      // On a busy machine a wait may end without a collection; the next wait then sees it.
      test('at least 19 of 20 collection requests lead to a collection', async () => {
        const waits = await browser.call(place, 'pressure', 'waits', 20);
        // WebKit also collects on its own, before a request.
        if (engine !== 'webkit') for (const { requests } of waits) assert.ok(requests >= 1);
        const missed = waits.filter(({ left }) => left !== 0);
        assert.ok(missed.length <= 1, JSON.stringify(waits));
      });

      for (const bytes of sizes) {
        test(`a loop that awaits and drops objects of ${bytes} bytes stays at the soft limit`, async () => {
          const softLimit = 32 * mebibyte;
          const { object, peak } = await browser.call(place, 'pressure', 'drop', bytes, softLimit);
          assert.ok(object >= 0.9 * bytes, `${object} bytes each`);
          assert.ok(peak <= softLimit + object, `${peak} bytes`);
        });
      }

      test("a synchronous loop beyond the limit throws an error that names the loop's line", async () => {
        const maxMemory = 16 * mebibyte;
        const bytes = 2 ** 18;
        const { code, name, sites, handles, peak } = await browser.call(
          ...[place, 'pressure', 'overfill', bytes, maxMemory]
        );
        assert.deepEqual([code, name], ['native_budget', 'NativeBudgetError']);
        assert.ok(handles * bytes > maxMemory / 2, `${handles} handles`);
        assert.ok(peak <= maxMemory, `${peak} bytes`);
        assert.match(sites[0], new RegExp(`/page/pressure\\.mjs:${namedLine}\\b`));
      });

      test('the collector is what docs/browsers.md says', async () => {
        const heapSize = engine === 'chromium' && place === 'window';
        assert.deepEqual(await browser.call(place, 'pressure', 'features'), { gc: false, heapSize });
        assert.equal(await browser.call(place, 'pressure', 'finalizerPlace'), 'tasks');
      });
    });
  }
}
