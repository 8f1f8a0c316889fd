// Line charts as SVG, with whole numbers on the axes. Texts and lines follow the reader's light or dark scheme.
import { escape, htmlTable } from './markup.mjs';

/** @typedef {{ light: string, dark: string }} Colour */
/**
 * @typedef {object} Series
 * @property {string} label
 * @property {Colour} colour
 * @property {number[]} [dash] lengths of dashes and gaps
 * @property {boolean} [stepped] a value holds until the next one
 * @property {number[]} values one for each x, in the chart's unit
 */
/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {string} x label of the horizontal axis
 * @property {number[]} at horizontal values, rising
 * @property {'bytes' | 'milliseconds'} unit of the values
 * @property {Series[]} series
 */

export const width = 440;
const height = 270;
const plot = { left: 52, right: 428, top: 34, bottom: 200 };
const mostPoints = 300;
const mostRows = 40;

/** Multiples of each unit, the smallest first. @type {Record<Chart['unit'], [name: string, size: number][]>} */
const units = {
  bytes: [
    ['B', 1],
    ['KiB', 2 ** 10],
    ['MiB', 2 ** 20],
    ['GiB', 2 ** 30],
  ],
  milliseconds: [
    ['ms', 1],
    ['s', 1000],
  ],
};

/** The colour of a line or text: for readers that do not know light-dark(), the light one. @param {string} property @param {Colour} colour */
export const painted = (property, { light, dark }) =>
  `${property}="${light}" style="${property}: light-dark(${light}, ${dark})"`;

export const ink = { light: '#22201d', dark: '#ece8e1' };
const quiet = { light: '#6b6560', dark: '#a8a29e' };
const grid = { light: '#e5e1da', dark: '#3f3b36' };
export const paper = { light: '#fdfcfa', dark: '#1c1a18' };

/** Whole numbers from 0 to `most`, at most `count` steps apart by 1, 2 or 5 times a power of ten. @param {number} least @param {number} most @param {number} count */
export function wholeTicks(least, most, count) {
  const step = [...Array(16).keys()]
    .flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power))
    .find((size) => (most - least) / size <= count);
  const first = Math.ceil(least / (step ?? 1));
  const last = Math.floor(most / (step ?? 1));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * (step ?? 1));
}

/** The largest unit in which the axis has several whole numbers. @param {Chart['unit']} unit @param {number} most */
export function unitFor(unit, most) {
  const fitting = units[unit].filter(([, size]) => most / size >= 4);
  return fitting.at(-1) ?? /** @type {[string, number]} */ (units[unit][0]);
}

/** @param {Chart} chart */
const mostOf = ({ series }) => Math.max(1, ...series.flatMap(({ values }) => values));

/** Every so many points, and the last. @template T @param {T[]} list @param {number} most @returns {T[]} */
function thinned(list, most) {
  const stride = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, i) => i % stride === 0 || i === list.length - 1);
}

/** @param {Series} series @param {number[]} at @param {(value: number) => number} x @param {(value: number) => number} y */
function lineOf({ values, colour, dash, stepped }, at, x, y) {
  const points = thinned(
    values.map((value, i) => ({ left: x(at[i] ?? 0), top: y(value) })),
    mostPoints
  );
  const path = points
    .map(({ left, top }, i) => {
      const [to, where] = [left.toFixed(1), top.toFixed(1)];
      if (i === 0) return `M${to} ${where}`;
      return stepped ? `H${to}V${where}` : `L${to} ${where}`;
    })
    .join('');
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return `<path d="${path}" fill="none" stroke-width="2"${dashes} ${painted('stroke', colour)}/>`;
}

/** Names of the series with their lines, in rows of three. @param {Series[]} series */
const legendOf = (series) =>
  series.map(({ label, colour, dash }, i) => {
    const [x, y] = [plot.left + 126 * (i % 3), 244 + 18 * Math.floor(i / 3)];
    const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    return `<path d="M${x} ${y}h24" fill="none" stroke-width="3"${dashes} ${painted('stroke', colour)}/>
<text x="${x + 30}" y="${y + 4}" ${painted('fill', ink)}>${escape(label)}</text>`;
  });

/** What a chart shows, in words. @param {Chart} chart */
function descriptionOf(chart) {
  const [name, size] = unitFor(chart.unit, mostOf(chart));
  const ends = chart.series.map(
    ({ label, values }) =>
      `${label}: ${Math.round((values[0] ?? 0) / size)} to ${Math.round((values.at(-1) ?? 0) / size)} ${name}`
  );
  return `${chart.title}. ${ends.join('; ')}`;
}

/** @param {Chart} chart @param {string} [attributes] of the element, such as its place in another image */
export function chartSvg(chart, attributes = '') {
  const { title, x: label, at, unit, series } = chart;
  const most = mostOf(chart);
  const [name, size] = unitFor(unit, most);
  const [first = 0, last = 1] = [at[0], at.at(-1)];
  const x = (/** @type {number} */ value) =>
    plot.left + ((plot.right - plot.left) * (value - first)) / Math.max(1, last - first);
  const y = (/** @type {number} */ value) => plot.bottom - ((plot.bottom - plot.top) * value) / (1.05 * most);
  const rows = wholeTicks(0, (1.05 * most) / size, 5).map((tick) => {
    const top = y(tick * size).toFixed(1);
    return `<path d="M${plot.left} ${top}H${plot.right}" ${painted('stroke', grid)}/>
<text x="${plot.left - 6}" y="${Number(top) + 4}" text-anchor="end" ${painted('fill', quiet)}>${tick}</text>`;
  });
  const marks = wholeTicks(first, last, 6).map(
    (tick) =>
      `<text x="${x(tick).toFixed(1)}" y="${plot.bottom + 16}" text-anchor="middle" ${painted('fill', quiet)}>${tick}</text>`
  );
  const lower = 18 * Math.max(0, Math.ceil(series.length / 3) - 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + lower}" role="img" aria-label="${escape(descriptionOf(chart))}" font-family="system-ui, sans-serif" font-size="12" ${attributes}>
<text x="2" y="16" font-weight="600" ${painted('fill', ink)}>${escape(`${title}, ${name}`)}</text>
${rows.join('\n')}
${marks.join('\n')}
<text x="${plot.right}" y="${plot.bottom + 30}" text-anchor="end" ${painted('fill', quiet)}>${escape(label)}</text>
${series.map((one) => lineOf(one, at, x, y)).join('\n')}
${legendOf(series).join('\n')}
</svg>`;
}

/** The height of a chart in its own units. @param {Chart} chart */
export const heightOf = ({ series }) => height + 18 * Math.max(0, Math.ceil(series.length / 3) - 1);

/** The numbers of a chart, at most forty rows. @param {Chart} chart */
function chartTable({ x, at, unit, series }) {
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const [name, size] = unitFor(unit, most);
  const rows = at.map((value, i) => [
    String(Math.round(value)),
    ...series.map(({ values }) => ((values[i] ?? 0) / size).toFixed(1)),
  ]);
  return htmlTable(
    [escape(x), ...series.map(({ label }) => `${escape(label)}, ${name}`)],
    thinned(rows, mostRows)
  );
}

/** A chart with its numbers, for an HTML page. @param {Chart} chart */
export const figure = (chart) => `<figure>
${chartSvg(chart)}
<details><summary>Numbers: ${escape(chart.title)}</summary>
${chartTable(chart)}
</details>
</figure>`;
