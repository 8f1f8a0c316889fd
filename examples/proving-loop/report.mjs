// The result of the loop as a one-file HTML report.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** @typedef {import('./main.mjs').Result} Result */

const uplot = path.dirname(createRequire(import.meta.url).resolve('uplot/package.json'));
const asset = (/** @type {string} */ name) =>
  fs.readFileSync(path.join(uplot, 'dist', name), 'utf8');

const colours = { leaking: '#c2410c', dropped: '#0369a1', scoped: '#15803d' };

/** @param {Result} result @returns {string} */
export function html(result) {
  const modes = Object.keys(result.modes);
  /** @param {'linear' | 'live'} what */
  const data = (what) => [
    Array.from({ length: result.proofs }, (_, i) => i + 1),
    ...Object.values(result.modes).map((points) => points.map((point) => point[what] / 2 ** 20)),
  ];
  const charts = [
    { title: 'Linear memory, MiB', data: data('linear') },
    { title: 'Live native bytes, MiB', data: data('live') },
  ];
  const verdicts = result.verdicts
    .map(({ mode, flat, text }) => `<li class="${flat ? 'flat' : 'grows'}"><b>${mode}</b>: ${text}</li>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>onggi: the proving loop</title>
<style>
${asset('uPlot.min.css')}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
li.grows { color: ${colours.leaking} }
.chart { margin: 2rem 0 }
</style>
<h1>The proving loop</h1>
<p>${result.proofs} proofs of ${result.hashes} Poseidon hashes, each with an SRS and an index of its own; a
garbage collection after each.</p>
<ul>
${verdicts}
</ul>
<div id="charts"></div>
<script>${asset('uPlot.iife.min.js')}</script>
<script>
const charts = ${JSON.stringify(charts)};
const modes = ${JSON.stringify(modes)};
const colours = ${JSON.stringify(colours)};
for (const { title, data } of charts) {
  const place = document.createElement('div');
  place.className = 'chart';
  document.getElementById('charts').append(place);
  new uPlot({
    title, width: Math.min(960, innerWidth - 40), height: 320,
    scales: { x: { time: false }, y: { range: (plot, low, high) => [0, high * 1.1] } },
    axes: [{ label: 'proof' }, {}],
    series: [{ label: 'proof' }, ...modes.map((mode) => ({
      label: mode, stroke: colours[mode], width: 2, points: { show: true },
      dash: mode === 'scoped' ? [6, 6] : undefined,
      value: (plot, value) => value == null ? '–' : value.toFixed(2),
    }))],
  }, data, place);
}
</script>
</html>
`;
}
