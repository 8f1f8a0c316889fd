// Every fault that the service must survive, with real processes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { load } from 'onggi';

import { eventsOf, verify, witnessOf } from '../client.mjs';
import { seal } from '../sealing.mjs';
import { metric, Service, until } from './service.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const mostTries = 10;
const idleMs = 2000;
const onggi = await load();
const service = new Service({ LOCK_MS: '2000', IDLE_MS: String(idleMs) });
/** @type {Redis} */
let redis;
/** @type {Queue} */
let queue;
before(async () => {
  await service.start();
  redis = new Redis(service.socket, { maxRetriesPerRequest: null });
  redis.on('error', () => {}); // it is restarted
  queue = new Queue('kimchi', { connection: redis });
  queue.on('error', () => {});
});
after(async () => {
  await queue.close();
  redis.disconnect();
  await service.end();
});
afterEach(async () => {
  for (const each of service.processes) {
    if (each.child.spawnargs.some((arg) => arg.endsWith('worker.mjs'))) await each.end('SIGKILL');
  }
});

let last = 0;
const newJob = (program = 'hashes') => ({ queue: 'kimchi', program, id: `job-${++last}` });

/** @param {{ queue: string, program: string, id: string }} job @param {bigint[]} [secrets] */
async function submitted(job, secrets = [5n]) {
  const answer = await service.submit(job, await service.sealed(onggi, job, secrets));
  assert.equal(answer.status, 202, await answer.text());
  return job;
}

/** @param {{ queue: string, program: string, id: string }} job */
async function expectProof(job) {
  const status = await service.ended(job);
  assert.equal(status.state, 'completed', JSON.stringify(status));
  assert.ok(await verify(onggi, job.program, status));
  return status;
}

/** A job that a worker proves: the worker is stopped in the middle of it. @param {any[]} workers */
async function stoppedInProof(workers) {
  for (let tries = 0; tries < mostTries; ++tries) {
    const job = await submitted(newJob());
    await service.proving(job);
    const { worker: name } = await service.status(job);
    const worker = workers.find((each) => each.name === name);
    worker.child.kill('SIGSTOP');
    if ((await service.status(job)).state === 'active') return { job, worker };
    worker.child.kill('SIGCONT'); // it was quicker
  }
  throw new Error('every proof had ended before its worker was stopped');
}

test('proves what clients submit, and tells them how far it is', async () => {
  const worker = await service.startWorker();
  const job = await submitted(newJob());
  const events = [];
  for await (const event of eventsOf(service.url, job)) events.push(event);
  assert.equal(events[0]?.event, 'state');
  assert.equal(events.at(-1)?.event, 'completed');
  const fractions = events.filter(({ event }) => event === 'progress').map(({ data }) => data.fraction);
  assert.ok(fractions.length > 0);
  assert.deepEqual(
    fractions,
    [...fractions].sort((a, b) => a - b)
  );
  await expectProof(job);
  const { publicInput } = await expectProof(await submitted(newJob('product'), [6n, 7n]));
  assert.deepEqual(publicInput, ['42']);
  const late = [];
  for await (const { event } of eventsOf(service.url, job)) late.push(event);
  assert.deepEqual(late, ['state', 'completed'], 'who comes late is told the end');
  assert.equal(await (await fetch(worker.metrics.replace('metrics', 'healthz'))).text(), 'ok\n');
  assert.equal(await (await fetch(`${service.url}/healthz`)).text(), 'ok\n');
});

test('witnesses are encrypted in the queue, gone from it at the end, and in no log', async () => {
  const secret = 0x7ee1_5eec_7e7a_1e5fn;
  const job = await submitted(newJob('product'), [secret, 1n]);
  const plain = await witnessOf(onggi, 'product', [secret, 1n]);
  const secretBytes = Buffer.alloc(8);
  secretBytes.writeBigUInt64LE(secret);
  assert.ok(plain.includes(secretBytes));
  const stored = Buffer.from((await queue.getJob(job.id))?.data.witness, 'base64');
  assert.ok(stored.length >= plain.length && !stored.includes(secretBytes));
  const worker = await service.startWorker();
  await expectProof(job);
  await until(
    async () => (await queue.getJob(job.id))?.data.witness === undefined,
    'the witness is forgotten'
  );
  const bad = newJob('product');
  await service.submit(bad, seal(service.key, bad, plain.subarray(1)));
  assert.equal((await service.ended(bad)).state, 'failed');
  for (const { output } of [worker, /** @type {any} */ (service.front)]) {
    assert.ok(!output.includes(String(secret)) && !output.includes(secret.toString(16)), output);
  }
  const { environ } = { environ: fs.readFileSync(`/proc/${service.front?.child.pid}/environ`, 'utf8') };
  assert.ok(!environ.includes('WITNESS_KEY'), 'the front has no key');
});

