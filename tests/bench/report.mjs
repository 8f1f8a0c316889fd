// What the benchmark makes of its measurements: ratios, what they must be, tables and a chart.
import { ink, painted, paper } from '../../js-glue/tools/lab/chart.mjs';
import { nameOf, notMeasured } from './rows.mjs';

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * @typedef {object} Measured a subject
 * @property {string} date @property {number} rounds @property {number} seconds that it took
 * @property {number} load of the machine at the end, over one minute
 * @property {Record<string, Record<string, Sample[]>>} sides by side and work, a sample a round
 * @property {Record<string, string>} errors by side
 */
/** @typedef {{ wall: number, cpu: number, bytes?: number }} Sample milliseconds, or bytes of memory */
/** @typedef {import('./rows.mjs').Row & { value?: number, ours?: Sample, theirs?: Sample, holds?: boolean, reason?: string }} Result */

/** @param {Sample[]} samples */
const medians = (samples) =>
  Object.fromEntries(
    ['wall', 'cpu', 'bytes'].flatMap((key) =>
      samples[0]?.[key] === undefined ? [] : [[key, median(samples.map((sample) => sample[key]))]]
    )
  );

const divisors = { MiB: 2 ** 20, ms: 1 };

/**
 * The rows with their values. A ratio of sides is the median of the ratios of the rounds, whose parts were
 * measured close together.
 * @param {import('./rows.mjs').Row[]} rows @param {Record<string, Measured>} measured by subject
 * @returns {Result[]}
 */
export function evaluate(rows, measured) {
  return rows.map((row) => {
    const { subject, work, side = 'onggi', than, measure = 'cpu', unit, since, must } = row;
    /** @param {string} [of] @param {string} [by] */
    const samplesOf = (of = subject, by = side) => measured[of]?.sides[by]?.[work] ?? [];
    const ours = samplesOf();
    const theirs =
      than !== undefined ? samplesOf(subject, than) : since !== undefined ? samplesOf(since) : undefined;
    if (ours.length === 0 || theirs?.length === 0) {
      const { errors = {} } = measured[subject] ?? {};
      const error = errors[side] ?? errors[than ?? ''] ?? errors.onggi;
      return { ...row, reason: error?.split('\n')[0] ?? 'not measured' };
    }
    let value;
    if (than !== undefined) {
      const pairs = Math.min(ours.length, theirs.length);
      value = median(ours.slice(0, pairs).map((sample, i) => theirs[i][measure] / sample[measure]));
    } else if (since !== undefined) {
      value = medians(ours)[measure] / medians(theirs)[measure];
    } else {
      value = medians(ours)[measure] / divisors[unit];
    }
    const holds = must === undefined ? undefined : than === undefined ? value <= must : value >= must;
    return { ...row, value, holds, ours: medians(ours), theirs: theirs && medians(theirs) };
  });
}

/** A value with its unit. @param {Result} result @param {number} [value] @param {number} [digits] */
function show({ than, since, unit }, value, digits = than === undefined ? 0 : 2) {
  if (value === undefined) return '';
  return value.toFixed(digits) + (than === undefined && since === undefined ? ` ${unit}` : '×');
}

/** A bound, without digits that it does not have. @param {Result} result @param {number} [bound] */
const showBound = (result, bound) => show(result, bound, Number.isInteger(bound) ? 0 : 1);

const titleOf = ({ subject, work }) => `${work}, ${nameOf(subject)}`;

/** What a row compares. @param {Result} result */
function comparisonOf({ side = 'onggi', than, since, measure = 'cpu' }) {
  const kind = measure === 'wall' ? ', wall' : '';
  if (since !== undefined) return `growth since ${nameOf(since)}`;
  return than === undefined ? `${side}${kind}` : `${side} against ${than}${kind}`;
}

/** @param {Result[]} results */
const failed = ({ reason }) => reason !== undefined && reason !== 'not measured';

