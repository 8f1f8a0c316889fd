// onggi against the peer, its wasm and its native addon, and other comparisons: the rows of rows.mjs. The sides
// of a row run alternately, each in a process of its own, on one thread unless the row says otherwise.
//
//   npm run bench -- [--rows fq_wrap,msm_14] [--works prove] [--sides wasm] [--rounds 5] [--resume]
//                    [--montgomery FOLDER] [--check] [--docs]
//
// --rows selects subjects, --works and --sides rows within them. --resume keeps what reports/bench.json has and
// measures the rest; a row that failed is measured again. --montgomery names a built checkout of
// github.com/mitschabaude/montgomery (npm install && npx tsc), without which MSMs are not compared. Writes
// reports/bench.json, .md and .svg after each subject, and with --docs docs/speed.md, docs/speed.svg and the ratios
// in the README. With --check, exits with 1 if a row misses what it must reach, or failed.
import { execFile, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { chartOf, evaluate, failures, headline, page, replaceBetween, summary, tableOf } from './report.mjs';
import { isComplete, planOf, rows, scripts, select, warm } from './rows.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const reports = path.join(root, 'reports');
const timeout = 20 * 60_000;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    works: { type: 'string' },
    sides: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    resume: { type: 'boolean', default: false },
    montgomery: { type: 'string' },
    check: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  refuse(`--rounds must be a positive integer, got ${options.rounds}`);
}
const only = {};
for (const [option, key] of Object.entries({ rows: 'subjects', works: 'works', sides: 'sides' })) {
  const list = options[option]?.split(',');
  const known = new Set(
    rows.flatMap(
      ({ subject, work, side, than }) => ({ rows: [subject], works: [work], sides: [side, than] })[option]
    )
  );
  known.delete(undefined);
  const unknown = list?.find((each) => !known.has(each));
  if (unknown !== undefined) refuse(`--${option} must be of ${[...known].join(', ')}, got ${unknown}`);
  only[key] = list;
}
const selected = select(only);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const elapsed = () => `${(process.uptime() / 60).toFixed(1).padStart(5)} min`;
const log = (subject, text) => console.log(`${elapsed()}  ${subject.padEnd(11)} ${text}`);

/** @typedef {import('./report.mjs').Measured} Measured */

/** Starts a side; call() sends it a command and waits for the answer. @param {string} side */
function start(side) {
  const args = [side, ...(side === 'montgomery' ? [options.montgomery] : [])];
  const child = fork(path.join(here, 'contestant.mjs'), args, {
    env: { ...process.env, PEER_WORKERS: '1', RAYON_NUM_THREADS: '1', ONGGI_CACHE: 'off' },
  });
  const call = (command, args = {}) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`${side}: no answer to ${command} in ${timeout / 60_000} minutes`));
      }, timeout);
      const onExit = (code, signal) => settle(reject, new Error(`${side} ended with ${code ?? signal}`));
      const onMessage = ({ result, error }) =>
        error === undefined ? settle(resolve, result) : settle(reject, new Error(`${side}: ${error}`));
      const settle = (callback, value) => {
        clearTimeout(timer);
        child.off('exit', onExit).off('message', onMessage);
        callback(value);
      };
      child.once('exit', onExit).once('message', onMessage);
      if (child.connected) child.send({ command, ...args });
    });
  return { side, call, stop: () => child.kill('SIGKILL') };
}

/**
 * Measures a subject in rounds. A side that fails is left out from then on.
 * @param {string} subject @param {Map<string, string[]>} plan the works of each side
 * @param {Measured} measured is filled @param {() => void} save is called after each round
 */
async function measure(subject, plan, measured, save) {
  const running = new Map();
  const attempt = async (side, body) => {
    try {
      await body();
    } catch (error) {
      log(subject, `${side} FAILED: ${error.message}`);
      measured.errors[side] = error.message;
      running.get(side)?.stop();
      running.delete(side);
    }
  };
  try {
    for (const side of plan.keys()) {
      if (measured.errors.onggi !== undefined) break;
      await attempt(side, async () => {
        running.set(side, start(side));
        const before = performance.now();
        await running.get(side).call('setup', { subject });
        measured.sides[side] = {};
        log(subject, `${side.padEnd(12)} ready after ${seconds(performance.now() - before)}`);
      });
    }
    for (let round = 0; round <= rounds && running.has('onggi'); round++) {
      const order = [...running.values()];
      for (const { side, call } of round % 2 ? order.reverse() : order) {
        await attempt(side, async () => {
          const results = measured.sides[side];
          for (const work of plan.get(side)) {
            if (round === 0 && warm.includes(work)) continue;
            const times = await call('run', { work });
            if (round === 0 && work === 'prove') results.memory = [{ bytes: await call('linear') }];
            log(
              subject,
              `${side.padEnd(12)} ${round ? `round ${round}` : 'warm-up'}  ${work} ${seconds(times.wall)} (CPU ${seconds(times.cpu)})`
            );
            if (round > 0) (results[work] ??= []).push(times);
          }
        });
      }
      save();
    }
  } finally {
    for (const { stop } of running.values()) stop();
  }
}