test('a poisoned job fails with its typed error after one attempt, and others go on', async () => {
  await service.startWorker({ MAX_MEMORY: String(3 * 2 ** 20) });
  const columns = await witnessOf(onggi, 'product', [6n, 7n]);
  const unsatisfied = Buffer.from(columns);
  const rows = unsatisfied.length / 15 / 32;
  const row = [...Array(rows).keys()].find((at) => unsatisfied[at * 32] === 42) ?? 0;
  unsatisfied[row * 32] = 43;
  const wrong = newJob('product');
  const malformed = newJob('product');
  const foreign = newJob('product');
  const unknown = newJob('nothing');
  const large = await submitted(newJob('hashes'));
  await service.submit(wrong, seal(service.key, wrong, unsatisfied));
  await service.submit(malformed, seal(service.key, malformed, columns.subarray(1)));
  await service.submit(foreign, seal(service.key, wrong, columns));
  await service.submit(unknown, seal(service.key, unknown, columns));
  const good = await submitted(newJob('product'), [6n, 7n]);
  for (const [job, code] of /** @type {[typeof wrong, RegExp][]} */ ([
    [wrong, /^unsatisfied_/],
    [malformed, /^size_mismatch$|^malformed|_length$|size_/],
    [foreign, /^not_sealed$/],
    [unknown, /^unknown_program$/],
    [large, /^native_budget$/],
  ])) {
    const status = await service.ended(job);
    assert.equal(status.state, 'failed', job.id);
    assert.match(status.code, code);
    assert.equal(status.attempts, 1, status.message);
  }
  await expectProof(good);
});

test('a worker without memory for a job gives it back, and does not die', async () => {
  const worker = await service.startWorker({ CONCURRENCY: '3', MAX_MEMORY: String(10 * 2 ** 20) });
  const jobs = [];
  for (let i = 0; i < 3; ++i) jobs.push(await submitted(newJob()));
  for (const job of jobs) await expectProof(job);
  assert.ok((await metric(worker.metrics, 'service_refusals_total')) > 0);
  assert.ok(worker.isRunning);
});

