// The result of the loop as an SVG image, for documents.
import { chartSvg, heightOf, painted, paper, width } from '../chart.mjs';
import { modes } from './modes.mjs';

/** @typedef {import('./memory.mjs').Result} Result */
/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */

/** @type {['live' | 'linear' | 'rss', string][]} */
const measures = [
  ['live', 'Live native bytes'],
  ['linear', 'Linear memory'],
  ['rss', 'Resident set'],
];

/** A chart of each measure. @param {Result} result @returns {import('../chart.mjs').Chart[]} */
export function chartsOf(result) {
  const measured = /** @type {[Mode, Point[]][]} */ (Object.entries(result.modes));
  return measures.map(([what, title]) => ({
    title,
    x: 'proof',
    at: Array.from({ length: result.proofs }, (_, i) => i + 1),
    unit: 'bytes',
    series: measured.map(([mode, points]) => {
      const { colour, dash } = modes[mode];
      return { label: mode, colour, dash, values: points.map((point) => point[what]) };
    }),
  }));
}

/** The charts below each other. @param {Result} result @returns {string} */
export function curveSvg(result) {
  const charts = chartsOf(result);
  let height = 0;
  const placed = charts.map((chart) => {
    const place = `x="0" y="${height}" width="${width}" height="${heightOf(chart)}"`;
    height += heightOf(chart);
    return chartSvg(chart, place);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" style="color-scheme: light dark">
<title>Memory after each of ${result.proofs} proofs</title>
<rect width="${width}" height="${height}" ${painted('fill', paper)}/>
${placed.join('\n')}
</svg>
`;
}
