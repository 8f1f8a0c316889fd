// o1js in browsers on onggi: on a plain page, where it does not run alone, and on one that is isolated.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { recordedKeys } from '../o1js/recorded.mjs';
import { engines, openBrowser } from './browser.mjs';
import { proveOnExample } from './o1js_example.mjs';

const path = '/tests/browser/page/o1js.html';
const long = process.env.ONGGI_LONG === '1';

/** The page of each case, and the program that it proves. */
const cases = engines.flatMap((engine) =>
  [false, true].map((isolated) => ({ engine, isolated, name: long ? 'recursion_one' : 'add' }))
);
// The whole run tries one engine and one kind of page.
const chosen = long ? cases : cases.filter(({ engine, isolated }) => engine === 'chromium' && !isolated);

for (const { engine, isolated, name } of chosen) {
  const page = isolated ? 'an isolated page' : 'a plain page';

  describe(`${engine}: ${page}`, async () => {
    test(`${name}: keys are those of o1js's native backend, proofs are accepted, nothing else runs`, async () => {
      const browser = await openBrowser({ engine, isolated, evaluates: true, path });
      try {
        const found = await browser.call('window', 'o1js', 'prove', name);
        assert.equal(found.isolated, isolated);
        assert.deepEqual(found.keys, recordedKeys()[name]);
        assert.ok(found.accepted.length > 0 && found.accepted.every(Boolean), `${found.accepted}`);
        assert.equal(found.tampered, false);
        const large = found.started.compiled.filter((bytes) => !(bytes < 10_000));
        assert.equal(
          large.length,
          1,
          `onggi's module is the only one that is compiled: ${found.started.compiled}`
        );
        if (!isolated) assert.equal(found.started.workers, 0);
        assert.equal(found.kept.handles, 0);
      } finally {
        await browser.close();
      }
    });

    test("workers of the page's own are started and answer", async () => {
      const browser = await openBrowser({ engine, isolated, evaluates: true, path });
      try {
        const answers = await browser.call('window', 'o1js', 'otherWorkers');
        assert.ok(answers.length >= 3);
        for (const answer of answers) assert.deepEqual(answer, [0, 42]);
      } finally {
        await browser.close();
      }
    });
  });
}

test('the example page proves in its worker', { skip: !long && 'it takes minutes' }, () =>
  proveOnExample({ path: '/examples/o1js-page/' })
);
