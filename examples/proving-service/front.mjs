// The HTTP front. It has no key: what it passes to the queue is encrypted.
//
//   node front.mjs
import { EventEmitter } from 'node:events';

import { FlowProducer, Queue, QueueEvents } from 'bullmq';
import Fastify from 'fastify';
import { Counter, Gauge, collectDefaultMetrics, register } from 'prom-client';

import { config } from './config.mjs';
import { readFailure } from './failures.mjs';
import { cancelChannel, complain, connect, jobOptions, queueNames } from './queues.mjs';
import { treeOf } from './trees.mjs';

const betweenPings = config.idleMs / 4; // a client that reads them is not idle
const betweenCancels = 100; // ms
const mostCancels = 50;
const sweepMs = Math.min(config.keepSeconds * 1000, 60_000);
const states = ['waiting', 'active', 'delayed', 'waiting-children', 'completed', 'failed'];

// While Redis is away, requests fail at once and events wait.
const redis = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 });
const patient = connect();
await new Promise((resolve) => redis.once('ready', resolve));

/** Progress and ends of all jobs, by `queue/id`. */
const news = new EventEmitter().setMaxListeners(0);
/** @type {Map<string, Queue>} */
const queues = new Map();
/** @type {QueueEvents[]} */
const listeners = [];
for (const name of queueNames) {
  const queue = new Queue(name, { connection: redis });
  queue.on('error', complain);
  queues.set(name, queue);
  const events = new QueueEvents(name, { connection: patient });
  events.on('error', complain);
  events.on('progress', ({ jobId, data }) => news.emit(`${name}/${jobId}`, 'progress', data));
  for (const end of /** @type {const} */ (['completed', 'failed', 'removed'])) {
    events.on(end, ({ jobId }) => news.emit(`${name}/${jobId}`, end, {}));
  }
  listeners.push(events);
}
const flows = new FlowProducer({ connection: redis });
flows.on('error', complain);

// BullMQ forgets old jobs when others end; this is for the time when none do.
const sweep = setInterval(async () => {
  for (const queue of queues.values()) {
    for (const end of /** @type {const} */ (['completed', 'failed'])) {
      await queue.clean(config.keepSeconds * 1000, 1000, end).catch(complain);
    }
  }
}, sweepMs);

collectDefaultMetrics();
new Gauge({
  name: 'service_jobs',
  help: 'Jobs in a queue, by state',
  labelNames: ['queue', 'state'],
  async collect() {
    for (const [name, queue] of queues) {
      const counts = await queue.getJobCounts(.../** @type {any[]} */ (states));
      for (const [state, count] of Object.entries(counts)) this.set({ queue: name, state }, count);
    }
  },
});
new Counter({
  name: 'service_jobs_finished_total',
  help: 'Jobs that have ended, by outcome; with flows, each job of a tree',
  labelNames: ['queue', 'outcome'],
  async collect() {
    this.reset();
    for (const [name, queue] of queues) {
      for (const outcome of /** @type {const} */ (['completed', 'failed'])) {
        const { meta } = await queue.getMetrics(outcome);
        this.inc({ queue: name, outcome }, Number(meta.count));
      }
    }
  },
});
const dropped = new Counter({
  name: 'service_events_dropped_total',
  help: 'Progress that a client was too slow for',
});
/** @type {Set<import('node:http').ServerResponse>} */
const streams = new Set();
new Gauge({
  name: 'service_events_buffered_bytes',
  help: 'Events that clients have not read yet',
  collect() {
    this.set([...streams].reduce((sum, { writableLength }) => sum + writableLength, 0));
  },
});

new Gauge({
  name: 'service_event_clients',
  help: 'Clients that follow the events of a job',
  collect() {
    this.set(streams.size);
  },
});

const app = Fastify({ bodyLimit: config.mostBytes, forceCloseConnections: true });
app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) =>
  done(null, body)
);

const name = { type: 'string', pattern: '^[a-z][a-z0-9_.]{0,63}$' };
const id = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$' };
const params = { type: 'object', properties: { queue: { enum: queueNames }, program: name, id } };

/** @param {string} queue @returns {Queue} */
const queueOf = (queue) => /** @type {Queue} */ (queues.get(queue));

/** @param {number} statusCode @param {string} code @param {string} message @returns {never} */
function refuse(statusCode, code, message) {
  throw Object.assign(new Error(message), { statusCode, code });
}

/** @param {string} queue */
async function requireRoom(queue) {
  if ((await queueOf(queue).getJobCountByTypes('waiting', 'delayed')) >= config.mostWaiting) {
    refuse(503, 'busy', `${config.mostWaiting} jobs of ${queue} are waiting`);
  }
}

app.setErrorHandler((/** @type {any} */ error, _, reply) => {
  const status = error.statusCode ?? 503; // what is not the client's fault is Redis's
  if (status === 503) reply.header('retry-after', '5');
  if (error.statusCode === undefined) complain(error);
  const { code, message } =
    error.statusCode === undefined ? { code: 'unavailable', message: 'the queue is away' } : error;
  return reply.code(status).send({ code, message });
});

