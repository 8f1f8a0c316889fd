// HTML reports in one file: the page around a report, and charts drawn by uPlot, whose code is in the page.
import fs from 'node:fs';

// The build copies uPlot's files there.
const asset = (/** @type {string} */ name) =>
  fs.readFileSync(new URL(`uplot/${name}`, import.meta.url), 'utf8');

/**
 * @typedef {object} Curves
 * @property {string} title
 * @property {string} x label of the horizontal axis
 * @property {(number | null)[][]} data the horizontal values, then the values of each series
 * @property {{ label: string, colour: string, dash?: number[], stepped?: boolean }[]} series
 */

/** @type {Record<string, string>} */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text @returns {string} */
export const escape = (text) => text.replace(/[&<>"]/g, (c) => /** @type {string} */ (entities[c]));

/** @param {string[]} heading @param {string[][]} rows cells are HTML */
export function htmlTable(heading, rows) {
  const row = (/** @type {string[]} */ cells, /** @type {string} */ tag) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${row(heading, 'th')}</thead><tbody>
${rows.map((cells) => row(cells, 'td')).join('\n')}
</tbody></table></div>`;
}

const style = `
:root { color-scheme: light; --line: #e5e1da; --quiet: #6b6560; }
body { font: 16px/1.5 system-ui, sans-serif; color: #22201d; background: #fdfcfa;
  margin: 2rem auto 4rem; max-width: 62rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.quiet { color: var(--quiet); }
.good { color: #15803d; } .bad { color: #c2410c; }
.numbers { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0; list-style: none; }
.numbers li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; background: #fff; }
.numbers b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.numbers span { color: var(--quiet); font-size: .9rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: right; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 600; }
.chart { margin: 1.2rem 0; }
.u-title { font-size: 1rem; font-weight: 600; }
svg { display: block; width: 100%; height: auto; margin-bottom: .8rem; }`;

const draw = `
for (const { title, x, data, series } of charts) {
  const place = document.createElement('div');
  place.className = 'chart';
  document.getElementById('charts').append(place);
  const width = () => Math.min(960, document.body.clientWidth - 8);
  const plot = new uPlot({
    title, width: width(), height: 300,
    scales: { x: { time: false }, y: { range: (plot, low, high) => [0, (high || 1) * 1.1] } },
    axes: [{ label: x }, { size: 64 }],
    series: [{ label: x }, ...series.map(({ label, colour, dash, stepped }) => ({
      label, dash, stroke: colour, width: 2, spanGaps: true,
      points: { show: data[0].length <= 60 },
      paths: stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
      value: (plot, value) => value == null ? '–' : value.toFixed(2),
    }))],
  }, data, place);
  addEventListener('resize', () => plot.setSize({ width: width(), height: 300 }));
}`;

/**
 * @param {string} title @param {string} body HTML, with an element of the id "charts" if there are charts
 * @param {Curves[]} charts
 */
export function page(title, body, charts) {
  const data = JSON.stringify(charts).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
${asset('uPlot.min.css')}
${style}
</style>
${body}
<script>${asset('uPlot.iife.min.js')}</script>
<script>
const charts = ${data};
${draw}
</script>
</html>
`;
}