/** Measures a subject that has a script. @type {typeof measure} */
async function measureScript(subject, _, measured, save) {
  const [file, ...args] = scripts[subject];
  measured.sides.onggi = {};
  try {
    for (let round = 0; round <= rounds; round++) {
      const run = promisify(execFile)(process.execPath, [path.join(here, file), ...args], { timeout });
      const { stdout } = await run;
      if (round === 0) continue;
      for (const [work, times] of Object.entries(JSON.parse(stdout))) {
        (measured.sides.onggi[work] ??= []).push(times);
        log(subject, `round ${round}  ${work} ${times.wall.toFixed(1)} ms`);
      }
      save();
    }
  } catch (error) {
    log(subject, `FAILED: ${error.message}`);
    measured.errors.onggi = error.message;
  }
}

const versionOf = (name) => {
  const file = path.join(root, name, 'package.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')).version;
};
const jsonFile = path.join(reports, 'bench.json');
const args = process.argv.slice(2).map((arg, i, all) => (all[i - 1] === '--montgomery' ? 'FOLDER' : arg));
const about = {
  command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
  machine: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model}`,
  versions: { onggi: versionOf('.'), node: process.version, o1js: versionOf('tests/node_modules/o1js') },
};
/** @type {Record<string, Measured>} */
const measured =
  options.resume && fs.existsSync(jsonFile) ? JSON.parse(fs.readFileSync(jsonFile, 'utf8')).measured : {};
const counts = fs.readFileSync(path.join(here, '../counts/expected.txt'), 'utf8');

/** Writes what is measured so far. */
function write(results) {
  fs.mkdirSync(reports, { recursive: true });
  fs.writeFileSync(jsonFile, JSON.stringify({ ...about, measured, results }, null, 1) + '\n');
  fs.writeFileSync(path.join(reports, 'bench.md'), page(results, measured, about));
  fs.writeFileSync(path.join(reports, 'bench.svg'), chartOf(measured, counts));
}

for (const [subject, sides] of planOf(selected)) {
  if (options.montgomery === undefined) sides.delete('montgomery');
  if (isComplete(sides, measured[subject], rounds)) {
    log(subject, 'is measured already');
    continue;
  }
  const entry = { date: new Date().toISOString(), rounds, seconds: 0, load: 0, sides: {}, errors: {} };
  measured[subject] = entry;
  const begin = performance.now();
  const save = () => {
    entry.seconds = (performance.now() - begin) / 1000;
    entry.load = os.loadavg()[0];
    write(evaluate(rows, measured));
  };
  await (subject in scripts ? measureScript : measure)(subject, sides, entry, save);
  save();
  log(subject, `done in ${(entry.seconds / 60).toFixed(1)} min`);
}

const results = evaluate(options.resume ? rows : selected, measured);
write(results);
console.log(`\n${tableOf(results)}`);
console.log('written: reports/bench.json, bench.md, bench.svg');
if (options.docs) {
  const docs = path.join(root, 'docs');
  fs.writeFileSync(path.join(docs, 'speed.md'), page(results, measured, about));
  fs.writeFileSync(path.join(docs, 'speed.svg'), chartOf(measured, counts));
  const readme = path.join(root, 'README.md');
  const text = fs.readFileSync(readme, 'utf8');
  const table = replaceBetween(text, 'speed', summary(results, about));
  fs.writeFileSync(readme, replaceBetween(table, 'headline', headline(results)));
  console.log('written: docs/speed.md, docs/speed.svg, README.md');
}

const missed = failures(results);
for (const line of missed) console.log(line);
if (options.check && missed.length > 0) process.exitCode = 1;
