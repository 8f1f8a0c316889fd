// o1js on onggi against o1js's own backends: compile, prove and verify, run alternately, each time in a new
// process.
//
//   npm run bench:o1js -- [--programs add,recursion_one,range_check] [--backends onggi,native,wasm]
//                         [--threads 1,2] [--rounds 3]
//
// Prints medians of CPU seconds, with the share of the backend's functions; the rest is o1js's OCaml and
// JavaScript. Writes reports/bench-o1js.json.
import fs from 'node:fs';
import { parseArgs } from 'node:util';

import { programs as known } from '../o1js/recorded.mjs';
import { start } from '../o1js/sides.mjs';

const backendNames = /** @type {const} */ (['onggi', 'onggi-native', 'native', 'wasm']);
/** @typedef {(typeof backendNames)[number]} Backend */
/** @typedef {{ operation: string, wall: number, cpu: number, backend: number }} Sample in seconds */
/** @typedef {{ samples: Sample[], rss: number, linear: number | null }} Run */

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: 'add,recursion_one,range_check' },
    backends: { type: 'string', default: 'onggi,native,wasm' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '3' },
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

/** @param {Backend} backend @param {string} name @param {number} threads @returns {Promise<Run>} */
async function measure(backend, name, threads) {
  const side = start(backend, {
    O1JS_MEASURE: '1',
    O1JS_THREADS: `${threads}`,
    ONGGI_THREADS: `${threads}`,
    RAYON_NUM_THREADS: `${threads}`,
  });
  try {
    return await side.call('measure', { name });
  } finally {
    await side.stop();
  }
}

/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** @param {Run[]} runs */
function medians(runs) {
  const [first] = runs;
  return (first?.samples ?? []).map(({ operation }, i) => {
    /** @param {'wall' | 'cpu' | 'backend'} what */
    const of = (what) => median(runs.map(({ samples }) => samples[i]?.[what] ?? Number.NaN));
    return { operation, wall: of('wall'), cpu: of('cpu'), backend: of('backend') };
  });
}

/** @type {{ program: string, threads: number, backend: Backend, medians: Sample[], rss: number, linear: number | null, runs: Run[] }[]} */
const results = [];
const mebibytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
for (const threads of threadCounts) {
  for (const program of chosen) {
    /** @type {Map<Backend, Run[]>} */
    const runs = new Map(backends.map((backend) => [backend, []]));
    for (let round = 0; round < rounds; ++round) {
      for (const backend of round % 2 === 0 ? backends : [...backends].reverse()) {
        runs.get(backend)?.push(await measure(backend, program, threads));
      }
    }
    console.log(
      `\n${program}, ${threads === 1 ? 'one thread' : `${threads} threads`}, median of ${rounds}, seconds`
    );
    console.log(
      `${''.padEnd(24)}${'CPU'.padStart(8)}${'backend'.padStart(9)}${'o1js'.padStart(8)}${'wall'.padStart(8)}`
    );
    for (const [backend, ofBackend] of runs) {
      const middle = medians(ofBackend);
      const rss = median(ofBackend.map((run) => run.rss));
      const linear = ofBackend.at(-1)?.linear ?? null;
      results.push({ program, threads, backend, medians: middle, rss, linear, runs: ofBackend });
      for (const { operation, cpu, backend: within, wall } of middle) {
        const cells = [
          [cpu, 8],
          [within, 9],
          [cpu - within, 8],
          [wall, 8],
        ].map(([value, width]) => value?.toFixed(2).padStart(width ?? 0));
        console.log(`${backend.padEnd(12)}${operation.padEnd(12)}${cells.join('')}`);
      }
      console.log(
        `${backend.padEnd(12)}resident ${mebibytes(rss)}${linear === null ? '' : `, linear ${mebibytes(linear)}`}`
      );
    }
    const [ours, ...theirs] = results.slice(-backends.length);
    for (const other of theirs) {
      const ratios = other.medians.map(({ operation, cpu, backend }, i) => {
        const mine = ours?.medians[i];
        const whole = (cpu / (mine?.cpu ?? Number.NaN)).toFixed(1);
        return `${operation} ${whole} (backend ${(backend / (mine?.backend ?? Number.NaN)).toFixed(1)})`;
      });
      console.log(`CPU of ${other.backend} / ${ours?.backend}: ${ratios.join(', ')}`);
    }
  }
}

fs.mkdirSync('reports', { recursive: true });
fs.writeFileSync('reports/bench-o1js.json', JSON.stringify({ rounds, results }, null, 1) + '\n');
console.log('\nwritten: reports/bench-o1js.json');
