// Generates traces with given totals, line by line. Memory holds one byte for each allocation, and the objects that
// are dropped soon.
//
//   node tests/js/lab/synthetic_trace.mjs LINES UNDROPPED [SEED] > trace.log
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Group objects of one type from one place
 * @property {string} type
 * @property {number} allocated
 * @property {number} undropped
 * @property {number} bytes
 * @property {string} site
 * @property {string} [js]
 */

/** The totals of a recording of the leak in o1js. @type {Group[]} */
export const recordedLeak = [
  { type: 'VestaVector', allocated: 171_402, undropped: 82_370, bytes: 544, site: 'vector.h:31' },
  { type: 'VestaPolyComm', allocated: 171_083, undropped: 82_221, bytes: 128, site: 'poly_comm.h:22' },
  { type: 'VestaProverProof', allocated: 540, undropped: 60, bytes: 9_200, site: 'prover_proof.h:40' },
  { type: 'VestaVerifierIndex', allocated: 312, undropped: 41, bytes: 5_100, site: 'verifier_index.h:27' },
  { type: 'VestaPlonkIndex', allocated: 104, undropped: 32, bytes: 2_400_000, site: 'plonk_index.h:30' },
  { type: 'VestaSrs', allocated: 96, undropped: 24, bytes: 4_300_000, site: 'srs.h:33' },
  { type: 'VestaOracles', allocated: 5_171, undropped: 0, bytes: 1_800, site: 'oracles.h:19' },
  { type: 'VestaGateVector', allocated: 6_171, undropped: 0, bytes: 60_000, site: 'gate_vector.h:28' },
];

/** Marsaglia's xorshift: the same numbers for the same seed. @param {number} seed */
function random(seed) {
  let state = seed >>> 0 || 1;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Every allocation as 2·group + whether it is dropped, in random order. @param {Group[]} groups @param {(n: number) => number} pick */
function deck(groups, pick) {
  const total = groups.reduce((sum, { allocated }) => sum + allocated, 0);
  const cards = new Uint8Array(total);
  let at = 0;
  groups.forEach(({ allocated, undropped }, group) => {
    cards.fill(2 * group, at, at + undropped);
    cards.fill(2 * group + 1, at + undropped, at + allocated);
    at += allocated;
  });
  for (let i = total - 1; i > 0; --i) {
    const j = pick(i + 1);
    [cards[i], cards[j]] = [/** @type {number} */ (cards[j]), /** @type {number} */ (cards[i])];
  }
  return cards;
}

/**
 * The lines of one run, each with its end.
 * @param {Group[]} groups @param {{ seed?: number, soon?: number }} [options] soon: how many objects that
 *   are to be dropped live at once
 */
export function* syntheticTrace(groups, { seed = 1, soon = 500 } = {}) {
  const pick = random(seed);
  const cards = deck(groups, pick);
  const run = 'synthetic';
  let time = 1_764_000_000_000;
  let lines = 0;
  let live = 0;
  let linear = 16 * 2 ** 20;
  /** @type {number[]} */
  const waiting = [];
  const line = (/** @type {object} */ event) => {
    ++lines;
    time += 0.125;
    return `@${JSON.stringify({ ...event, time, run })}\n`;
  };
  const drop = () => {
    const at = pick(waiting.length);
    const id = /** @type {number} */ (waiting[at]);
    waiting[at] = /** @type {number} */ (waiting.at(-1));
    waiting.pop();
    const { type, bytes } = /** @type {Group} */ (groups[/** @type {number} */ (cards[id - 1]) >> 1]);
    live -= bytes;
    return line({ event: 'DROP', id, type, bytes, thread: 1 + (id % 2) });
  };
  yield line({ event: 'START', version: 1 });
  yield line({ event: 'MEMORY', linear, heap: 2 ** 20 });
  for (let id = 1; id <= cards.length; ++id) {
    const card = /** @type {number} */ (cards[id - 1]);
    const { type, bytes, site, js } = /** @type {Group} */ (groups[card >> 1]);
    yield line({ event: 'ALLOCATE', id, type, bytes, thread: 1 + (id % 2), site, js });
    live += bytes;
    if (card % 2 === 1) waiting.push(id);
    if (waiting.length > soon) yield drop();
    if (live > linear) {
      linear = Math.ceil((live * 1.2) / 65536) * 65536;
      yield line({ event: 'MEMORY', linear, heap: live });
    }
  }
  while (waiting.length > 0) yield drop();
  yield line({ event: 'END', lines });
}

/** Groups that make about `lines` lines, with so many objects undropped. @param {number} lines @param {number} undropped @returns {Group[]} */
export function groupsFor(lines, undropped) {
  const allocated = Math.floor((lines + undropped) / 2);
  const leaking = Math.floor(allocated / 3);
  return [
    {
      type: 'VestaPolyComm',
      allocated: leaking,
      undropped,
      bytes: 128,
      site: 'poly_comm.h:22',
      js: '/app/a.mjs:7',
    },
    { type: 'VestaWitness', allocated: allocated - leaking, undropped: 0, bytes: 4096, site: 'witness.h:20' },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [lines = 0, undropped = 0, seed = 1] = process.argv.slice(2).map(Number);
  let batch = '';
  for (const line of syntheticTrace(groupsFor(lines, undropped), { seed })) {
    batch += line;
    if (batch.length < 2 ** 16) continue;
    if (!process.stdout.write(batch)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    batch = '';
  }
  process.stdout.write(batch);
}
