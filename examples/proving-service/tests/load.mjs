// The service under load, against bare loops of the prover: both run in turn, on the same machine.
//
//   node tests/load.mjs [--workers 2] [--proofs 1000] [--round 100] [--out load.json]
//
// Each proof has 2^10 rows. A client submits a job, follows its events and fetches the proof. The exit code is 1 if
// throughput is below 85 % of the bare loops, or a worker's live or linear memory grows after the first round.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { load, scopeAsync } from 'onggi';

import { buildCircuit, circuits } from '../circuits.mjs';
import { eventsOf, verify, witnessOf } from '../client.mjs';
import { seal } from '../sealing.mjs';
import { metric, Service } from './service.mjs';

const program = 'hashes';
const outstanding = 8; // jobs that the client waits for at once, per worker
const least = 0.85;
const ticks = 100; // of /proc, a second

const { values: options } = parseArgs({
  options: {
    workers: { type: 'string', default: '2' },
    proofs: { type: 'string', default: '1000' },
    round: { type: 'string', default: '100' },
    out: { type: 'string', default: 'load.json' },
    bare: { type: 'boolean', default: false },
  },
});

/** A bare loop: proves as often as it is told. */
async function bareLoop() {
  const { vesta } = await load();
  const circuit = /** @type {import('../circuits.mjs').Circuit} */ (circuits[program]);
  const builder = await buildCircuit(vesta, circuit, [5n]);
  const index = vesta.PlonkIndex.create(builder.circuit(circuit.srsSize), vesta.Srs.create(circuit.srsSize));
  const witness = builder.witness();
  builder.free();
  process.on('message', async (/** @type {number} */ count) => {
    for (let i = 0; i < count; ++i) {
      await scopeAsync(async () => (await index.prove(witness)).toBytes());
    }
    process.send?.('done');
  });
  process.send?.('done');
}

/** @param {number | undefined} pid @returns {number} seconds of processor time */
function cpuOf(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** @param {import('node:child_process').ChildProcess} child @param {number} [count] */
function told(child, count) {
  if (count !== undefined) child.send(count);
  return new Promise((resolve) => child.once('message', resolve));
}

async function main() {
  const [workerCount, proofs, round] = [options.workers, options.proofs, options.round].map(Number);
  const service = new Service({ MOST_WAITING: '10000' });
  const bare = Array.from({ length: Number(workerCount) }, () =>
    fork(fileURLToPath(import.meta.url), ['--bare'])
  );
  try {
    await Promise.all(bare.map((child) => told(child)));
    await service.start();
    const workers = [];
    for (let i = 0; i < Number(workerCount); ++i) workers.push(await service.startWorker());
    const onggi = await load();
    const witness = await witnessOf(onggi, program, [5n]);
    let last = 0;

    async function oneJob() {
      const job = { queue: 'kimchi', program, id: `load-${++last}` };
      const answer = await service.submit(job, seal(service.key, job, witness));
      if (answer.status !== 202) throw new Error(await answer.text());
      await answer.arrayBuffer();
      for await (const { event } of eventsOf(service.url, job)) if (event === 'failed') break;
      return service.status(job);
    }

    /** @param {number} count */
    async function throughService(count) {
      let left = count;
      let status;
      const client = async () => {
        while (left-- > 0) {
          status = await oneJob();
          if (status.state !== 'completed') throw new Error(JSON.stringify(status));
        }
      };
      await Promise.all(Array.from({ length: outstanding * Number(workerCount) }, client));
      if (!(await verify(onggi, program, /** @type {any} */ (status))))
        throw new Error('a proof is not valid');
    }

    const pids = () => ({
      redis: [service.redis?.child.pid],
      front: [service.front?.child.pid],
      workers: workers.map(({ child }) => child.pid),
      client: [process.pid],
      bare: bare.map(({ pid }) => pid),
    });
    const cpu = () =>
      Object.fromEntries(
        Object.entries(pids()).map(([name, list]) => [name, list.map(cpuOf).reduce((a, b) => a + b, 0)])
      );
    const memory = () =>
      Promise.all(
        workers.map(async ({ metrics }) => ({
          live: await metric(metrics, 'onggi_live_bytes'),
          linear: await metric(metrics, 'onggi_linear_memory_bytes'),
          resident: await metric(metrics, 'process_resident_memory_bytes'),
        }))
      );

    await throughService(5 * Number(workerCount)); // warms up
    await Promise.all(bare.map((child) => told(child, 5)));
    const rounds = [];
    for (let done = 0; done < Number(proofs); done += Number(round)) {
      const [a, t0] = [cpu(), performance.now()];
      await Promise.all(bare.map((child) => told(child, Number(round) / bare.length)));
      const [b, t1] = [cpu(), performance.now()];
      await throughService(Number(round));
      const [c, t2] = [cpu(), performance.now()];
      const used = (/** @type {any} */ from, /** @type {any} */ to) =>
        Object.fromEntries(Object.keys(from).map((name) => [name, (to[name] - from[name]) / Number(round)]));
      rounds.push({
        bare: { seconds: (t1 - t0) / 1000, cpu: used(a, b).bare },
        service: { seconds: (t2 - t1) / 1000, cpu: used(b, c) },
        memory: await memory(),
      });
      fs.writeFileSync(options.out, JSON.stringify({ workers: workerCount, round, rounds }, null, 1));
      const { bare: loops, service: through } = /** @type {any} */ (rounds.at(-1));
      console.log(
        `${done + Number(round)}: bare ${loops.seconds.toFixed(1)} s, service ${through.seconds.toFixed(1)} s`
      );
    }
    const total = (/** @type {'bare' | 'service'} */ name) =>
      rounds.reduce((sum, each) => sum + each[name].seconds, 0);
    const ratio = total('bare') / total('service');
    const grew = workers.filter((_, i) => {
      const [first, ...others] = rounds.map((each) => /** @type {any} */ (each.memory[i]));
      return others.some(({ live, linear }) => live > first.live || linear > first.linear);
    });
    console.log(
      `throughput: ${(100 * ratio).toFixed(1)} % of the bare loops; memory grew in ${grew.length} workers`
    );
    process.exitCode = ratio >= least && grew.length === 0 ? 0 : 1;
  } finally {
    for (const child of bare) child.kill();
    await service.end();
  }
}

await (options.bare ? bareLoop() : main());
