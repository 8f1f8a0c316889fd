// The field cases in a browser, from the same text as in Node.
import { after, describe } from 'node:test';

import { declare } from '../js/field-cases/declare.mjs';
import { openBrowser, places } from './browser.mjs';

/** Declares the tests of an engine. @param {import('./browser.mjs').Engine} engine */
export function declareFieldCases(engine) {
  describe(engine, async () => {
    const browser = await openBrowser({ engine, gc: true, optimizes: false });
    after(() => browser.close());

    /** @type {import('../js/field-cases/cases.mjs').Case[]} */
    const cases = await browser.call('window', 'field_cases', 'list');

    for (const place of places) {
      describe(place, () => {
        /** @param {number} number @param {'ours' | 'theirs'} shim */
        const run = (number, shim) => browser.call(place, 'field_cases', 'run', number, shim);

        // Only Chromium reports the size of the JavaScript heap, and only to windows.
        const reportsHeap = engine === 'chromium' && place === 'window';
        const measurable = cases.filter(({ countsJsHeap }) => reportsHeap || !countsJsHeap);
        declare(measurable, run, `field-cases-${engine}-${place}.json`);
      });
    }
  });
}
