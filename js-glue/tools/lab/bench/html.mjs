// The result of the loop as an HTML report in one file.
import { bytesText } from '../numbers.mjs';
import { figure } from '../chart.mjs';
import { escape, htmlTable } from '../markup.mjs';
import { page } from '../page.mjs';
import { chartsOf } from './curve_svg.mjs';
import { modes } from './modes.mjs';

/** @typedef {import('./memory.mjs').Result} Result */
/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */

/** @param {import('../chart.mjs').Colour} colour */
const css = ({ light, dark }) => `light-dark(${light}, ${dark})`;

/** @param {Point[]} points */
function medianMs(points) {
  const times = points.map(({ ms }) => ms).sort((a, b) => a - b);
  return `${Math.round(times[times.length >> 1] ?? 0)} ms`;
}

/** @param {Result} result @returns {string} */
export function html(result) {
  const rows = result.verdicts.map(({ mode, flat }) => {
    const points = result.modes[mode] ?? [];
    const last = /** @type {Point} */ (points.at(-1));
    return [
      `<b style="color:${css(modes[mode].colour)}">${mode}</b> <span class="quiet">${escape(modes[mode].what)}</span>`,
      flat ? '<span class="good">flat</span>' : '<b class="bad">grew</b>',
      bytesText(last.live),
      bytesText(last.linear),
      bytesText(last.rss),
      medianMs(points),
    ];
  });
  const verdicts = result.verdicts
    .map(({ mode, flat, text }) => `<li><b class="${flat ? 'good' : 'bad'}">${mode}</b> ${escape(text)}</li>`)
    .join('\n');
  const setting = `${result.proofs} proofs of ${result.hashes} Poseidon hashes, each with its own SRS and
index; a garbage collection after each. ${result.threads} thread${result.threads === 1 ? '' : 's'}, ${escape(result.allocator)}.`;
  const body = `<h1>The proving loop</h1>
<p class="quiet">${setting}</p>
${htmlTable(['mode', 'memory', 'live', 'linear', 'resident', 'time per proof'], rows)}
<ul>
${verdicts}
</ul>
<div class="charts">${chartsOf(result).map(figure).join('\n')}</div>`;
  return page('onggi: the proving loop', body);
}
