// o1js on onggi against o1js's own backends: compile, prove and verify, run alternately, each time in a new
// process.
//
//   npm run bench:o1js -- [--programs add,recursion_one,runtime_table] [--backends onggi,native,wasm]
//                         [--threads 1,2] [--rounds 3] [--resume] [--check] [--docs]
//
// Prints what it will cost first, then medians of CPU seconds with the share of the backend's functions; the rest is
// o1js's OCaml and JavaScript. Writes reports/bench-o1js.json after each run; --resume keeps the runs that it has.
// --docs writes the table into docs/o1js.md. With --check, exits with 1 if a ratio is smaller than it must be.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { programs as known } from '../o1js/recorded.mjs';
import { start } from '../o1js/sides.mjs';
import { failures, tableOf } from './o1js_report.mjs';
import { replaceBetween } from './report.mjs';

const backendNames = /** @type {const} */ (['onggi', 'onggi-native', 'native', 'wasm']);
/** @typedef {(typeof backendNames)[number]} Backend */

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = path.join(root, 'reports/bench-o1js.json');
const timeout = 20 * 60_000;

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: 'add,recursion_one,runtime_table' },
    backends: { type: 'string', default: 'onggi,native,wasm' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '3' },
    resume: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

/**
 * @template {string} T
 * @param {'programs' | 'backends'} option @param {readonly T[]} allowed @returns {T[]}
 */
function listOf(option, allowed) {
  const names = /** @type {T[]} */ (options[option].split(','));
  const wrong = names.find((name) => !allowed.includes(name));
  if (wrong !== undefined) refuse(`--${option} must be of ${allowed.join(', ')}, got ${wrong}`);
  return names;
}

/** @param {string} option @param {string} text */
function count(option, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) {
    refuse(`--${option} must be an integer from 1 to 64, got ${text}`);
  }
  return value;
}

const chosen = listOf('programs', known);
const backends = listOf('backends', backendNames);
const threadCounts = options.threads.split(',').map((text) => count('threads', text));
const rounds = count('rounds', options.rounds);

/** @param {Backend} backend @param {string} name @param {number} threads */
async function measure(backend, name, threads) {
  const side = start(backend, {
    O1JS_MEASURE: '1',
    O1JS_THREADS: `${threads}`,
    ONGGI_THREADS: `${threads}`,
    RAYON_NUM_THREADS: `${threads}`,
  });
  const timer = setTimeout(() => side.stop(), timeout);
  try {
    return await side.call('measure', { name });
  } finally {
    clearTimeout(timer);
    await side.stop();
  }
}

/** Seconds that a run of each program takes on a quiet machine, about. */
const cost = {
  add: { onggi: 30, native: 45, wasm: 110 },
  runtime_table: { onggi: 35, native: 55, wasm: 140 },
  recursion_one: { onggi: 60, native: 90, wasm: 220 },
};

/** @type {import('./o1js_report.mjs').Subject[]} */
const subjects =
  options.resume && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).subjects : [];
const rank = ({ program, threads }) => 100 * threads + known.indexOf(program);

/** The entry of a program and a number of threads. @param {string} program @param {number} threads */
function subjectOf(program, threads) {
  const found = subjects.find((each) => each.program === program && each.threads === threads);
  if (found !== undefined) return found;
  const subject = { program, threads, runs: {}, errors: {} };
  subjects.push(subject);
  subjects.sort((a, b) => rank(a) - rank(b));
  return subject;
}

const plan = threadCounts.flatMap((threads) =>
  chosen.flatMap((program) => {
    const { runs } = subjectOf(program, threads);
    for (const backend of backends) runs[backend] ??= [];
    return Array.from({ length: rounds }, (_, round) =>
      (round % 2 === 0 ? backends : [...backends].reverse())
        .filter((backend) => runs[backend].length <= round)
        .map((backend) => ({ program, threads, round, backend }))
    ).flat();
  })
);

/** The expected seconds of a run: those of the last one, if there was one. */
function seconds({ program, threads, backend }) {
  const last = subjects
    .find((each) => each.program === program && each.threads === threads)
    ?.runs[backend]?.at(-1);
  return last?.seconds ?? cost[program]?.[backend] ?? 120;
}
const minutes = (list) => (list.reduce((sum, run) => sum + seconds(run), 0) / 60).toFixed(0);
for (const program of chosen) {
  const each = backends.map((backend) => {
    const run = { program, threads: threadCounts[0], backend };
    return `${backend} ${seconds(run).toFixed(0)} s`;
  });
  console.log(`${program}: ${each.join(', ')} a run`);
}
console.log(`${plan.length} runs, about ${minutes(plan)} minutes`);

const about = () =>
  `Medians of ${rounds} rounds, ${os.availableParallelism()} cores of ${os.cpus()[0]?.model}, Node ${process.version}, ` +
  `${new Date().toISOString().slice(0, 10)}.`;
function write() {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ about: about(), subjects }, null, 1) + '\n');
}

for (const [i, { program, threads, round, backend }] of plan.entries()) {
  const { runs, errors } = subjectOf(program, threads);
  const name = `${program}, ${threads} thread${threads > 1 ? 's' : ''}, round ${round + 1}, ${backend}`;
  const begin = performance.now();
  try {
    const run = await measure(backend, program, threads);
    runs[backend].push({ ...run, seconds: (performance.now() - begin) / 1000 });
    delete errors[backend];
  } catch (error) {
    errors[backend] = error.message;
  }
  write();
  const took = ((performance.now() - begin) / 1000).toFixed(0);
  const outcome = errors[backend] === undefined ? '' : ` FAILED: ${errors[backend]}`;
  console.log(
    `${i + 1}/${plan.length} ${name}: ${took} s, about ${minutes(plan.slice(i + 1))} minutes left${outcome}`
  );
}

write();
const table = tableOf(subjects);
console.log(`\n${table}\n${about()}\nwritten: reports/bench-o1js.json`);
if (options.docs) {
  const page = path.join(root, 'docs/o1js.md');
  const text = fs.readFileSync(page, 'utf8');
  fs.writeFileSync(page, replaceBetween(text, 'speed', `${table}\n${about()}`));
  console.log('written: docs/o1js.md');
}
const missed = failures(subjects);
for (const line of missed) console.log(line);
if (options.check && missed.length > 0) process.exitCode = 1;
