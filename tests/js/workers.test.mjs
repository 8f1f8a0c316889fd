// Objects and workers: what is moved to one, and what is left when one is killed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from 'onggi';

import { killMidProof, killWorkers, srsOf } from './killed.mjs';

const mebibyte = 2 ** 20;

test('killing a worker during a proof does not affect this instance', async () => {
  const { vesta, memory } = await load();
  const [kept, moved] = [srsOf(vesta), srsOf(vesta)];
  const digest = kept.toBytes();
  await killMidProof(moved.transfer());
  assert.equal(memory().handles, 1);
  assert.throws(() => moved.size, { code: 'stale_handle', message: /was moved/ });
  assert.deepEqual(kept.toBytes(), digest);
  kept.free();
  assert.equal(memory().live, 0);
});

test('memory of killed workers is freed, and senders can take back what they moved', async () => {
  const { rss, lost } = await killWorkers(8);
  assert.equal(lost, 0);
  // Each held 16 MiB of linear memory at least.
  const grown = (Number(rss.at(-1)) - Number(rss[2])) / mebibyte;
  assert.ok(grown < 5 * 8, `${grown} MiB`);
});
