// What the benchmark of o1js makes of its measurements: medians, ratios, and tables.
import { markdown, median } from './report.mjs';

/** @typedef {{ operation: string, wall: number, cpu: number, backend: number }} Sample in seconds */
/** @typedef {{ samples: Sample[], rss: number, linear: number | null, seconds: number }} Run of one process, and how long it took */
/** @typedef {{ program: string, threads: number, runs: Record<string, Run[]>, errors: Record<string, string> }} Subject */
/** @typedef {{ program: string, threads: number, operation: string, what: 'whole' | 'backend' | 'memory', than: string, ratio: number, must?: number }} Ratio */

/** The least ratios on one thread, by what is compared, operation and the other side; all programs, or by program. */
const required = {
  whole: {
    compile: { wasm: 8, native: { add: 2.2, recursion_one: 1.6 } },
    prove: { wasm: 3.5, native: 1.25 },
    verify: { wasm: 5, native: 1.4 },
  },
  backend: { prove: { wasm: 4.5, native: 1.4 } },
  memory: { memory: { wasm: 3 } },
};

/** @param {Omit<Ratio, 'ratio'>} ratio */
function mustOf({ program, threads, operation, what, than }) {
  if (threads > 1 && what !== 'memory') return undefined;
  const must = required[what]?.[operation.replace(/ .*/, '')]?.[than];
  return typeof must === 'object' ? must[program] : must;
}

/** The medians of the runs of a backend, by operation. @param {Run[]} runs @returns {Sample[]} */
export function medians(runs) {
  return (runs[0]?.samples ?? []).map(({ operation }, i) => {
    const of = (what) => median(runs.map(({ samples }) => samples[i][what]));
    return { operation, wall: of('wall'), cpu: of('cpu'), backend: of('backend') };
  });
}

const memoryOf = (runs) => median(runs.map(({ linear, rss }) => linear ?? rss));

/**
 * How many times as fast as the others the first backend is: medians of the ratios of the rounds, of CPU time on
 * one thread, else of wall time. And in how many times less linear memory.
 * @param {Subject} subject @returns {Ratio[]}
 */
export function ratiosOf({ program, threads, runs }) {
  const [[first, ours], ...others] = Object.entries(runs);
  const kind = threads > 1 ? 'wall' : 'cpu';
  return others.flatMap(([than, theirs]) => {
    const pairs = Math.min(ours.length, theirs.length);
    if (pairs === 0) return [];
    const ratio = (i, what) =>
      median(
        ours.slice(0, pairs).map(({ samples }, round) => theirs[round].samples[i][what] / samples[i][what])
      );
    const rows = ours[0].samples.flatMap(({ operation }, i) => [
      { program, threads, first, operation, what: 'whole', than, ratio: ratio(i, kind) },
      ...(threads > 1
        ? []
        : [{ program, threads, first, operation, what: 'backend', than, ratio: ratio(i, 'backend') }]),
    ]);
    if (ours[0].linear && theirs[0].linear) {
      const ratio = memoryOf(theirs) / memoryOf(ours);
      rows.push({ program, threads, first, operation: 'memory', what: 'memory', than, ratio });
    }
    return rows.map((row) => ({ ...row, must: mustOf(row) }));
  });
}

/** What is slower than it must be, or failed, as sentences. @param {Subject[]} subjects */
export function failures(subjects) {
  return subjects.flatMap((subject) => [
    ...ratiosOf(subject)
      .filter(({ ratio, must }) => must !== undefined && ratio < must)
      .map(
        ({ program, operation, what, than, ratio, must }) =>
          `${program}: ${operation}${what === 'backend' ? ', share of the backend' : ''}: ${ratio.toFixed(2)} times against ${than}, must be ${must}`
      ),
    ...Object.entries(subject.errors).map(
      ([backend, message]) => `${subject.program}: ${backend} failed: ${message.split('\n')[0]}`
    ),
  ]);
}

/** The table of all programs. @param {Subject[]} subjects */
export function tableOf(subjects) {
  const backends = [...new Set(subjects.flatMap(({ runs }) => Object.keys(runs)))];
  const [first, ...others] = backends;
  const head = [
    'program',
    'operation',
    ...backends.map((backend) => `${backend}, s`),
    ...others.map((other) => `${other} / ${first}`),
  ];
  const lines = subjects.flatMap((subject) => {
    const { program, threads, runs } = subject;
    const title = threads > 1 ? `${program}, ${threads} threads` : program;
    const middle = Object.fromEntries(backends.map((backend) => [backend, medians(runs[backend] ?? [])]));
    const ratios = ratiosOf(subject);
    const ratioOf = (other, operation) => {
      const of = (kind) =>
        ratios.find(({ than, operation: op, what }) => than === other && op === operation && what === kind);
      const [whole, backend] = [of('whole') ?? of('memory'), of('backend')];
      if (whole === undefined) return 'not measured';
      const share = backend === undefined ? '' : ` (${backend.ratio.toFixed(1)})`;
      return `${whole.ratio.toFixed(1)}${share}`;
    };
    const operations = Object.values(middle).find((list) => list.length > 0) ?? [];
    return [
      ...operations.map(({ operation }, i) => [
        title,
        operation,
        ...backends.map((backend) => {
          const sample = middle[backend][i];
          if (sample === undefined) return 'failed';
          if (threads > 1) return `${sample.wall.toFixed(2)} wall`;
          return `${sample.cpu.toFixed(2)} (${sample.backend.toFixed(2)})`;
        }),
        ...others.map((other) => ratioOf(other, operation)),
      ]),
      [
        title,
        'memory',
        ...backends.map((backend) => {
          const list = runs[backend] ?? [];
          return list.length === 0 || list[0].linear === null
            ? ''
            : `${(memoryOf(list) / 2 ** 20).toFixed(0)} MiB`;
        }),
        ...others.map((other) =>
          ratios.some(({ than, what }) => than === other && what === 'memory') ? ratioOf(other, 'memory') : ''
        ),
      ],
    ];
  });
  return markdown([head, ...lines]);
}
