// What `npm run bench` measures: one row for each comparison, with the ratio that it must reach.
//
// A subject is a circuit or an operation with its size; its works are measured together. A row with `than`
// compares the time of `side` with that of another side: `must` and `aim` are the least ratios. A row without
// it is a value of `side` alone: `must` and `aim` are the greatest values, in `unit`.

/**
 * @typedef {object} Row
 * @property {string} subject
 * @property {string} work
 * @property {string} [side] 'onggi' if left out
 * @property {string} [than] the other side of a comparison
 * @property {'cpu' | 'wall' | 'bytes'} [measure] what is compared, 'cpu' if left out
 * @property {number} [must]
 * @property {number} [aim]
 * @property {'ms' | 'MiB'} [unit]
 * @property {string} [since] the growth of the value since this smaller subject, in times
 */

/** n·log n of 2^16 rows is so many times that of 2^10. */
const growthOfSixDoublings = (2 ** 16 * 16) / (2 ** 10 * 10);

/** @type {Row[]} The longest time without a turn of the event loop. */
const turns = [
  { k: 14, must: 50, aim: 25 },
  { k: 16, must: 100, aim: 50 },
].flatMap(({ k, must, aim }) =>
  ['Srs.createAsync', 'PlonkIndex.fromGatesAsync', 'prove', 'verifyAsync'].map((work) => ({
    subject: `turns_${k}`,
    work: `longest step of ${work}`,
    unit: 'ms',
    must,
    aim,
  }))
);

/** @type {Row[]} */
export const rows = [
  { subject: 'fq_wrap', work: 'index', than: 'wasm', must: 6, aim: 10 },
  { subject: 'fq_wrap', work: 'prove', than: 'wasm', must: 4.5, aim: 7 },
  { subject: 'fq_wrap', work: 'prove', than: 'native', must: 1.4, aim: 1.9 },
  { subject: 'fq_wrap', work: 'prove', side: 'kept', than: 'wasm', must: 4.5, aim: 7 },
  { subject: 'fq_wrap', work: 'prove', side: 'kept', than: 'native', must: 1.4, aim: 1.9 },
  { subject: 'fq_wrap', work: 'prove', side: 'native build', than: 'native', must: 1.4 },
  { subject: 'fq_wrap', work: 'prove', side: 'native build kept', than: 'native', must: 1.4 },
  {
    subject: 'fq_wrap',
    work: 'prove',
    side: 'two threads',
    than: 'onggi',
    measure: 'wall',
    must: 1.7,
    aim: 1.9,
  },
  { subject: 'fq_wrap', work: 'verify with accumulator', than: 'wasm', must: 5, aim: 8 },
  { subject: 'fq_wrap', work: 'verify with accumulator', than: 'native' },
  { subject: 'fq_wrap', work: 'memory', than: 'wasm', measure: 'bytes', must: 4, aim: 6 },
  { subject: 'fq_wrap', work: 'memory', measure: 'bytes', unit: 'MiB', must: 150 },
  { subject: 'fq_wrap', work: 'memory', side: 'kept', than: 'wasm', measure: 'bytes' },
  { subject: 'fp_step', work: 'prove', than: 'wasm', must: 4.5, aim: 6 },
  { subject: 'fp_step', work: 'prove', than: 'native' },
  { subject: 'fp_step', work: 'prove', side: 'kept', than: 'wasm', must: 4.5, aim: 6 },
  { subject: 'fp_step', work: 'prove', side: 'kept', than: 'native' },
  {
    subject: 'fp_step',
    work: 'prove',
    side: 'two threads',
    than: 'onggi',
    measure: 'wall',
    must: 1.7,
    aim: 1.9,
  },
  { subject: 'fp_base', work: 'prove', than: 'wasm', must: 7, aim: 9 },
  { subject: 'fp_base', work: 'prove', than: 'native' },
  { subject: 'fp_keccak', work: 'prove', than: 'wasm', must: 4.5, aim: 6 },
  { subject: 'fp_keccak', work: 'prove', than: 'native' },
  { subject: 'fp_keccak', work: 'prove', side: 'kept', than: 'wasm', must: 4.5, aim: 6 },
  { subject: 'generic_10', work: 'prove', than: 'wasm' },
  { subject: 'generic_12', work: 'prove', than: 'wasm' },
  { subject: 'generic_14', work: 'SRS and index', than: 'wasm', must: 15, aim: 25 },
  { subject: 'generic_14', work: 'prove', than: 'wasm', must: 6.5, aim: 8 },
  { subject: 'generic_14', work: 'prove', than: 'native' },
  { subject: 'generic_14', work: 'verify', than: 'wasm' },
  { subject: 'generic_16', work: 'prove', than: 'wasm', must: 6.5, aim: 8 },
  { subject: 'generic_16', work: 'prove', since: 'generic_10', must: growthOfSixDoublings },
  { subject: 'basis_13', work: 'Lagrange basis', than: 'wasm', must: 6, aim: 12 },
  { subject: 'basis_14', work: 'Lagrange basis', than: 'wasm', must: 6, aim: 12 },
  { subject: 'msm_14', work: 'MSM', than: 'montgomery', must: 2, aim: 3 },
  { subject: 'msm_16', work: 'MSM', than: 'montgomery', must: 2, aim: 3 },
  { subject: 'load_1', work: 'load', measure: 'wall', unit: 'ms', must: 100, aim: 50 },
  { subject: 'load_2', work: 'load', measure: 'wall', unit: 'ms', must: 200, aim: 100 },
  ...turns,
];

