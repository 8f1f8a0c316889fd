// What the benchmark makes of its measurements: ratios, what they must be, a table and a chart.
import { ink, painted, paper } from '../../js-glue/tools/lab/chart.mjs';

/** @typedef {{ wall: number, cpu: number }} Times in milliseconds */

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** How many times as fast as another side onggi must be, by work, circuit and side; CPU time. */
const required = {
  prove: {
    fq_wrap: { wasm: 4.5, native: 1.4 },
    fp_step: { wasm: 4.5 },
    fp_base: { wasm: 7 },
    fp_keccak: { wasm: 4.5 },
    generic_14: { wasm: 6.5 },
    generic_16: { wasm: 6.5 },
  },
  setup: { generic_14: { wasm: 15 } },
};

/** What `--threads N` must gain over one thread; wall time. */
const requiredOfThreads = { prove: { fq_wrap: 1.7, fp_step: 1.7 } };

/**
 * The rows of a table: of each work of each circuit, the medians of every side, and of the first side
 * against each other one the median of the ratios of a round, which were measured close together.
 * @param {Record<string, Record<string, Record<string, Times[]>>>} measured by circuit, side and work
 * @param {boolean} threads whether the sides differ in threads
 */
export function rowsOf(measured, threads) {
  const rows = [];
  for (const [circuit, sides] of Object.entries(measured)) {
    const [[first, ours], ...others] = Object.entries(sides);
    for (const work of Object.keys(ours)) {
      const row = { circuit, work, times: {}, ratios: {} };
      for (const [side, works] of Object.entries(sides)) {
        row.times[side] = {
          wall: median(works[work].map(({ wall }) => wall)),
          cpu: median(works[work].map(({ cpu }) => cpu)),
        };
      }
      const kind = threads ? 'wall' : 'cpu';
      for (const [side, works] of others) {
        const rounds = works[work].map((times, round) => times[kind] / ours[work][round][kind]);
        const must = threads ? requiredOfThreads[work]?.[circuit] : required[work]?.[circuit]?.[side];
        row.ratios[side] = { first, ratio: median(rounds), must };
      }
      rows.push(row);
    }
  }
  return rows;
}

/** The ratios that are too small, as sentences. */
export function failures(rows) {
  return rows.flatMap(({ circuit, work, ratios }) =>
    Object.entries(ratios)
      .filter(([, { ratio, must }]) => must !== undefined && ratio < must)
      .map(
        ([side, { first, ratio, must }]) =>
          `${work} ${circuit}: ${first} is ${ratio.toFixed(2)} times as fast as ${side}, must be ${must}`
      )
  );
}

/** A Markdown table. */
export function tableOf(rows) {
  const sides = [...new Set(rows.flatMap(({ times }) => Object.keys(times)))];
  const head = ['work', 'circuit', ...sides.map((side) => `${side}, ms (CPU)`)];
  const [first, ...others] = sides;
  const ratioHead = others.map((side) => `${side} / ${first}`);
  const lines = rows.map(({ circuit, work, times, ratios }) => [
    work,
    circuit,
    ...sides.map((side) =>
      times[side] ? `${times[side].wall.toFixed(0)} (${times[side].cpu.toFixed(0)})` : ''
    ),
    ...others.map((side) => {
      const { ratio, must } = ratios[side] ?? {};
      if (ratio === undefined) return '';
      return ratio.toFixed(2) + (must === undefined ? '' : ` (must ${must})`);
    }),
  ]);
  const all = [[...head, ...ratioHead], [...head, ...ratioHead].map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';
}

// Narrow, so that the texts can be read on a phone; the colours can be seen on light and dark paper.
const width = 440;
const colors = { onggi: '#2563eb', wasm: '#8b929e', native: '#b45309' };
const shades = ['#1e3a8a', '#2563eb', '#0f766e', '#7e22ce', '#b45309', '#be123c', '#4b5563', '#4d7c0f'];
const letter = 6.4; // px

const text = (x, y, content) => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${content}</text>`;
const rectangle = (x, y, w, h, fill) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}"/>`;

/** Bars of the processor time of each side, by work and circuit, each group to its own scale. */
function bars(rows, parts, top) {
  const [left, bar] = [130, 16];
  let y = top;
  for (const { circuit, work, times } of rows) {
    const most = Math.max(...Object.values(times).map(({ cpu }) => cpu));
    parts.push(text(0, y + bar - 4, `${work} ${circuit}`));
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
function timeByRows(rows, parts, top) {
  const proofs = rows.flatMap(({ circuit, work, times }) => {
    const size = /^generic_(\d+)$/.exec(circuit);
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

/** An SVG image. @param {string} counts the tables of tests/counts/expected.txt */
export function chartOf(rows, counts) {
  const parts = [];
  let y = bars(rows, parts, 8);
  y = timeByRows(rows, parts, y + 10);
  y = phaseShares(counts, parts, y + 10);
  const label = rows.map(({ work, circuit, times }) => {
    const sides = Object.entries(times).map(([side, { cpu }]) => `${side} ${(cpu / 1000).toFixed(2)} s`);
    return `${work} ${circuit}: ${sides.join(', ')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${label.join('; ')}" font-family="system-ui, sans-serif" font-size="11" style="color-scheme: light dark">
<rect width="${width}" height="${y}" ${painted('fill', paper)}/>
<g ${painted('fill', ink)}>
${parts.join('\n')}
</g>
</svg>
`;
}
