// The page of examples/o1js-page, where it is served.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { openBrowser } from './browser.mjs';

/** Compiles, proves twice and verifies, in Chromium. @param {Partial<Parameters<typeof openBrowser>[0]> & { path: string }} options */
export async function proveOnExample(options) {
  const browser = await openBrowser({ evaluates: true, ...options });
  try {
    const { page } = browser;
    await page.evaluate(() => {
      const { document } = /** @type {any} */ (globalThis);
      document.querySelector('#proofs').value = '2';
      document.querySelector('#start').click();
    });
    let status = '';
    while (!/^done$|rror|wrong/.test(status)) {
      await sleep(500);
      status = await page.evaluate(
        () => /** @type {any} */ (globalThis).document.querySelector('#status').value
      );
    }
    assert.equal(status, 'done');
    browser.throwReported();
  } finally {
    await browser.close();
  }
}