/** What misses its goal, as sentences. @param {Result[]} results */
export function failures(results) {
  return results
    .filter((result) => result.holds === false || failed(result))
    .map((result) => {
      const { value, must, than, reason } = result;
      const head = `${titleOf(result)}: ${comparisonOf(result)}`;
      if (reason !== undefined) return `${head} failed: ${reason}`;
      const bound = than === undefined ? 'at most' : 'at least';
      return `${head} is ${show(result, value)}, must be ${bound} ${showBound(result, must)}`;
    });
}

/** @param {string[][]} lines the first one is the head */
export const markdown = ([head, ...lines]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';

/** A median as "wall (CPU)" in seconds or milliseconds, or memory. @param {Sample} [sample] */
function amount(sample) {
  if (sample === undefined) return '';
  if (sample.bytes !== undefined) return `${(sample.bytes / 2 ** 20).toFixed(0)} MiB`;
  const one = (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(0)} ms`);
  return `${one(sample.wall)} (${one(sample.cpu)})`;
}

/** The table of all rows. @param {Result[]} results */
export function tableOf(results) {
  const lines = results.map((result) => [
    titleOf(result),
    comparisonOf(result),
    amount(result.ours),
    amount(result.theirs),
    show(result, result.value) || result.reason,
    showBound(result, result.must),
    showBound(result, result.aim),
    { true: 'yes', false: '**no**' }[String(result.holds)] ?? '',
  ]);
  const head = [
    'work',
    'sides',
    'median, wall (CPU)',
    'of the other',
    'ratio or value',
    'must',
    'aim',
    'holds',
  ];
  return markdown([head, ...lines]);
}

/**
 * How it was measured, as sentences.
 * @param {Result[]} results @param {Record<string, Measured>} measured
 * @param {{ command: string, machine: string, versions: Record<string, string> }} about
 */
function origin(results, measured, { command, machine, versions }) {
  const subjects = new Set(results.filter(({ value }) => value !== undefined).map(({ subject }) => subject));
  const runs = [...subjects].map((subject) => measured[subject]);
  const range = (list) => [...new Set([list[0], list.at(-1)])].join(' to ');
  const days = range(runs.map(({ date }) => date.slice(0, 10)).sort());
  const rounds = range(runs.map((run) => run.rounds).sort((a, b) => a - b));
  const loads = range(runs.map(({ load }) => load.toFixed(1)).sort((a, b) => a - b));
  return [
    `Medians of ${rounds} rounds in which the sides alternate, each on one thread unless the row says otherwise;`,
    `ratios are of processor time unless the row says "wall". ${machine}, load ${loads}, Node ${versions.node},`,
    `onggi ${versions.onggi}, o1js ${versions.o1js}, ${days}: \`${command}\`.`,
  ].join('\n');
}

/** The page of all results. @param {Parameters<typeof origin>} args */
export function page(...args) {
  const [results] = args;
  return [
    '# Speed',
    '',
    '`wasm` and `native` are the WebAssembly and the native addon of o1js, `native build` is the C++ library, and `montgomery`',
    'is github.com/mitschabaude/montgomery. `kept` has an index with the option `keepEvaluations`, which takes more memory. A row',
    'with "against" says how many times as fast, or small, the first side is. A longest step is the longest time without a turn',
    'of the event loop. `must` and `aim` are goals of this project.',
    '',
    tableOf(results),
    origin(...args),
    '',
    'Rows without a value were not measured. The benchmark does not measure:',
    '',
    ...notMeasured.map((text) => `* ${text}`),
    '',
    'In a clone of the repository, `docs/speed.svg` shows the times of all sides, time by rows, and the share of each phase.',
    '',
  ].join('\n');
}

