// The field cases as tests: all pass with our shim, and fail with the plain shim unless marked otherwise.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const reports = fileURLToPath(new URL('../../../reports', import.meta.url));

/**
 * @param {import('./cases.mjs').Case[]} cases
 * @param {(number: number, shim: 'ours' | 'theirs') => unknown} run rejects if the case fails
 * @param {string} report file in reports/ for the outcome of the plain shim
 * @param {string} [other] what the cases are run with besides
 */
export function declare(cases, run, report, other = 'the plain shim') {
  /** @type {{ number: number, title: string, seen: string, plainShim: string }[]} */
  const table = [];

  for (const { number, title, seen, holdsThere = false } of cases) {
    describe(`case ${number}: ${title} (${seen})`, () => {
      test('passes', () => run(number, 'ours'));

      test(holdsThere ? `passes with ${other} too` : `fails with ${other}`, async () => {
        let failure = '';
        try {
          await run(number, 'theirs');
        } catch (error) {
          failure = String(error).split('\n')[0] ?? '';
        }
        table.push({ number, title, seen, plainShim: failure || 'passes' });
        assert.equal(failure === '', holdsThere, failure || 'it passes');
      });
    });
  }

  after(() => {
    fs.mkdirSync(reports, { recursive: true });
    fs.writeFileSync(path.join(reports, report), `${JSON.stringify(table, null, 2)}\n`);
  });
}