test('a job that is submitted several times is proved once', async () => {
  const worker = await service.startWorker();
  const job = newJob();
  const sealed = await service.sealed(onggi, job, [5n]);
  const answers = await Promise.all([1, 2, 3, 4].map(() => service.submit(job, sealed)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [202, 202, 202, 202]
  );
  await expectProof(job);
  assert.equal((await service.submit(job, sealed)).status, 202);
  await expectProof(await submitted(newJob('product'), [1n, 1n]));
  const proved = `onggi_proof_seconds_count{instance="${worker.name}",curve="vesta",outcome="proved"}`;
  assert.equal(await metric(worker.metrics, proved), 2);
});

test('cancelling ends the proof, and removes what waits', async () => {
  const worker = await service.startWorker();
  const cancelled = `onggi_proof_seconds_count{instance="${worker.name}",curve="vesta",outcome="cancelled"}`;
  let status;
  for (let tries = 0; tries < mostTries && status?.state !== 'failed'; ++tries) {
    const [job, waiting] = [await submitted(newJob()), await submitted(newJob())];
    const remove = (/** @type {any} */ { id }) =>
      fetch(`${service.url}/jobs/kimchi/${id}`, { method: 'DELETE' });
    await service.proving(job);
    assert.equal((await remove(waiting)).status, 204);
    assert.equal((await fetch(`${service.url}/jobs/kimchi/${waiting.id}`)).status, 404);
    await remove(job);
    status = await service.ended(job); // the proof may have been quicker
  }
  assert.deepEqual([status.code, status.attempts], ['cancelled', 1]);
  assert.equal(await metric(worker.metrics, cancelled), 1);
  await expectProof(await submitted(newJob('product'), [6n, 7n]));
});

test('a worker is killed in the middle of a proof: another does the job, once', async () => {
  const workers = [await service.startWorker(), await service.startWorker()];
  const { job, worker } = await stoppedInProof(workers);
  await worker.end('SIGKILL');
  const status = await expectProof(job);
  assert.notEqual(status.worker, worker.name);
  const events = await redis.xrange('bull:kimchi:events', '-', '+');
  const ends = events.filter(([, fields]) => fields.includes('completed') && fields.includes(job.id));
  assert.equal(ends.length, 1);
});

test('Redis is killed and comes back: nothing is lost', async () => {
  await service.startWorker();
  const jobs = [];
  for (let i = 0; i < 4; ++i) jobs.push(await submitted(newJob()));
  await service.proving(/** @type {any} */ (jobs[0]));
  await service.redis?.end('SIGKILL');
  const refused = await service.submit(newJob(), Buffer.alloc(100));
  assert.equal(refused.status, 503);
  assert.equal(/** @type {any} */ (await refused.json()).code, 'unavailable');
  await service.startRedis();
  for (const job of jobs) await expectProof(job);
});

test('SIGTERM: the running job ends, others stay for the next worker', async () => {
  const worker = await service.startWorker();
  const jobs = [];
  for (let i = 0; i < 3; ++i) jobs.push(await submitted(newJob()));
  const [first, ...others] = /** @type {any[]} */ (jobs);
  await service.proving(first);
  assert.equal(await worker.end('SIGTERM'), 0, worker.output);
  const states = await Promise.all(jobs.map(async (job) => (await service.status(job)).state));
  assert.equal(states[0], 'completed');
  assert.equal(states.at(-1), 'waiting');
  assert.ok(!states.includes('active'));
  await service.startWorker();
  for (const job of others) await expectProof(job);
});

test('a client that does not read holds little memory, and is disconnected', async () => {
  const id = await submitted(newJob()).then((job) => job.id);
  const { hostname, port } = new URL(service.url);
  const socket = net.connect(Number(port), hostname, () => {
    socket.write(`GET /jobs/kimchi/${id}/events HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  });
  socket.on('error', () => {});
  socket.pause();
  const metrics = `${service.url}/metrics`;
  const job = await queue.getJob(id);
  const large = 'x'.repeat(2 ** 16);
  for (let i = 0; i < 500; ++i) await job?.updateProgress({ phase: large, fraction: i / 500 });
  await until(
    async () => (await metric(metrics, 'service_events_dropped_total')) > 100,
    'events are dropped'
  );
  assert.ok((await metric(metrics, 'service_events_buffered_bytes')) <= 4 * 2 ** 16);
  await until(async () => (await metric(metrics, 'service_event_clients')) === 0, 'it is disconnected');
  socket.destroy();
  await job?.remove();
});

test('a client that reads stays connected while nothing happens', async () => {
  const job = await submitted(newJob());
  const events = eventsOf(service.url, job);
  assert.equal((await events.next()).value.event, 'state');
  await sleep(2 * idleMs);
  await (await queue.getJob(job.id))?.remove();
  assert.equal((await events.next()).value.event, 'removed');
});

test('above a number of waiting jobs the front refuses more', async () => {
  const front = await service.startFront({ MOST_WAITING: '1' });
  const job = await submitted(newJob());
  const other = newJob();
  const refused = await fetch(`${front.url}/jobs/kimchi/product/${other.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.alloc(1),
  });
  assert.equal(refused.status, 503);
  assert.equal(/** @type {any} */ (await refused.json()).code, 'busy');
  await (await queue.getJob(job.id))?.remove();
  await front.end();
});

test('requests that name no job, queue or bytes are refused', async () => {
  const put = (/** @type {string} */ where, /** @type {any} */ init = {}) =>
    fetch(`${service.url}${where}`, { method: 'PUT', ...init });
  const bytes = { headers: { 'content-type': 'application/octet-stream' }, body: Buffer.alloc(1) };
  assert.equal((await put('/jobs/other/product/a', bytes)).status, 400);
  assert.equal((await put('/jobs/kimchi/product/7', bytes)).status, 400);
  assert.equal((await put('/jobs/kimchi/__proto__/a', bytes)).status, 400);
  assert.equal((await put('/jobs/kimchi/product/a')).status, 415);
  assert.equal((await fetch(`${service.url}/jobs/kimchi/absent/events`)).status, 404);
});

test('results are kept for the stated time', async () => {
  await service.startWorker();
  const job = await submitted(newJob('product'), [6n, 7n]);
  await expectProof(job);
  const front = await service.startFront({ KEEP_SECONDS: '1' });
  await until(
    async () => (await fetch(`${service.url}/jobs/kimchi/${job.id}`)).status === 404,
    'it is forgotten'
  );
  await front.end();
});

describe('the dashboard', () => {
  test('shows metrics that the processes serve', async () => {
    const worker = await service.startWorker();
    await expectProof(await submitted(newJob('product'), [6n, 7n]));
    const { panels } = JSON.parse(fs.readFileSync(path.join(here, 'grafana.json'), 'utf8'));
    const served = `${await (await fetch(`${service.url}/metrics`)).text()}${await (await fetch(worker.metrics)).text()}`;
    for (const { title, targets } of panels) {
      assert.ok(targets.length > 0, title);
      for (const { expr } of targets) {
        for (const name of expr.match(/(?:service|onggi|process|nodejs)_\w+/g)) {
          assert.match(served, new RegExp(`^${name}(\\{| )`, 'm'), name);
        }
      }
    }
  });
});

test('one command starts everything; SIGTERM ends it', async () => {
  const folder = path.join(service.folder, 'all');
  const all = service.run(
    process.execPath,
    [path.join(here, 'start.mjs'), '--workers', '1', '--port', '0', '--data', folder],
    { REDIS_URL: undefined }
  );
  const [, url = ''] = await all.says(/^front: (.*)$/m);
  const key = fs.readFileSync(path.join(folder, 'witness.key'), 'utf8');
  const client = service.run(
    process.execPath,
    [path.join(here, 'client.mjs'), 'product', '6', '7', '--url', url],
    {
      WITNESS_KEY: key,
    }
  );
  await client.exited;
  assert.match(client.output, /valid$/m);
  assert.doesNotMatch(client.output, /NOT valid/);
  assert.equal(await all.end(), 0, all.output);
  assert.ok(!all.output.includes(key));
});
