// The report as one HTML file.
import { bytesText, countText } from '../numbers.mjs';
import { figure } from '../chart.mjs';
import { escape, htmlTable } from '../markup.mjs';
import { page } from '../page.mjs';
import { trustText } from './text.mjs';
import { treeMap } from './tree_map.mjs';

/** @typedef {import('./report.mjs').Report} Report */

const palette = ['#b45309', '#0369a1', '#15803d', '#7e22ce', '#be123c', '#0f766e', '#4d7c0f', '#1d4ed8'];
const mostTiles = 120;
const mostSites = 100;

/** @param {{ js: string, call: string, site: string }} origin */
const placeOf = ({ js, call, site }) => [js, call, site].filter(Boolean).join(' · ') || 'place unknown';

/** @param {Report} report */
function map({ sites, types }) {
  const colour = (/** @type {string} */ type) =>
    /** @type {string} */ (palette[types.findIndex((sum) => sum.type === type) % palette.length]);
  const leaves = sites.slice(0, mostTiles).map((site) => ({
    label: `${site.type} × ${countText(site.undropped)}`,
    detail: `${bytesText(site.undroppedBytes)} · ${placeOf(site)}`,
    weight: Math.max(1, site.undroppedBytes),
    colour: colour(site.type),
  }));
  const rest = sites.slice(mostTiles);
  if (rest.length > 0) {
    const weight = rest.reduce((sum, { undroppedBytes }) => sum + undroppedBytes, 0);
    const detail = bytesText(weight);
    leaves.push({
      label: `${rest.length} more places`,
      detail,
      weight: Math.max(1, weight),
      colour: '#78716c',
    });
  }
  return treeMap(leaves);
}

/** @param {Report} report @returns {import('../chart.mjs').Chart[]} */
function charts({ memory: { points, peakLive, peakLinear } }) {
  const last = points.at(-1)?.time ?? 0;
  // Whole numbers on the axis need enough of them.
  const [x, step] = last >= 4000 ? ['seconds', 1000] : ['milliseconds', 1];
  const live = {
    label: 'live bytes',
    colour: { light: '#c2410c', dark: '#fb923c' },
    values: points.map((point) => point.live),
  };
  const linear = {
    label: 'linear memory',
    colour: { light: '#0369a1', dark: '#38bdf8' },
    stepped: true,
    values: points.map((point) => point.linear),
  };
  const axes = { x, at: points.map(({ time }) => time / step), unit: /** @type {const} */ ('bytes') };
  const alone = { title: 'Live bytes', ...axes, series: [live] };
  if (peakLinear === 0) return [alone];
  const both = { title: 'Live bytes and linear memory', ...axes, series: [live, linear] };
  return peakLive * 4 < peakLinear ? [both, alone] : [both];
}

/** @param {Report} report */
function typesTable({ types }) {
  return htmlTable(
    ['type', 'allocated', 'dropped', 'undropped', 'bytes allocated', 'bytes undropped'],
    types.map((sum) => [
      escape(sum.type),
      countText(sum.allocated),
      countText(sum.dropped),
      sum.undropped === 0 ? '<span class="good">0</span>' : `<b class="bad">${countText(sum.undropped)}</b>`,
      bytesText(sum.allocatedBytes),
      bytesText(sum.undroppedBytes),
    ])
  );
}

/** @param {Report} report */
function sitesSection(report) {
  const { sites } = report;
  if (sites.length === 0) return '';
  const rows = sites
    .slice(0, mostSites)
    .map((site) => [
      escape(placeOf(site)),
      escape(site.type),
      countText(site.allocated),
      countText(site.undropped),
      bytesText(site.undroppedBytes),
    ]);
  return `<h2>Never dropped, by place of allocation</h2>
${map(report)}
${htmlTable(['place', 'type', 'allocated', 'undropped', 'bytes'], rows)}`;
}

/** @param {Report} report @param {string[]} logs @returns {string} */
export function reportHtml(report, logs) {
  const { allocations, drops, undropped, undroppedBytes, perfect, trust, memory, advice, log } = report;
  /** @type {[string, string][]} */
  const numbers = [
    [countText(allocations), 'allocations'],
    [countText(drops), 'drops'],
    [countText(undropped), 'never dropped'],
    [bytesText(undroppedBytes), 'undropped'],
    [bytesText(memory.peakLive), 'peak of live bytes'],
    ...(memory.peakLinear > 0
      ? [/** @type {[string, string]} */ ([bytesText(memory.peakLinear), 'linear memory'])]
      : []),
  ];
  const body = `<h1>Native objects: allocated and dropped</h1>
<p class="quiet">${escape(logs.join(', '))}: ${countText(log.lines)} lines, ${countText(log.events)} events</p>
<ul class="numbers">${numbers.map(([value, name]) => `<li><b>${value}</b><span>${name}</span></li>`).join('')}</ul>
<p class="${trust.level === 'damaged' ? 'bad' : 'good'}">Trust: ${escape(trustText(trust))}.</p>
<h2>What to do</h2>
<ul>${advice.map((text) => `<li>${escape(text)}</li>`).join('\n')}</ul>
<h2>Over time</h2>
<p>${escape(memory.text)}.</p>
<div class="charts">${charts(report).map(figure).join('\n')}</div>
${sitesSection(report)}
<h2>By type</h2>
${typesTable(report)}
${perfect.length > 0 ? `<p class="good">Completely dropped: ${escape(perfect.join(', '))}</p>` : ''}`;
  return page('onggi: native objects, allocated and dropped', body);
}
