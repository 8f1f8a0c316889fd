// The goals of lifetime in headless browsers, in a window and in a worker.
import { engines, openBrowser, places } from '../browser/browser.mjs';
import { mebibyte, quantile } from './measuring.mjs';

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */
/** @typedef {import('../browser/browser.mjs').Engine} Engine */
/** @typedef {import('../browser/browser.mjs').Place} Place */

/** @param {Engine} engine @param {Browser} browser @param {Place} place @returns {import('./main.mjs').Goals} */
const goalsIn = (engine, browser, place) => ({
  [`request-${engine}-${place}`]: {
    number: 6,
    goal: 'at least 99 % of 500 dropped objects are collected after two requests, p99 under 50 ms',
    async measure() {
      /** @type {{ requests: number, ms: number, left: number }[]} */
      const waits = await browser.call(place, 'pressure', 'waits', 500);
      const inTwo = waits.filter(({ requests, left }) => requests <= 2 && left === 0).length;
      const times = waits.map(({ ms }) => ms);
      const [median, p99] = [0.5, 0.99].map((share) => quantile(times, share) ?? Infinity);
      return {
        value: `${inTwo} of 500, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
        holds: inTwo >= 495 && p99 < 50,
      };
    },
  },
  [`soft-limit-${engine}-${place}`]: {
    number: 2,
    goal: 'dropped handles of …Async calls: at most the soft limit plus one object, 10 kB to 20 MiB',
    async measure() {
      const softLimit = 64 * mebibyte;
      const over = [];
      for (const bytes of [10_000, 100_000, mebibyte, 20 * mebibyte]) {
        const { object, peak } = await browser.call(place, 'pressure', 'drop', bytes, softLimit);
        over.push((peak - softLimit) / object);
      }
      const most = Math.max(...over);
      return {
        value: `the limit ${most < 0 ? 'less' : 'and'} ${Math.abs(most).toFixed(2)} objects`,
        holds: most <= 1,
      };
    },
  },
  [`budget-${engine}-${place}`]: {
    number: 4,
    goal: 'a synchronous loop: NativeBudgetError before the limit, with its line; in the next task it works again',
    async measure() {
      const maxMemory = 16 * mebibyte;
      const { code, sites, peak } = await browser.call(place, 'pressure', 'overfill', 2 ** 18, maxMemory);
      const line = sites[0]?.match(/pressure\.mjs:\d+/)?.[0];
      return {
        value: `${code} at ${(peak / mebibyte).toFixed(1)} of 16 MiB, made at ${line}`,
        holds: code === 'native_budget' && peak <= maxMemory && line !== undefined,
      };
    },
  },
});

/** The browsers, and what to measure in them. */
export async function goalsInBrowsers() {
  const browsers = [];
  const goals = [];
  for (const engine of engines) {
    const browser = await openBrowser({ engine, optimizes: false });
    browsers.push(browser);
    for (const place of places) goals.push(goalsIn(engine, browser, place));
  }
  return {
    goals: Object.assign({}, ...goals),
    versions: browsers.map(({ version }) => version),
    close: async () => void (await Promise.all(browsers.map((browser) => browser.close()))),
  };
}
