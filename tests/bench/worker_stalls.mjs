// How long a page stalls while `onggi/worker` proves, in Chromium: the longest time by which a timer is late.
//
//   node tests/bench/worker_stalls.mjs [K]     for 2^K rows, by default 2^16
import { openBrowser } from '../browser/browser.mjs';

const k = Number(process.argv[2] ?? 16);
const browser = await openBrowser();
const { seconds, stall, idle } = await browser.call('window', 'remote', 'stalls', k);
console.log(
  `a proof of 2^${k} rows took ${seconds.toFixed(1)} s; timers of the page were at most ${stall.toFixed(1)} ms late, ` +
    `${idle.toFixed(1)} ms while nothing ran (${browser.version})`
);
await browser.close();