/** The first ratios that the README tells, as a sentence. @param {Result[]} results */
export function headline(results) {
  const of = (work, than) =>
    results.find((row) => row.subject === 'fq_wrap' && row.work === work && row.than === than && !row.side)
      ?.value;
  const times = (value) => `${value.toFixed(1)} times`;
  const [wasm, native, memory] = [of('prove', 'wasm'), of('prove', 'native'), of('memory', 'wasm')];
  if (wasm === undefined || native === undefined || memory === undefined) {
    throw new Error('prove and memory of fq_wrap must be measured first');
  }
  return [
    `On one thread, it proves o1js's wrap circuit ${times(wasm)} as fast as o1js's own WebAssembly, with`,
    `${times(memory)} less memory, and ${times(native)} as fast as o1js's native addon.`,
  ].join('\n');
}

/**
 * The short table of the README: the ratios against o1js.
 * @param {Result[]} results @param {Parameters<typeof origin>[2]} about
 */
export function summary(results, { machine, versions }) {
  const peers = ['wasm', 'native'];
  const byTitle = new Map();
  for (const result of results) {
    const { value, side, than } = result;
    if (value === undefined || ![undefined, 'kept'].includes(side) || !peers.includes(than)) continue;
    const title = titleOf(result) + (side === 'kept' ? ', `keepEvaluations`' : '');
    byTitle.set(title, { ...byTitle.get(title), [than]: show(result, result.value, 1) });
  }
  const lines = [...byTitle].map(([title, by]) => [title, ...peers.map((peer) => by[peer] ?? '')]);
  return [
    markdown([['work', "against o1js's WebAssembly", 'against its native addon'], ...lines]),
    `On one thread, by processor time: o1js ${versions.o1js}, Node ${versions.node}, ${machine}.`,
    '`docs/speed.md` has the times, the command that measured them, and what was not measured.',
    '',
  ].join('\n');
}

/**
 * A text with the part between `<!-- NAME -->` and `<!-- /NAME -->` replaced.
 * @param {string} text @param {string} name @param {string} content
 */
export function replaceBetween(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the text needs the lines ${start} and ${end}`);
  return `${text.slice(0, from + start.length)}\n${content.trimEnd()}\n${text.slice(to)}`;
}

// Narrow, so that the texts can be read on a phone; the colours can be seen on light and dark paper.
const width = 440;
const colors = { onggi: '#2563eb', wasm: '#8b929e', native: '#b45309', montgomery: '#8b929e' };
const shades = ['#1e3a8a', '#2563eb', '#0f766e', '#7e22ce', '#b45309', '#be123c', '#4b5563', '#4d7c0f'];
const letter = 6.4; // px

const text = (x, y, content) => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${content}</text>`;
const rectangle = (x, y, w, h, fill) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}"/>`;

/** Bars of the processor time of each side, by work and circuit, each group to its own scale. */
function bars(works, parts, top) {
  const [left, bar] = [160, 16];
  let y = top;
  for (const { subject, work, times } of works) {
    const most = Math.max(...Object.values(times).map(({ cpu }) => cpu));
    parts.push(text(0, y + bar - 4, `${work} ${subject}`));
    for (const [side, { cpu }] of Object.entries(times)) {
      const length = ((width - left - 105) * cpu) / most;
      parts.push(
        rectangle(left, y + 2, length, bar - 4, colors[side] ?? colors.onggi),
        text(left + length + 6, y + bar - 4, `${side} ${(cpu / 1000).toFixed(2)} s`)
      );
      y += bar;
    }
    y += 10;
  }
  return y;
}

