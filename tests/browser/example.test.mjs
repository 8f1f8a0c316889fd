// The page of examples/browser: leaked memory grows, memory of dropped and scoped handles does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { openBrowser } from './browser.mjs';

const proofs = 8;
const softLimit = 1; // MiB, as the page has it

const browser = await openBrowser();
after(() => browser.close());
const { page } = browser;

/** Waits until the page's status says so, however long it takes. @param {RegExp} pattern */
const status = (pattern) =>
  page.waitForFunction(
    (source) => new RegExp(source).test(/** @type {any} */ (document).getElementById('status').value),
    pattern.source,
    { timeout: 0 }
  );

/** The numbers in the row of a mode. @param {string} mode */
async function rowOf(mode) {
  const cells = await page.locator(`#${mode} td`).allInnerTexts();
  const [, count, live, most, linear] = cells.map((text) => parseFloat(text));
  return { count, live, most, linear };
}

/** How many pixels of a chart are of a colour. @param {string} chart @param {number[]} colour */
const pixels = (chart, colour) =>
  page.locator(`#${chart} canvas`).evaluate((/** @type {any} */ canvas, [red, green, blue]) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) ++count;
    }
    return count;
  }, colour);

test('the page proves in every mode and draws the memory of each', async () => {
  await page.goto(`${browser.url}/examples/browser/`);
  await page.fill('#proofs', String(proofs));
  await page.click('#start');
  await status(/^(?!ready|proof )/);
  assert.equal(await page.locator('#status').innerText(), 'done');
  browser.throwReported();

  const [leaking, dropped, scoped] = await Promise.all(['leaking', 'dropped', 'scoped'].map(rowOf));
  for (const { count } of [leaking, dropped, scoped]) assert.equal(count, proofs);
  assert.ok(leaking.live > 0.2 * proofs, `${leaking.live} MiB`);
  assert.ok(dropped.most < scoped.most + softLimit, `${dropped.most} and ${scoped.most} MiB`);
  assert.equal(scoped.live, 0);
  for (const chart of ['live', 'linear']) {
    assert.ok((await pixels(chart, [0x03, 0x69, 0xa1])) > 500, `the curve of ${chart}`);
  }
});

test('the stop button stops it', async () => {
  await page.fill('#proofs', '1000');
  await page.click('#start');
  await status(/of 1000$/);
  await page.click('#stop');
  await status(/^stopped$/);
  assert.ok(await page.locator('#start').isEnabled());
  browser.throwReported();
});
