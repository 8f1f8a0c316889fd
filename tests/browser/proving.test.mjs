// The package in headless browsers, served as it is: it proves and verifies in the window and in a
// worker, and Node and the browser accept each other's proofs.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { recordedOf } from '../js/support.mjs';
import { engines, openBrowser, places } from './browser.mjs';

const { vesta } = await load();
const { circuit, witness } = recordedOf('vesta');
const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth));
const verifier = index.verifierIndex();
const ours = (await index.prove(vesta.Witness.fromJSON(witness))).toJSON();

for (const engine of engines) {
  for (const isolated of [false, true]) {
    describe(`${engine}: ${isolated ? 'a page that is isolated from other origins' : 'a page'}`, async () => {
      // The first test tries to evaluate code, which Firefox reports.
      const browser = await openBrowser({ engine, isolated, expected: /blocked a JavaScript eval/ });
      after(() => browser.close());

      for (const place of places) {
        test(`${place}: has a strict content security policy`, async () => {
          const found = await browser.call(place, 'proving', 'surroundings');
          assert.deepEqual(found, { isolated, evaluates: false });
        });

        test(`${place}: proves with progress reports, and verifies`, async () => {
          const tampered = { ...ours, ft_eval1: '0x01' };
          const { progress, verdicts, json } = await browser.call(
            ...[place, 'proving', 'prove', ours, tampered]
          );
          assert.deepEqual(verdicts, [true, true, false], "its own, Node's, and a tampered one");
          assert.notDeepEqual(json, ours);
          assert.ok(verifier.verify(vesta.ProverProof.fromJSON(json)), "Node accepts the browser's");
          assert.ok(progress.length > 10);
          assert.deepEqual(progress.at(-1), { phase: 'done', fraction: 1 });
        });

        test(`${place}: a signal cancels the work and leaks nothing`, async () => {
          assert.deepEqual(await browser.call(place, 'proving', 'abort'), {
            code: 'cancelled',
            cause: 'enough',
            last: 'quotient',
            leaked: 0,
            handles: 0,
          });
        });
      }
    });
  }
}
