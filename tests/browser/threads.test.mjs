// load({ threads }) in headless browsers, where memory is shared by isolated pages only.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { load } from 'onggi';

import { recordedOf } from '../js/support.mjs';
import { openBrowser, places } from './browser.mjs';

const { vesta } = await load();
const { circuit, witness } = recordedOf('vesta');
const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth));
const verifier = index.verifierIndex();
const ours = (await index.prove(vesta.Witness.fromJSON(witness))).toJSON();

// WebKitGTK has no SharedArrayBuffer, in isolated pages neither.
for (const engine of /** @type {const} */ (['chromium', 'firefox'])) {
  describe(`${engine}: an isolated page`, async () => {
    const browser = await openBrowser({ engine, isolated: true });
    after(() => browser.close());

    for (const place of places) {
      test(`${place}: two threads prove and verify, and then end`, async () => {
        const found = await browser.call(place, 'threads', 'proveWith', 2, ours);
        assert.deepEqual(found.verdicts, [true, true]);
        assert.equal(found.digest, String(verifier.digest()));
        assert.ok(verifier.verify(vesta.ProverProof.fromJSON(found.json)));
        while (browser.page.workers() > 0) await sleep(20);
      });
    }
  });

  describe(`${engine}: a thread that cannot be prepared`, async () => {
    const browser = await openBrowser({ engine, isolated: true });
    after(() => browser.close());

    for (const place of places) {
      test(`${place}: load() throws the reason`, async () => {
        const request = { module: 'threads', name: 'unprepared', args: [2] };
        // Past call(), for the browser logs what a worker throws.
        const { result } = await browser.page.evaluate(
          (place, request) => /** @type {any} */ (globalThis).callIn[place](request),
          place,
          request
        );
        assert.equal(result.code, 'load_failed', result.message);
        assert.match(result.message, /TypeError/);
        assert.equal(result.reported, 0);
      });
    }
  });

  describe(`${engine}: a page that is not isolated`, async () => {
    const browser = await openBrowser({ engine });
    after(() => browser.close());

    for (const place of places) {
      test(`${place}: load() names what is missing`, async () => {
        const { code, message } = await browser.call(place, 'threads', 'refusal', 2);
        assert.equal(code, 'unsupported');
        assert.match(message, /Cross-Origin-Opener-Policy/);
      });
    }
  });
}
