// Very large objects in browsers.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { engines, openBrowser, places } from '../browser/browser.mjs';

const mebibyte = 2 ** 20;

for (const engine of engines) {
  describe(engine, async () => {
    const browser = await openBrowser({ engine, optimizes: false });
    after(() => browser.close());

    for (const place of places) {
      test(`${place}: objects of 200 MB, awaited and dropped, stay at the soft limit`, async () => {
        const softLimit = 256 * mebibyte;
        const { object, peak } = await browser.call(place, 'pressure', 'drop', 200e6, softLimit);
        assert.ok(peak <= softLimit + object, `${peak} bytes`);
      });
    }
  });
}
