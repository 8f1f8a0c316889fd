// o1js's own unit tests on onggi. `npm test` runs a selection, each test in place of one of o1js's backends;
// `npm run test:long` runs all that apply, in place of both.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { excluded, quick } from './unit_test_list.mjs';
import { exists, makeCopy, runTest, tests } from './unit_tests.mjs';

const isLong = Boolean(process.env.ONGGI_LONG);

before(makeCopy);

test('the lists name tests of the package', () => {
  for (const name of [...tests, ...Object.keys(excluded)]) assert.ok(exists(name), name);
});

for (const [i, seam] of /** @type {const} */ (['native', 'wasm']).entries()) {
  describe(`in place of the ${seam} backend`, () => {
    for (const name of isLong ? tests : quick.filter((_, place) => place % 2 === i)) {
      test(name, async () => {
        const { passed, output } = await runTest(name, seam);
        assert.ok(passed, output);
      });
    }
  });
}
