// The processes of the service, for tests.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { eventsOf, submit, witnessOf } from '../client.mjs';
import { seal } from '../sealing.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const patience = Number(process.env.PATIENCE_MS ?? 240_000);

/** @typedef {{ queue: string, program: string, id: string }} Job */

/** Tries until it is true. @param {() => unknown} condition @param {string} what */
export async function until(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}

/** A process of the service. */
class Process {
  output = '';

  /** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @param {string} cwd */
  constructor(command, args, env, cwd) {
    this.child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => (this.output += chunk));
    this.child.stderr?.on('data', (chunk) => (this.output += chunk));
    this.exited = once(this.child, 'exit');
  }

  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @param {RegExp} line @returns {Promise<RegExpExecArray>} */
  says(line) {
    return until(() => {
      const found = line.exec(this.output);
      if (found === null && !this.isRunning) throw new Error(`it has ended: ${this.output}`);
      return found;
    }, `${line} in ${this.output}`);
  }

  /** @param {NodeJS.Signals} signal @returns {Promise<number | null>} the exit code */
  async end(signal = 'SIGTERM') {
    if (this.isRunning) {
      this.child.kill(signal);
      if (signal === 'SIGKILL') this.child.kill('SIGCONT');
      await this.exited;
    }
    return this.child.exitCode;
  }
}

export class Service {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-service-'));
  key = randomBytes(32);
  url = '';
  /** @type {Process[]} */
  processes = [];
  #env;

  /** @param {NodeJS.ProcessEnv} env */
  constructor(env = {}) {
    this.socket = path.join(this.folder, 'redis.sock');
    this.#env = { REDIS_URL: this.socket, CACHE: path.join(this.folder, 'cache'), ...env };
  }

  /** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
  run(command, args, env = {}) {
    const started = new Process(command, args, { ...this.#env, ...env }, this.folder);
    this.processes.push(started);
    return started;
  }

  async startRedis() {
    const storage = ['--dir', this.folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    this.redis = this.run('redis-server', ['--port', '0', '--unixsocket', this.socket, ...storage]);
    await this.redis.says(/ready to accept connections/i);
  }

  /** @param {NodeJS.ProcessEnv} [env] @returns {Promise<Process & { url: string }>} */
  async startFront(env) {
    const front = this.run(process.execPath, [path.join(here, 'front.mjs')], env);
    const [, url = ''] = await front.says(/^front: (.*)$/m);
    return Object.assign(front, { url });
  }

  async start() {
    await this.startRedis();
    this.front = await this.startFront();
    this.url = this.front.url;
  }

  /** @param {NodeJS.ProcessEnv} [env] @param {string} [queue] */
  async startWorker(env, queue = 'kimchi') {
    const worker = this.run(process.execPath, [path.join(here, 'worker.mjs'), queue], {
      WITNESS_KEY: this.key.toString('hex'),
      ...env,
    });
    const [, metrics = ''] = await worker.says(/^worker of .*: (.*)$/m);
    return Object.assign(worker, { metrics, name: `${queue}-${worker.child.pid}` });
  }

  /** Ends all processes. */
  async end() {
    for (const each of this.processes) await each.end('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** @param {any} onggi @param {Job} job @param {bigint[]} secrets */
  async sealed(onggi, job, secrets) {
    return seal(this.key, job, await witnessOf(onggi, job.program, secrets));
  }

  /** @param {Job} job @param {Uint8Array} sealed */
  submit(job, sealed) {
    return submit(this.url, job, sealed);
  }

  /** @param {{ queue: string, id: string }} job @returns {Promise<any>} */
  async status({ queue, id }) {
    return (await fetch(`${this.url}/jobs/${queue}/${id}`)).json();
  }

  /** @param {{ queue: string, id: string }} job @returns {Promise<any>} the status when it has ended */
  ended(job) {
    return until(async () => {
      const status = await this.status(job).catch(() => ({}));
      return ['completed', 'failed'].includes(status.state) && status;
    }, `the end of ${job.id}`);
  }

  /** Settles when the job is being proved. @param {{ queue: string, id: string }} job */
  async proving(job) {
    for await (const { event, data } of eventsOf(this.url, job)) {
      if (event === 'progress' && data.fraction > 0) return;
    }
  }
}

/** The value of a metric. @param {string} url of the metrics @param {string} start of the line */
export async function metric(url, start) {
  const text = await (await fetch(url)).text();
  const line = text.split('\n').find((each) => each.startsWith(start));
  return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ')));
}
