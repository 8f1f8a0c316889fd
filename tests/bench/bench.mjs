// onggi against the peer, its wasm and its native addon: the same circuits, one thread each, run
// alternately. Or, with --threads, onggi with so many threads against onggi with one.
//
//   npm run bench -- [--circuits fq_wrap,fp_base] [--rounds 5] [--sides wasm,native] [--threads 2] [--check]
//
// Circuits: those of tests/vectors/bench, and generic_K of 2^K rows. Prints a table of medians and
// ratios and writes it with all times and a chart to reports/. With --check, exits with 1 if a ratio is
// smaller than it must be.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chartOf, failures, rowsOf, tableOf } from './report.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    circuits: { type: 'string', default: 'fq_wrap,fp_step,fp_base,fp_keccak,generic_14' },
    rounds: { type: 'string', default: '5' },
    sides: { type: 'string', default: 'wasm,native' },
    threads: { type: 'string', default: '1' },
    check: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads);

/** The sides by name with their arguments, first the one that the others are compared with. */
const sides =
  threads > 1
    ? { [`${threads} threads`]: ['onggi', String(threads)], '1 thread': ['onggi', '1'] }
    : {
        onggi: ['onggi', '1'],
        ...Object.fromEntries(options.sides.split(',').map((side) => [side, [side]])),
      };

/** Starts a side; the returned function sends it a command and waits for the answer. */
function start(side) {
  const child = fork(path.join(here, 'contestant.mjs'), sides[side], {
    env: { ...process.env, PEER_WORKERS: '1', RAYON_NUM_THREADS: '1' },
  });
  const call = (command, args = {}) =>
    new Promise((resolve, reject) => {
      child.once('message', ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${side}: ${error}`))
      );
      child.once('exit', (code) => reject(new Error(`${side} exited with ${code}`)));
      child.send({ command, ...args });
    });
  return { side, call, stop: () => child.kill() };
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** The times of each side and work for a circuit. The first proof warms the compiler up and is not counted. */
async function measure(circuit) {
  const contestants = Object.keys(sides).map(start);
  const measured = {};
  try {
    for (const { side, call } of contestants) {
      const times = await call('setup', { circuit });
      measured[side] = { setup: [times], prove: [], verify: [] };
      console.log(`${circuit}  ${side.padEnd(9)}  SRS and index ${seconds(times.wall)}`);
    }
    for (let round = 0; round <= rounds; round++) {
      for (const { side, call } of round % 2 ? [...contestants].reverse() : contestants) {
        const prove = await call('prove');
        const verify = await call('verify');
        if (!verify.accepted) throw new Error(`${side}: its own proof is rejected`);
        if (round === 0) continue;
        measured[side].prove.push(prove);
        measured[side].verify.push(verify);
        console.log(
          `${circuit}  ${side.padEnd(9)}  round ${round}  prove ${seconds(prove.wall)}  verify ${seconds(verify.wall)}`
        );
      }
    }
  } finally {
    for (const { stop } of contestants) stop();
  }
  return measured;
}

const measured = {};
for (const circuit of options.circuits.split(',')) measured[circuit] = await measure(circuit);

const rows = rowsOf(measured, threads > 1);
const table = tableOf(rows);
const machine = `${os.cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
const about = `Medians of ${rounds} rounds, one thread unless said. Ratios are of ${threads > 1 ? 'wall' : 'CPU'} time. ${machine}.`;
console.log(`\n${table}\n${about}`);
fs.mkdirSync('reports', { recursive: true });
fs.writeFileSync(
  'reports/bench.json',
  JSON.stringify({ about, rounds, threads, measured, rows }, null, 1) + '\n'
);
fs.writeFileSync('reports/bench.md', `${table}\n${about}\n`);
const counts = fs.readFileSync(path.join(here, '../counts/expected.txt'), 'utf8');
fs.writeFileSync('reports/bench.svg', chartOf(rows, counts));
console.log('written: reports/bench.json, bench.md, bench.svg');

const slow = failures(rows);
for (const line of slow) console.log(line);
if (options.check && slow.length > 0) process.exitCode = 1;