/** Processor time of proofs by rows, both axes logarithmic, if circuits of several sizes were measured. */
function timeByRows(works, parts, top) {
  const proofs = works.flatMap(({ subject, work, times }) => {
    const size = /^generic_(\d+)$/.exec(subject);
    return size && work === 'prove' ? [{ k: Number(size[1]), times }] : [];
  });
  if (proofs.length < 2) return top;
  const [left, height] = [60, 200];
  const ks = proofs.map(({ k }) => k);
  const logs = proofs.flatMap(({ times }) => Object.values(times).map(({ cpu }) => Math.log2(cpu)));
  const scale = (value, list, length) =>
    ((value - Math.min(...list)) / (Math.max(...list) - Math.min(...list))) * length;
  const x = (k) => left + scale(k, ks, width - left - 120);
  const y = (log) => top + 20 + height - scale(log, logs, height);
  parts.push(text(0, top + 10, 'prove: processor time by rows'));
  for (const k of ks) parts.push(text(x(k), top + height + 40, `2^${k}`));
  for (const side of Object.keys(proofs[0].times)) {
    if (proofs.some(({ times }) => times[side] === undefined)) continue;
    const points = proofs.map(({ k, times }) => [x(k), y(Math.log2(times[side].cpu))]);
    const line = points.map((point) => point.map((value) => value.toFixed(1)).join(',')).join(' ');
    const color = colors[side] ?? colors.onggi;
    parts.push(`<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2"/>`);
    const [lastX, lastY] = points.at(-1);
    const { cpu } = proofs.at(-1).times[side];
    parts.push(text(lastX + 6, lastY + 4, `${side} ${(cpu / 1000).toFixed(2)} s`));
  }
  return top + height + 60;
}

/**
 * The share of each phase in the multiplications of a proof, from the tables of tests/counts.
 * @param {string} counts
 */
function phaseShares(counts, parts, top) {
  const [left, bar] = [150, 16];
  let y = top;
  for (const table of counts.split('== ').slice(1)) {
    const [name, , ...lines] = table.split('\n');
    const phases = lines
      .map((line) => line.trim().split(/ +/))
      .filter(([phase, multiplications]) => multiplications && !['index', 'verify', 'proof'].includes(phase))
      .map(([phase, multiplications, squares]) => [phase, Number(multiplications) + Number(squares)]);
    const sum = phases.reduce((total, [, count]) => total + count, 0);
    parts.push(text(0, y + bar - 4, `${name}, ${(sum / 1e6).toFixed(0)} M mul`));
    let x = left;
    phases.forEach(([phase, count], i) => {
      const length = ((width - left) * count) / sum;
      parts.push(rectangle(x, y + 2, length, bar - 4, shades[i % shades.length]));
      if (length > letter * phase.length + 8)
        parts.push(`<g fill="white">${text(x + 4, y + bar - 4, phase)}</g>`);
      x += length;
    });
    y += bar + 6;
  }
  return y;
}

/**
 * The medians of every work of every subject, by side. Longest steps are left out: they are too short.
 * @param {Record<string, Measured>} measured
 */
function worksOf(measured) {
  const charted = Object.entries(measured).filter(([subject]) => !subject.startsWith('turns_'));
  return charted.flatMap(([subject, { sides }]) => {
    const works = new Set(Object.values(sides).flatMap((byWork) => Object.keys(byWork)));
    works.delete('memory');
    return [...works].map((work) => ({
      subject,
      work,
      times: Object.fromEntries(
        Object.entries(sides).flatMap(([side, byWork]) =>
          byWork[work] ? [[side, medians(byWork[work])]] : []
        )
      ),
    }));
  });
}

/**
 * An SVG image.
 * @param {Record<string, Measured>} measured @param {string} counts the tables of tests/counts/expected.txt
 */
export function chartOf(measured, counts) {
  const works = worksOf(measured);
  const parts = [];
  let y = bars(works, parts, 8);
  y = timeByRows(works, parts, y + 10);
  y = phaseShares(counts, parts, y + 10);
  const label = works.map(({ work, subject, times }) => {
    const sides = Object.entries(times).map(([side, { cpu }]) => `${side} ${(cpu / 1000).toFixed(2)} s`);
    return `${work} ${subject}: ${sides.join(', ')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${label.join('; ')}" font-family="system-ui, sans-serif" font-size="11" style="color-scheme: light dark">
<rect width="${width}" height="${y}" ${painted('fill', paper)}/>
<g ${painted('fill', ink)}>
${parts.join('\n')}
</g>
</svg>
`;
}
