// load({ threads }) in headless Chromium, where memory is shared by isolated pages only.
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

describe('an isolated page', async () => {
  const browser = await openBrowser({ isolated: true });
  after(() => browser.close());

  for (const place of places) {
    test(`${place}: two threads prove and verify, and then end`, async () => {
      const found = await browser.call(place, 'threads', 'proveWith', 2, ours);
      assert.deepEqual(found.verdicts, [true, true]);
      assert.equal(found.digest, verifier.digest());
      assert.ok(verifier.verify(vesta.ProverProof.fromJSON(found.json)));
      while (browser.page.workers().length > 0) await sleep(20);
    });
  }
});

describe('a thread that cannot be prepared', async () => {
  const browser = await openBrowser({ isolated: true });
  after(() => browser.close());

  for (const place of places) {
    test(`${place}: load() throws the reason`, async () => {
      const request = { module: 'threads', name: 'unprepared', args: [2] };
      // Past call(), for the browser logs what a worker throws.
      const { result } = await browser.page.evaluate(
        ({ place, request }) => /** @type {any} */ (globalThis).callIn[place](request),
        { place, request }
      );
      assert.equal(result.code, 'load_failed', result.message);
      assert.match(result.message, /TypeError/);
      assert.equal(result.reported, 0);
    });
  }
});

describe('a page that is not isolated', async () => {
  const browser = await openBrowser();
  after(() => browser.close());

  for (const place of places) {
    test(`${place}: load() names what is missing`, async () => {
      const { code, message } = await browser.call(place, 'threads', 'refusal', 2);
      assert.equal(code, 'unsupported');
      assert.match(message, /Cross-Origin-Opener-Policy/);
    });
  }
});
