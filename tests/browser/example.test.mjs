// The page of examples/browser: leaked memory grows, memory of dropped and scoped handles does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openBrowser } from './browser.mjs';

const proofs = 8;
const softLimit = 1; // MiB, as the page has it

const browser = await openBrowser();
after(() => browser.close());
const { page } = browser;

/** @param {string} selector @returns {Promise<string>} */
const textOf = (selector) =>
  page.evaluate(
    (selector) => /** @type {any} */ (globalThis).document.querySelector(selector).innerText,
    selector
  );

/** Clicks a button once it is enabled. @param {string} selector */
async function click(selector) {
  const clicked = () =>
    page.evaluate((selector) => {
      const button = /** @type {any} */ (globalThis).document.querySelector(selector);
      const enabled = !button.disabled;
      if (enabled) button.click();
      return enabled;
    }, selector);
  while (!(await clicked())) await sleep(50);
}

/** @param {number} count */
const setProofs = (count) =>
  page.evaluate((count) => {
    /** @type {any} */ (globalThis).document.querySelector('#proofs').value = count;
  }, String(count));

/** Waits until the page's status matches. @param {RegExp} pattern */
async function status(pattern) {
  while (!pattern.test(await textOf('#status'))) await sleep(50);
}

/** The numbers in the row of a mode. @param {string} mode */
async function rowOf(mode) {
  const cells = await page.evaluate(
    (mode) =>
      [.../** @type {any} */ (globalThis).document.querySelectorAll(`#${mode} td`)].map(
        (cell) => cell.innerText
      ),
    mode
  );
  const [, count, live, most, linear] = cells.map((text) => parseFloat(text));
  return { count, live, most, linear };
}

/** How many pixels of a chart are of a colour. @param {string} chart @param {number[]} colour */
const pixels = (chart, colour) =>
  page.evaluate(
    (chart, [red, green, blue]) => {
      const canvas = /** @type {any} */ (globalThis).document.querySelector(`#${chart} canvas`);
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) ++count;
      }
      return count;
    },
    chart,
    colour
  );

test('the page proves in every mode and draws the memory of each', async () => {
  await page.goto(`${browser.url}/examples/browser/`);
  await setProofs(proofs);
  await click('#start');
  await status(/^(?!ready|proof )/);
  assert.equal(await textOf('#status'), 'done');
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
  await setProofs(1000);
  await click('#start');
  await status(/of 1000$/);
  await click('#stop');
  await status(/^stopped$/);
  assert.ok(
    await page.evaluate(() => !(/** @type {any} */ (globalThis).document.querySelector('#start').disabled))
  );
  browser.throwReported();
});
