// `onggi/worker` in headless browsers, served as it is: in the window, and in a worker that starts another one.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { load } from 'onggi';

import { recordedOf } from '../js/support.mjs';
import { engines, openBrowser, places } from './browser.mjs';

const proofPhases = ['check', 'witness', 'permutation', 'quotient', 'evaluation', 'opening', 'done'];
const mebibyte = 2 ** 20;

const { vesta } = await load();
const { circuit, witness } = recordedOf('vesta');
const index = vesta.PlonkIndex.create(circuit, vesta.Srs.create(circuit.srs_depth));
const verifier = index.verifierIndex();
const ours = (await index.prove(vesta.Witness.fromJSON(witness))).toJSON();

for (const engine of engines) {
  describe(engine, async () => {
    // The script that is missing, the page in its place, and the one that fails.
    const expected = /missing\.mjs|404|MIME|destructure|null|Script error/;
    const browser = await openBrowser({ engine, expected });
    after(() => browser.close());

    for (const place of places) {
      test(`${place}: proves with progress reports, verifies, cancels, and leaves nothing`, async () => {
        const tampered = { ...ours, ft_eval1: '0x01' };
        const { progress, verdicts, json, live, handles, left, failure } = await browser.call(
          ...[place, 'remote', 'prove', ours, tampered]
        );
        assert.deepEqual(verdicts, [true, true, false], "its own, Node's, and a tampered one");
        assert.ok(verifier.verify(vesta.ProverProof.fromJSON(json)), "Node accepts the worker's");
        const phases = progress.map((/** @type {any} */ { phase }) => phase);
        assert.deepEqual([...new Set(phases)], proofPhases);
        assert.deepEqual(progress.at(-1), { phase: 'done', fraction: 1 });
        assert.deepEqual({ live, handles, left }, { live: 0, handles: 0, left: 0 });
        assert.deepEqual([failure.code, failure.cause], ['cancelled', 'enough']);
        assert.match(failure.stack, /remote\.mjs:\d+/);
      });

      test(`${place}: dropped handles are freed above the soft limit`, async () => {
        const most = await browser.call(place, 'remote', 'drop', 40, 4 * mebibyte);
        assert.ok(most <= 8 * mebibyte, `${most / mebibyte} MiB`);
      });

      test(`${place}: a crash is a typed error, and the next call gets a new worker`, async () => {
        const { codes, live, size, started } = await browser.call(place, 'remote', 'crash');
        assert.deepEqual(codes, ['instance_dead', 'stale_handle', 'instance_dead']);
        assert.deepEqual([live, size], [false, 4]);
        assert.ok(started >= 2);
      });

      test(`${place}: a script that is missing, is a page or says nothing is a typed error`, async () => {
        const codes = await browser.call(place, 'remote', 'missing');
        assert.deepEqual(codes, ['load_failed', 'load_failed', 'load_failed']);
      });
    }
  });
}
