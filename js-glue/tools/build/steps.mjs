// Steps: a named command whose output goes to a log file while the terminal shows one line.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { root } from './root.mjs';

const logFolder = path.join(root, 'build', 'logs');
const tailLines = 40;
const heartbeatSeconds = 30;

/** Thrown if a step ends with a non-zero exit code. */
export class StepFailed extends Error {
  /** @param {StepResult} result */
  constructor(result) {
    super(`${result.name} failed: see ${path.relative(root, result.log)}`);
    this.result = result;
  }
}

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {number} code exit code; 1 where a signal ended the command
 * @property {number} seconds
 * @property {string} log absolute path of the log
 * @property {string} output stdout and stderr, in the order they came
 */

/** @param {number} seconds */
export const formatSeconds = (seconds) =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;

/** @param {string} text */
const lastLine = (text) => text.slice(text.trimEnd().lastIndexOf('\n') + 1).trim();

/** @param {string} name */
const logPath = (name) => path.join(logFolder, `${name.replace(/[^a-z0-9]+/gi, '-')}.log`);

/** @param {string} mark @param {string} name @param {number} seconds @param {string} [note] */
const line = (mark, name, seconds, note = '') =>
  `  ${mark.padEnd(4)} ${name.padEnd(30)} ${formatSeconds(seconds).padStart(12)}  ${note}`.trimEnd();

/**
 * The running steps: each gives its line.
 * @type {Set<() => string>}
 */
const running = new Set();

/** Draws the running steps as one line, which is rewritten. */
function draw() {
  const text = [...running].map((status) => status()).join('  ');
  process.stdout.write(`\r\x1b[K${text.slice(0, (process.stdout.columns ?? 100) - 1)}`);
}

/**
 * Shows that a step is running: in the rewritten line on a terminal, otherwise with a line every half minute.
 * @param {string} name @param {() => number} elapsed @param {() => string} news
 * @returns {() => void} ends the ticker and clears its line
 */
function startTicker(name, elapsed, news) {
  if (!process.stdout.isTTY) {
    const beat = () => console.log(line('…', name, elapsed(), news().slice(0, 80)));
    const timer = setInterval(beat, heartbeatSeconds * 1000);
    return () => clearInterval(timer);
  }
  const status = () => line('…', name, elapsed(), news().slice(0, 40));
  running.add(status);
  const timer = setInterval(draw, 200);
  draw();
  return () => {
    clearInterval(timer);
    running.delete(status);
    process.stdout.write('\r\x1b[K');
  };
}

/**
 * Runs a command to its end, logging to build/logs/<name>.log. Prints one line, and on failure the
 * end of the output and the name of the log.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<StepResult>}
 */
export async function tryStep(name, command, args, { env, cwd = root } = {}) {
  fs.mkdirSync(logFolder, { recursive: true });
  const log = logPath(name);
  const file = fs.openSync(log, 'w');
  fs.writeSync(file, `$ ${[command, ...args].join(' ')}\n`);
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  /** @type {Buffer[]} */
  const chunks = [];
  let news = '';
  const stopTicker = startTicker(name, elapsed, () => news);
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      chunks.push(chunk);
      fs.writeSync(file, chunk);
      news = lastLine(chunk.toString()) || news;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      take(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  stopTicker();
  fs.closeSync(file);
  const result = { name, code, seconds: elapsed(), log, output: Buffer.concat(chunks).toString() };
  console.log(line(code === 0 ? 'ok' : 'FAIL', name, result.seconds));
  if (code !== 0) {
    const tail = result.output.trimEnd().split('\n').slice(-tailLines);
    console.log(tail.map((text) => `       | ${text}`).join('\n'));
    console.log(`       The whole log: ${path.relative(root, log)}`);
  }
  return result;
}

/**
 * As tryStep, but a non-zero exit code throws StepFailed.
 * @type {typeof tryStep}
 */
export async function step(name, command, args, options) {
  const result = await tryStep(name, command, args, options);
  if (result.code !== 0) throw new StepFailed(result);
  return result;
}

/**
 * Runs a command in the foreground, with its output on the terminal.
 * @param {string} command @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function foreground(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
