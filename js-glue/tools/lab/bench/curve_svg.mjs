// The result of the loop as an SVG chart, for documents.
import { bytesText } from '../numbers.mjs';
import { modes } from './modes.mjs';

/** @typedef {import('./memory.mjs').Result} Result */
/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */

const width = 860;
const panel = { left: 80, top: 34, width: 750, height: 170, step: 240 };
const mostPoints = 300;

/** @type {['live' | 'linear' | 'rss', string][]} */
const panels = [
  ['live', 'live native bytes'],
  ['linear', 'linear memory'],
  ['rss', 'resident set'],
];

/** @param {Point[]} points @param {'live' | 'linear' | 'rss'} what @param {number} most @param {number} top */
function line(points, what, most, top) {
  const stride = Math.max(1, Math.ceil(points.length / mostPoints));
  const shown = points.map((point, i) => ({ i, value: point[what] })).filter(({ i }) => i % stride === 0);
  return shown
    .map(({ i, value }) => {
      const x = panel.left + (panel.width * i) / Math.max(1, points.length - 1);
      const y = top + panel.height * (1 - value / most);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** @param {Result} result @param {number} index */
function panelSvg(result, index) {
  const [what, title] = /** @type {(typeof panels)[number]} */ (panels[index]);
  const measured = /** @type {[Mode, Point[]][]} */ (Object.entries(result.modes));
  const values = measured.flatMap(([, points]) => points.map((point) => point[what]));
  const most = 1.08 * Math.max(1, ...values);
  const top = panel.top + index * panel.step;
  const bottom = top + panel.height;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = bottom - panel.height * share;
    return `<line x1="${panel.left}" x2="${panel.left + panel.width}" y1="${y}" y2="${y}" stroke="#ddd8d0"/>
<text x="${panel.left - 8}" y="${y + 4}" text-anchor="end">${bytesText(most * share)}</text>`;
  });
  const lines = measured.map(([mode, points]) => {
    const { colour, dash } = modes[mode];
    const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    return `<polyline fill="none" stroke="${colour}" stroke-width="2"${dashes} points="${line(points, what, most, top)}"/>`;
  });
  return `<text x="${panel.left}" y="${top - 10}" font-weight="600">${title} after each of ${result.proofs} proofs</text>
${grid.join('\n')}
${lines.join('\n')}`;
}

/** @param {Result} result @returns {string} */
export function curveSvg(result) {
  const names = /** @type {Mode[]} */ (Object.keys(result.modes));
  const bottom = panels.length * panel.step + 10;
  const legend = names.map((mode, i) => {
    const x = panel.left + 150 * i;
    const { colour, dash } = modes[mode];
    const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    return `<line x1="${x}" x2="${x + 34}" y1="${bottom}" y2="${bottom}" stroke="${colour}" stroke-width="3"${dashes}/>
<text x="${x + 42}" y="${bottom + 4}">${mode}</text>`;
  });
  const height = bottom + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#22201d">
<rect width="${width}" height="${height}" fill="#fdfcfa"/>
${panels.map((_, index) => panelSvg(result, index)).join('\n')}
${legend.join('\n')}
</svg>
`;
}
