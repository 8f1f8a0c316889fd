// o1js programs: a merge tree over two workers, a leaf that fails, and cancelling. Minutes, because o1js compiles.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { seal } from '../../sealing.mjs';
import { leafId } from '../../trees.mjs';
import { metric, Service, until } from '../service.mjs';

const service = new Service({ LOCK_MS: '10000' });
/** @type {any[]} */
let workers = [];
before(async () => {
  await service.start();
  // One after the other: the second reads what the first has compiled.
  workers = [await service.startWorker({}, 'o1js')];
});
after(() => service.end());

/** @param {string} id @param {string[]} witnesses */
async function submitTree(id, witnesses) {
  const leaves = witnesses.map((witness, i) => {
    const job = { queue: 'o1js', program: 'sum.leaf', id: leafId(id, i) };
    return seal(service.key, job, Buffer.from(witness)).toString('base64');
  });
  const answer = await fetch(`${service.url}/trees/sum/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ leaves }),
  });
  assert.equal(answer.status, 202, await answer.text());
  return { queue: 'o1js', id };
}

/** @param {{ queue: string, id: string }} job @returns {Promise<any>} */
async function ended(job) {
  for (;;) {
    const status = await service.ended(job).catch(() => undefined); // it waits for some minutes only
    if (status !== undefined) return status;
  }
}

test('a tree is proved from its leaves to its root', { timeout: 1_800_000 }, async () => {
  const first = await submitTree('two', ['["3"]', '["4"]']);
  const status = await ended(first);
  assert.equal(status.state, 'completed', JSON.stringify(status));
  assert.deepEqual(JSON.parse(status.proof).publicOutput, ['25']);
  assert.ok((await metric(workers[0].metrics, 'onggi_linear_memory_bytes')) > 0);

  workers.push(await service.startWorker({}, 'o1js'));
  const second = await ended(await submitTree('three', ['["1"]', '["2"]', '["3"]']));
  assert.deepEqual(JSON.parse(second.proof).publicOutput, ['14']);
});

test('a leaf that is no witness fails, and the tree with it', { timeout: 600_000 }, async () => {
  const tree = await submitTree('bad', ['secret words', '["4"]']);
  assert.equal((await ended(tree)).code, 'child_failed');
  const { code, attempts, message } = await service.status({ queue: 'o1js', id: leafId('bad', 0) });
  assert.deepEqual([code, attempts], ['malformed_witness', 1]);
  assert.ok(!message.includes('secret words'));
});

test('cancelling a tree ends the proofs that run', { timeout: 600_000 }, async () => {
  const tree = await submitTree('cancelled', ['["1"]', '["2"]', '["3"]']);
  const leaf = { queue: 'o1js', id: leafId('cancelled', 0) };
  await until(async () => (await service.status(leaf)).state === 'active', 'a leaf is proved');
  await fetch(`${service.url}/jobs/o1js/${tree.id}`, { method: 'DELETE' });
  await until(async () => {
    const { state } = await service.status(leaf);
    return state === undefined || state === 'failed';
  }, 'the leaf has ended');
  for (const { output } of workers) assert.doesNotMatch(output, /secret words/);
});
