// The field cases in Chromium, from the same text as in Node.
import { after, describe } from 'node:test';

import { declare } from '../js/field-cases/declare.mjs';
import { openBrowser, places } from './browser.mjs';

const browser = await openBrowser({ gc: true });
after(() => browser.close());

/** @type {import('../js/field-cases/cases.mjs').Case[]} */
const cases = await browser.call('window', 'field_cases', 'list');

for (const place of places) {
  describe(place, () => {
    /** @param {number} number @param {'ours' | 'theirs'} shim */
    const run = (number, shim) => browser.call(place, 'field_cases', 'run', number, shim);

    // Chromium does not report the heap size to workers.
    const measurable = cases.filter(({ countsJsHeap }) => place === 'window' || !countsJsHeap);
    declare(measurable, run, `field-cases-chromium-${place}.json`);
  });
}
