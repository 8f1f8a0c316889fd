// The longest time without a turn of the event loop, by work and circuit, and the step in which it was.
//
//   node tests/bench/turns.mjs [--circuits generic_12,generic_14] [--rounds 3] [--threads 1] [--check] [--json]
//
// Circuits: those of circuit.mjs. The first round, in which the engine still compiles, counts as `cold`. Of
// the other rounds, the median is shown: wall time, and processor time of the process. With --check, exits
// with 1 if a processor time is longer than it may be. With --json, prints the medians for tests/bench/bench.mjs.
import { parseArgs } from 'node:util';

import { load } from 'onggi';

import { table } from '../../js-glue/tools/lab/numbers.mjs';
import { circuitOf } from './circuit.mjs';
import { median } from './report.mjs';
import { rows as benchmarkRows } from './rows.mjs';

const { values: options } = parseArgs({
  options: {
    circuits: { type: 'string', default: 'generic_12,generic_14,generic_16' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Runs work that takes options, and watches the event loop meanwhile.
 * @param {(options: object) => Promise<any>} work
 */
async function watch(work) {
  const start = performance.now();
  let progress = { phase: 'start', fraction: 0 };
  let last = { wall: start, cpu: cpu(), progress };
  const longest = { wall: 0, cpu: 0, phase: '', turns: 0 };
  const look = () => {
    const now = { wall: performance.now(), cpu: cpu(), progress };
    longest.wall = Math.max(longest.wall, now.wall - last.wall);
    if (now.cpu - last.cpu > longest.cpu) {
      longest.cpu = now.cpu - last.cpu;
      longest.phase = `${last.progress.phase} ${(100 * last.progress.fraction).toFixed(0)} %`;
    }
    longest.turns++;
    last = now;
  };
  let working = true;
  const again = () => {
    look();
    if (working) setImmediate(again);
  };
  setImmediate(again);
  const result = await work({ onProgress: (now) => (progress = now) });
  working = false;
  look();
  return { result, longest, time: performance.now() - start };
}

/**
 * A circuit and its witness as native objects. Nothing refers to them as JavaScript objects afterwards: a garbage
 * collection takes the longer the more of those there are, and belongs to no step.
 * @param {string} name
 */
function subjectOf(name) {
  const { circuit, witness } = circuitOf(name);
  const curve = onggi[circuit.field];
  return {
    curve,
    input: curve.Witness.fromJSON(JSON.stringify(witness)),
    gates: curve.GateVector.fromJSON(circuit),
    extras: { ...circuit, gates: [], public_input_size: 0 },
    depth: circuit.srs_depth,
    publicInputs: circuit.public_input_size,
  };
}

const onggi = await load({ threads: Number(options.threads) });
const rows = [];
const medians = {};
const failures = [];
for (const name of options.circuits.split(',')) {
  const { curve, input, gates, extras, depth, publicInputs } = subjectOf(name);
  const works = {};
  const record = (work, { longest, time }) => (works[work] ??= []).push({ ...longest, time });
  let log2;
  for (let round = 0; round <= Number(options.rounds); round++) {
    const srs = await watch((o) => curve.Srs.createAsync(depth, o));
    record('Srs.createAsync', srs);
    const index = await watch((o) =>
      curve.PlonkIndex.fromGatesAsync(gates, publicInputs, srs.result, extras, o)
    );
    record('PlonkIndex.fromGatesAsync', index);
    log2 = Math.log2(index.result.domainSize);
    const proof = await watch((o) => index.result.prove(input, o));
    record('prove', proof);
    const verifier = index.result.verifierIndex();
    const verified = await watch((o) => verifier.verifyAsync(proof.result, o));
    if (!verified.result) throw new Error('the proof is rejected');
    record('verifyAsync', verified);
    for (const handle of [srs.result, index.result, proof.result, verifier]) handle.free();
  }
  for (const [work, [cold, ...warm]] of Object.entries(works)) {
    const [least] = [...warm].sort((a, b) => a.cpu - b.cpu);
    const cpuTime = median(warm.map((round) => round.cpu));
    const wallTime = median(warm.map((round) => round.wall));
    const workName = `longest step of ${work}`;
    medians[workName] = { wall: wallTime, cpu: cpuTime };
    const bound = benchmarkRows.find((row) => row.subject === `turns_${log2}` && row.work === workName);
    if (bound && cpuTime > bound.must) failures.push(`${work} ${name}: ${cpuTime.toFixed(0)} ms`);
    rows.push([
      work,
      name,
      cpuTime.toFixed(1),
      wallTime.toFixed(1),
      cold.cpu.toFixed(1),
      String(least.turns),
      median(warm.map(({ time }) => time)).toFixed(0),
      least.phase,
    ]);
  }
  for (const handle of [input, gates]) handle.free();
}
onggi.close();
if (options.json) {
  console.log(JSON.stringify(medians));
  process.exit();
}
const heading = ['work', 'circuit', 'gap, CPU ms', 'wall', 'cold CPU', 'turns', 'time, ms', 'in'];
console.log(table(heading, rows).join('\n'));
for (const line of failures) console.log(`too long: ${line}`);
if (options.check && failures.length > 0) process.exitCode = 1;
