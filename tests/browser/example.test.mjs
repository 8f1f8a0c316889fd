// The page of examples/browser: circuits of each kind are proved, cancelled, verified and refused when changed; leaked
// memory grows from the first proofs on, memory of dropped and scoped handles does not; the static copy works.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { openBrowser } from './browser.mjs';
import { faultsOf } from './layout.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const proofs = 8;
const softLimit = 1; // MiB, as the page has it

const browser = await openBrowser({ isolated: true });
after(() => browser.close());
const { page } = browser;

/** @param {string} selector @returns {Promise<string>} */
const textOf = (selector) =>
  page.evaluate(
    (selector) => /** @type {any} */ (globalThis).document.querySelector(selector)?.innerText ?? '',
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

/** Chooses values of fields. @param {Record<string, string | number>} values by id */
const choose = (values) =>
  page.evaluate((values) => {
    const { document, Event } = /** @type {any} */ (globalThis);
    for (const [id, value] of Object.entries(values)) {
      const field = document.getElementById(id);
      field.value = value;
      field.dispatchEvent(new Event('change'));
    }
  }, values);

/** Waits until a text matches; throws if it is an error. @param {string} selector @param {RegExp} pattern */
async function waitFor(selector, pattern) {
  for (;;) {
    const text = await textOf(selector);
    if (pattern.test(text)) return text;
    assert.doesNotMatch(text, /^error/);
    browser.throwReported();
    await sleep(50);
  }
}

/** The cells of the tables in an element, a row each. @param {string} selector @returns {Promise<string[][]>} */
const rowsOf = (selector) =>
  page.evaluate(
    (selector) =>
      [.../** @type {any} */ (globalThis).document.querySelectorAll(`${selector} tbody tr`)].map((row) =>
        [...row.children].map((cell) => cell.textContent)
      ),
    selector
  );

/** Bytes of a text such as "1.5 KiB". @param {string} text */
function bytesOf(text) {
  const [, number = '', unit = ''] = /([\d.]+) (B|KiB|MiB)/.exec(text) ?? [];
  return Number(number) * { B: 1, KiB: 2 ** 10, MiB: 2 ** 20 }[unit];
}

const open = (path = '/examples/browser/') => page.goto(`${browser.url}${path}`);

/** Proves, verifies, and verifies with changes. @param {Record<string, string | number>} values */
async function proveAndVerify(values) {
  await choose(values);
  await click('#prove');
  const proved = await waitFor('#phase', /^proved/);
  await click('#verify');
  await waitFor('#phase', /^verified$/);
  await click('#tamper');
  await waitFor('#phase', /^verified with changes$/);
  assert.deepEqual(
    (await textOf('#verdicts')).split('\n').map((line) => line.replace(/ in \d+ ms$/, '')),
    ['the proof: accepted', 'another public input: rejected', 'another evaluation: rejected']
  );
  return proved;
}

describe('the page proves and verifies', () => {
  for (const [circuit, size, threads] of /** @type {[string, number, number][]} */ ([
    ['sudoku', 8, 2],
    ['signature', 8, 1],
  ]))
    test(`${circuit} of 2^${size} rows with ${threads} threads, and refuses changed proofs`, async () => {
      await open();
      const proved = await proveAndVerify({ circuit, size, threads });
      assert.match(proved, threads === 1 ? /by one thread$/ : /by 2 threads$/);
      assert.deepEqual(
        (await rowsOf('#steps')).map(([step]) => step),
        ['circuit', 'SRS', 'index', 'proof']
      );
      browser.throwReported();
    });

  test('the largest circuit shows its phases and can be cancelled', async () => {
    await open();
    await choose({ circuit: 'hash', size: 14 });
    await click('#prove');
    await waitFor('#phase', /^(SRS|index|proof): /);
    await click('#cancel');
    await waitFor('#phase', /^cancelled$/);
    const [prove, verify] = await page.evaluate(() =>
      ['prove', 'verify'].map((id) => /** @type {any} */ (globalThis).document.getElementById(id).disabled)
    );
    assert.deepEqual([prove, verify], [false, true]);
    browser.throwReported();
  });
});

describe('the loop', () => {
  test('leaks in one mode only, with curves, types and places', async () => {
    await open();
    await choose({ proofs, 'loop-size': 8 });
    await click('#start');
    await waitFor('#status', /^done$/);
    const [leaking, dropped, scoped] = await rowsOf('#modes');
    const [live, most, linear] = [1, 2, 3].map(
      (column) => (/** @type {string[]} */ row) => bytesOf(row[column] ?? '')
    );
    assert.ok(live(leaking) > live(dropped) + 2 ** 20, `${leaking} and ${dropped}`);
    assert.ok(most(dropped) < most(scoped) + softLimit * 2 ** 20, `${dropped} and ${scoped}`);
    assert.equal(live(scoped), 0);
    assert.ok(linear(leaking) >= linear(scoped));

    const numbers = await rowsOf('#live figure');
    assert.equal(numbers.length, proofs);
    const leaked = numbers.map(([, bytes]) => Number(bytes));
    for (let i = 1; i < proofs; ++i) assert.ok(leaked[i] > leaked[i - 1], `proof ${i + 1}: ${leaked}`);

    const types = await rowsOf('#types');
    const index = types.find(([type]) => type === 'VestaPlonkIndex');
    assert.match(index?.[1] ?? '', new RegExp(`^${proofs}, `));
    assert.match(index?.[3] ?? '', /^0, /);
    const leaks = await rowsOf('#leaks');
    const place = leaks.find(([, mode, type]) => mode === 'leaking' && type === 'vesta.PlonkIndex');
    assert.match(place?.[0] ?? '', /worker\.mjs:\d+:\d+$/);
    assert.equal(place?.[3], String(proofs));
    assert.ok(leaks.every(([, mode]) => mode !== 'scoped'));
    browser.throwReported();
    assert.deepEqual(await faultsOf(page.tab, 'demo-loop'), []);
  });

  test('the leaking curve rises through the whole chart', async () => {
    const top = await page.evaluate(() => {
      const svg = /** @type {any} */ (globalThis).document.querySelector('#live svg');
      const line = svg.querySelector('path[stroke="#c2410c"]');
      const { height } = line.getBBox();
      return height;
    });
    assert.ok(top > 100, `the leaking curve rises by ${top} of 166 units`);
  });

  test('the stop button stops it, and two threads work', async () => {
    await open();
    await choose({ proofs: 1000, 'loop-size': 8, threads: 2 });
    await click('#start');
    await waitFor('#status', /of 1000$/);
    await click('#stop');
    await waitFor('#status', /^stopped$/);
    assert.ok(
      await page.evaluate(() => !(/** @type {any} */ (globalThis).document.querySelector('#start').disabled))
    );
    browser.throwReported();
  });
});

test('the page has no fault before it is used, and every control is reached by the keyboard', async () => {
  await open();
  assert.deepEqual(await faultsOf(page.tab, 'demo'), []);
  await open();
  await waitFor('#start:enabled', /Start/);
  const reached = [];
  for (let i = 0; i < 8; ++i) {
    await page.tab.keyboard.press('Tab');
    reached.push(await page.evaluate(() => /** @type {any} */ (globalThis).document.activeElement.id));
  }
  assert.deepEqual(reached, [
    ...['threads', 'circuit', 'size', 'prove'],
    ...['loop-circuit', 'loop-size', 'proofs', 'start'],
  ]);
});

test('the page of o1js has no fault before it is used', async () => {
  await open('/examples/o1js-page/');
  assert.deepEqual(await faultsOf(page.tab, 'o1js-page'), []);
});

test('the static copy works from any folder', async () => {
  const out = path.join(root, 'build', 'reports', 'demo copy');
  await promisify(execFile)(process.execPath, ['examples/browser/build.mjs', '--out', out], { cwd: root });
  await open('/build/reports/demo%20copy/');
  await proveAndVerify({ circuit: 'hash', size: 8 });
  browser.throwReported();
});
