// Debian's Chromium, headless, with pages from localhost.
import { chromium } from 'playwright-core';

import { serve } from '../../examples/browser/serve.mjs';

const executablePath = '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const withGc = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

/** The place where code runs in a browser. @typedef {'window' | 'worker'} Place */
export const places = /** @type {const} */ (['window', 'worker']);

/**
 * A browser with one page open, whose errors fail whatever is called next.
 * @param {{ gc?: boolean, isolated?: boolean }} [options] whether tests may collect garbage at their
 *   command; whether the page is isolated from other origins
 */
export async function openBrowser({ gc = false, isolated = false } = {}) {
  const server = await serve({ isolated });
  const browser = await chromium.launch({ executablePath, args: gc ? [...args, ...withGc] : args });
  const page = await browser.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${server.url}/tests/browser/page/`);

  function throwReported() {
    const [reported] = errors.splice(0);
    if (reported !== undefined) throw new Error(`the page reported: ${reported}`);
  }

  return {
    page,
    throwReported,
    url: server.url,
    version: browser.version(),

    /** @param {Place} place @param {string} module @param {string} name @param {unknown[]} args */
    async call(place, module, name, ...args) {
      const { result, error } = await page.evaluate(
        ({ place, ...request }) => /** @type {any} */ (globalThis).callIn[place](request),
        { place, module, name, args }
      );
      if (error !== undefined) throw new Error(`in the ${place}: ${error}`);
      throwReported();
      return result;
    },

    async close() {
      await browser.close();
      await server.close();
    },
  };
}
