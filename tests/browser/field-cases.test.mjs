// The field cases in Chromium, from the same text as in Node.
import { after } from 'node:test';

import { declare } from '../js/field-cases/declare.mjs';
import { openBrowser } from './browser.mjs';

const browser = await openBrowser({ gc: true });
after(() => browser.close());

/** @param {number} number @param {'ours' | 'theirs'} shim */
const run = (number, shim) => browser.call('window', 'field_cases', 'run', number, shim);

declare(await browser.call('window', 'field_cases', 'list'), run, 'field-cases-chromium.json');