/** What this benchmark does not measure at all. */
export const notMeasured = [
  'processors other than that of the machine named above, browsers, and more than two threads',
];

/** Works in the order in which they run. Proving comes before what uses the proof. */
const order = [
  'SRS and index',
  'index',
  'prove',
  'verify',
  'verify with accumulator',
  'Lagrange basis',
  'MSM',
];

/** Works that setting up has done once, so that they need no round to warm up. */
export const warm = ['SRS and index', 'index'];

/** Subjects that are measured by a script in a process of its own, with its arguments. */
export const scripts = {
  load_1: ['cold_start.mjs', '1'],
  load_2: ['cold_start.mjs', '2'],
  turns_14: ['turns.mjs', '--circuits', 'generic_14', '--rounds', '1', '--json'],
  turns_16: ['turns.mjs', '--circuits', 'generic_16', '--rounds', '1', '--json'],
};

/** A subject in words. @param {string} subject */
export function nameOf(subject) {
  const named = {
    fq_wrap: 'wrap circuit, 2^14 rows, SRS 2^15',
    fp_step: 'step circuit, 2^14 rows, SRS 2^16',
    fp_base: 'step circuit, 2^9 rows, SRS 2^16',
    fp_keccak: 'Keccak with lookups, 2^14 rows',
    load_1: 'to the first call, cold, one thread',
    load_2: 'to the first call, cold, two threads',
  };
  const [, kind, k] = /^(generic|turns|basis|msm)_(\d+)$/.exec(subject) ?? [];
  const gates = `2^${k} rows of Generic gates`;
  const sized = { generic: gates, turns: gates, basis: `domain 2^${k}`, msm: `2^${k} points` };
  return named[subject] ?? sized[kind] ?? subject;
}

/**
 * The rows of a selection.
 * @param {{ subjects?: string[], works?: string[], sides?: string[] }} only by default everything
 */
export function select({ subjects, works, sides }) {
  return rows.filter(
    ({ subject, work, side = 'onggi', than }) =>
      (subjects?.includes(subject) ?? true) &&
      (works?.includes(work) ?? true) &&
      [side, than].every((each) => each === undefined || each === 'onggi' || (sides?.includes(each) ?? true))
  );
}

/**
 * The subjects of rows, and the works of each side for them, in the order in which they run.
 * @param {Row[]} selected
 * @returns {Map<string, Map<string, string[]>>}
 */
export function planOf(selected) {
  /** @type {Map<string, Map<string, Set<string>>>} */
  const plan = new Map();
  for (const { subject, work, side = 'onggi', than } of selected) {
    const sides = plan.get(subject) ?? new Map([['onggi', new Set()]]);
    plan.set(subject, sides);
    for (const each of [side, than]) {
      if (each === undefined) continue;
      const works = sides.get(each) ?? new Set();
      sides.set(each, works);
      works.add(work);
      // Memory is read after a proof, and a proof is verified that was made before.
      if (/^(memory|verify)/.test(work)) works.add('prove');
    }
  }
  const inOrder = (works) => [
    ...order.filter((work) => works.has(work)),
    ...[...works].filter((work) => !order.includes(work) && work !== 'memory'),
  ];
  return new Map(
    [...plan].map(([subject, sides]) => [
      subject,
      new Map([...sides].map(([side, works]) => [side, inOrder(works)])),
    ])
  );
}

/**
 * Whether a subject needs no more rounds, and no side has failed.
 * @param {Map<string, string[]>} sides the works of each side
 * @param {import('./report.mjs').Measured | undefined} measured @param {number} rounds
 */
export const isComplete = (sides, measured, rounds) =>
  measured !== undefined &&
  [...sides].every(
    ([side, works]) =>
      measured.errors[side] === undefined &&
      works.every((work) => measured.sides[side]?.[work]?.length >= rounds)
  );
