// A worker: takes jobs of one queue and proves them.
//
//   WITNESS_KEY=… node worker.mjs [kimchi | o1js]
//
// It serves /metrics and /healthz, and ends on SIGTERM after its jobs have.
import http from 'node:http';

import { DelayedError, Worker } from 'bullmq';
import { watch } from 'onggi/prometheus';
import { collectDefaultMetrics, Counter, register } from 'prom-client';

import { config } from './config.mjs';
import { cancelled, failureOf, interrupted, Refusal } from './failures.mjs';
import { cancelChannel, complain, connect, queueNames } from './queues.mjs';
import { readKey, unseal } from './sealing.mjs';

/** @typedef {import('./queues.mjs').JobData} JobData */

const betweenReports = 250; // ms
const afterRefusal = 1000; // ms

const [queue = 'kimchi'] = process.argv.slice(2);
if (!queueNames.includes(queue))
  throw new Error(`the queue must be ${queueNames.join(' or ')}, got ${queue}`);
const key = readKey(process.env.WITNESS_KEY);
const prover =
  queue === 'o1js'
    ? await (await import('./o1js.mjs')).openO1js()
    : await (await import('./kimchi.mjs')).openKimchi();
const name = `${queue}-${process.pid}`;
watch(prover.onggi, { register, instance: name });
collectDefaultMetrics();
const refusals = new Counter({ name: 'service_refusals_total', help: 'Jobs given back for lack of memory' });

/** Reports some of the progress, without waiting. @param {import('bullmq').Job} job */
function reporter(job) {
  let last = performance.now();
  return (/** @type {any} */ progress) => {
    const now = performance.now();
    if (now - last < betweenReports) return;
    last = now;
    job.updateProgress(progress).catch(complain);
  };
}

/** @param {import('bullmq').Job<JobData>} job */
function openWitness({ id = '', data: { program, witness } }) {
  return witness === undefined
    ? undefined
    : unseal(key, { queue, program, id }, Buffer.from(witness, 'base64'));
}

/** @param {import('bullmq').Job<JobData>} job @param {string | undefined} token @param {AbortSignal} [signal] */
async function run(job, token, signal) {
  const { program } = job.data;
  let witness;
  try {
    witness = openWitness(job);
    const children = witness === undefined ? Object.values(await job.getChildrenValues()) : [];
    return await prover.prove({ program, witness, children, signal, onProgress: reporter(job) });
  } catch (error) {
    if (error instanceof Refusal) {
      refusals.inc();
      await job.moveToDelayed(Date.now() + afterRefusal, token);
      throw new DelayedError();
    }
    throw failureOf(error, signal);
  } finally {
    witness?.fill(0);
  }
}

const redis = connect();
const worker = new Worker(queue, run, {
  connection: redis,
  name,
  concurrency: queue === 'o1js' ? 1 : config.concurrency, // o1js proves one at a time
  lockDuration: config.lockMs,
  stalledInterval: config.lockMs,
  maxStalledCount: 2,
  metrics: { maxDataPoints: 60 },
});
worker.on('error', complain);
worker.on('lockRenewalFailed', (ids) => {
  for (const id of ids) worker.cancelJob(id, interrupted);
});

/** A job that has ended keeps no witness. @param {import('bullmq').Job<JobData> | undefined} job */
function forgetWitness(job) {
  if (job?.finishedOn === undefined || job.data.witness === undefined) return;
  job.updateData({ program: job.data.program }).catch(complain);
}
worker.on('completed', forgetWitness);
worker.on('failed', forgetWitness);

const subscriber = connect();
subscriber.on('message', (_, id) => worker.cancelJob(id, cancelled));
await subscriber.subscribe(cancelChannel(queue));

const server = http.createServer(async ({ url }, response) => {
  if (url === '/metrics') {
    response.setHeader('content-type', register.contentType).end(await register.metrics());
  } else if (url === '/healthz') {
    const isHealthy = worker.isRunning() && redis.status === 'ready';
    response.writeHead(isHealthy ? 200 : 503).end(isHealthy ? 'ok\n' : 'not ready\n');
  } else response.writeHead(404).end();
});
server.listen(config.port, config.host, () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`worker of ${queue}: http://${config.host}:${port}/metrics`);
});

process.once('SIGTERM', async () => {
  const timer = setTimeout(() => worker.cancelAllJobs(interrupted), config.graceMs);
  await worker.close(); // the running jobs end; no other is begun
  clearTimeout(timer);
  await prover.close();
  server.close();
  server.closeAllConnections();
  redis.disconnect();
  subscriber.disconnect();
});