app.put('/jobs/:queue/:program/:id', { schema: { params } }, async (request, reply) => {
  const { queue, program, id: jobId } = /** @type {any} */ (request.params);
  if (!Buffer.isBuffer(request.body))
    refuse(415, 'not_bytes', 'the body must be an application/octet-stream');
  await requireRoom(queue);
  // A job of this id that is there already stays as it is.
  const witness = /** @type {Buffer} */ (request.body).toString('base64');
  await queueOf(queue).add(program, { program, witness }, { ...jobOptions, jobId });
  return reply.code(202).send({ queue, id: jobId });
});

const leaves = { type: 'array', minItems: 2, maxItems: 1024, items: { type: 'string' } };
const body = { type: 'object', required: ['leaves'], properties: { leaves } };
app.put('/trees/:program/:id', { schema: { params, body } }, async (request, reply) => {
  const { program, id: jobId } = /** @type {any} */ (request.params);
  await requireRoom('o1js');
  await flows.add(treeOf(program, jobId, /** @type {any} */ (request.body).leaves));
  return reply.code(202).send({ queue: 'o1js', id: jobId });
});

/** @param {any} request @returns {Promise<import('bullmq').Job>} */
async function jobOf({ params: { queue, id: jobId } }) {
  return (
    (await queueOf(queue).getJob(jobId)) ??
    refuse(404, 'unknown_job', 'there is no such job, or not any more')
  );
}

app.get('/jobs/:queue/:id', { schema: { params } }, async (request) => {
  const { queue, id: jobId } = /** @type {any} */ (request.params);
  const state = await queueOf(queue).getJobState(jobId);
  const job = await jobOf(request); // read after the state: what has ended has its result
  return {
    id: job.id,
    state,
    progress: job.progress,
    worker: job.processedBy,
    attempts: job.attemptsMade,
    ...(state === 'completed' && job.returnvalue),
    ...(state === 'failed' && readFailure(job.failedReason)),
  };
});

/** The jobs of a tree, or the one job. @param {string} queueName @param {string} jobId @returns {Promise<string[]>} */
async function family(queueName, jobId) {
  /** @type {(node: any) => string[]} */
  const idsOf = ({ job, children = [] }) => [job.id, ...children.flatMap(idsOf)];
  const tree = await flows.getFlow({ queueName, id: jobId, maxChildren: 1024 });
  return tree ? idsOf(tree) : [];
}

app.delete('/jobs/:queue/:id', { schema: { params } }, async (request, reply) => {
  const { queue, id: jobId } = /** @type {any} */ (request.params);
  await jobOf(request);
  for (let tries = 0; tries < mostCancels; ++tries) {
    const job = await queueOf(queue).getJob(jobId);
    if (job === undefined) return reply.code(204).send();
    if (job.finishedOn !== undefined) return { id: jobId, state: await job.getState() };
    // What waits is removed. What runs is told to end, until it has.
    const isRemoved = await job.remove().then(
      () => true,
      () => false
    );
    if (isRemoved) return reply.code(204).send();
    for (const each of await family(queue, jobId)) await redis.publish(cancelChannel(queue), each);
    await new Promise((resolve) => setTimeout(resolve, betweenCancels));
  }
  return reply.code(202).send({ id: jobId, state: 'active' });
});

/** @param {import('node:http').ServerResponse} response @param {string} event @param {unknown} data */
const write = (response, event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

app.get('/jobs/:queue/:id/events', { schema: { params } }, async (request, reply) => {
  const { queue, id: jobId } = /** @type {any} */ (request.params);
  const topic = `${queue}/${jobId}`;
  const { raw: response } = reply;
  /** @type {any[] | undefined} what comes before the state is known */
  let early = [];
  const listen = (/** @type {string} */ event, /** @type {unknown} */ data) => {
    if (early !== undefined) early.push([event, data]);
    else if (event !== 'progress') {
      write(response, event, data);
      response.end();
    } else if (response.writableNeedDrain)
      dropped.inc(); // the client reads slowly: it gets later ones
    else write(response, event, data);
  };
  news.on(topic, listen);
  const ping = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), betweenPings);
  const leave = () => {
    clearInterval(ping);
    news.off(topic, listen);
    streams.delete(response);
  };
  response.on('close', leave);
  try {
    const state = await queueOf(queue).getJobState(jobId); // the job itself would come with its witness
    if (state === 'unknown') refuse(404, 'unknown_job', 'there is no such job, or not any more');
    reply.hijack();
    response.socket?.setTimeout(config.idleMs, () => response.destroy());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(response);
    write(response, 'state', { state });
    const events = early;
    early = undefined;
    if (state === 'completed' || state === 'failed') listen(state, {});
    else for (const [event, data] of events) if (!response.writableEnded) listen(event, data);
  } catch (error) {
    leave();
    throw error;
  }
});

app.get('/metrics', async (_, reply) => reply.type(register.contentType).send(await register.metrics()));
app.get('/healthz', async () => {
  await redis.ping();
  return 'ok\n';
});

console.log(`front: ${await app.listen({ host: config.host, port: config.port })}`);

process.once('SIGTERM', async () => {
  clearInterval(sweep);
  for (const response of streams) response.end();
  await app.close();
  await Promise.allSettled([...listeners, ...queues.values(), flows].map((each) => each.close()));
  redis.disconnect();
  patient.disconnect();
});
