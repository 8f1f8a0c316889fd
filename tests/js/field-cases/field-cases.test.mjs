// The field cases: all hold here, and go wrong on the strawman but for those that the table below names.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cases } from './cases.mjs';

const reports = fileURLToPath(new URL('../../../reports', import.meta.url));

/** @type {{ number: number, title: string, seen: string, strawman: string }[]} */
const table = [];

for (const { number, title, seen, ours, theirs, holdsThere = false } of cases) {
  describe(`case ${number}: ${title} (${seen})`, () => {
    test('holds', ours);

    test(holdsThere ? 'holds on the strawman too' : 'goes wrong on the strawman', async () => {
      assert.ok(theirs);
      let failure = '';
      try {
        await theirs();
      } catch (error) {
        failure = String(error).split('\n')[0];
      }
      table.push({ number, title, seen, strawman: failure || 'holds' });
      assert.equal(failure === '', holdsThere, failure || 'it holds there');
    });
  });
}

after(() => {
  fs.mkdirSync(reports, { recursive: true });
  fs.writeFileSync(path.join(reports, 'field-cases.json'), `${JSON.stringify(table, null, 2)}\n`);
});
