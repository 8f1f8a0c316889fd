// onggi against the peer's wasm: the same circuit, one thread each, run alternately. Or, with
// --threads, onggi with so many threads against onggi with one.
//
//   npm run bench -- [--k 12] [--rounds 5] [--field fp] [--threads 2]
//
// Prints medians and ratios and writes reports/bench.json.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    k: { type: 'string', default: '12' },
    rounds: { type: 'string', default: '5' },
    field: { type: 'string', default: 'fp' },
    threads: { type: 'string', default: '1' },
  },
});
const k = Number(options.k);
const rounds = Number(options.rounds);
const threads = Number(options.threads);

/** The sides by name, the one that is measured by the other first. */
const sides =
  threads > 1
    ? { [`${threads} threads`]: ['onggi', String(threads)], '1 thread': ['onggi', '1'] }
    : { onggi: ['onggi', '1'], peer: ['peer', '1'] };
const [first, second] = Object.keys(sides);

/** Starts a side; the returned function sends it a command and waits for the answer. */
function start(side) {
  const child = fork(path.join(here, 'contestant.mjs'), sides[side], {
    env: { ...process.env, PEER_WORKERS: '1' },
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

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const mebibytes = (bytes) => bytes / 2 ** 20;

const contestants = Object.keys(sides).map(start);
const measured = {};
try {
  for (const { side, call } of contestants) {
    process.stdout.write(`${side}: SRS and index of 2^${k} rows … `);
    const { ms } = await call('setup', { k, field: options.field });
    measured[side] = { setup: [ms], prove: [], cpu: [], verify: [], linear: 0 };
    console.log(`${(ms / 1000).toFixed(2)} s`);
  }
  // The first proof of each side warms its compiler up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const { side, call } of round % 2 ? [...contestants].reverse() : contestants) {
      const proof = await call('prove');
      const check = await call('verify');
      if (!check.accepted) throw new Error(`${side}: its own proof is rejected`);
      measured[side].linear = Math.max(measured[side].linear, check.linear);
      if (round === 0) continue;
      measured[side].prove.push(proof.ms);
      measured[side].cpu.push(proof.cpu);
      measured[side].verify.push(check.ms);
      console.log(
        `round ${round}  ${side.padEnd(9)}  prove ${proof.ms.toFixed(0)} ms  verify ${check.ms.toFixed(0)} ms`
      );
    }
  }
} finally {
  for (const { stop } of contestants) stop();
}

const pair = [measured[first], measured[second]];
const rows = [
  ['SRS and index, ms', ...pair.map(({ setup }) => median(setup))],
  ['prove, ms', ...pair.map(({ prove }) => median(prove))],
  // How long the calling thread computes: what a proof takes where every thread has a core to itself.
  ...(threads > 1 ? [['prove, CPU ms', ...pair.map(({ cpu }) => median(cpu))]] : []),
  ['verify, ms', ...pair.map(({ verify }) => median(verify))],
  ['linear memory, MiB', ...pair.map(({ linear }) => mebibytes(linear))],
];
const each = threads > 1 ? '' : ', one thread';
console.log(`\n2^${k} rows, ${options.field}${each}, median of ${rounds}`);
console.log(`${''.padEnd(20)} ${first.padStart(10)} ${second.padStart(10)}  second / first`);
for (const [name, ours, theirs] of rows) {
  console.log(
    `${name.padEnd(20)} ${ours.toFixed(1).padStart(10)} ${theirs.toFixed(1).padStart(10)} ${(theirs / ours).toFixed(2).padStart(14)}`
  );
}
fs.mkdirSync('reports', { recursive: true });
fs.writeFileSync(
  'reports/bench.json',
  JSON.stringify({ k, rounds, field: options.field, threads, measured }, null, 1) + '\n'
);
console.log('\nwritten: reports/bench.json');
