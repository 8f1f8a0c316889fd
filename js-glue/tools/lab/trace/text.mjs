// The report as text for a terminal.
import { bytesText, countText, table } from '../numbers.mjs';

/** @typedef {import('./report.mjs').Report} Report */

const mostSites = 12;

/** @param {Report} report @returns {string[]} */
export function reportLines({ types, sites, perfect, trust, memory, advice, ...report }) {
  const { allocations, drops, undropped, undroppedBytes, runs } = report;
  const lines = [
    `${countText(allocations)} allocations, ${countText(drops)} drops, ` +
      `${countText(undropped)} never dropped (${bytesText(undroppedBytes)}), ` +
      `in ${countText(runs)} ${runs === 1 ? 'run' : 'runs'}`,
    '',
    ...table(
      ['type', 'allocated', 'dropped', 'undropped', 'bytes undropped'],
      types.map((sum) => [
        sum.type,
        countText(sum.allocated),
        countText(sum.dropped),
        countText(sum.undropped),
        bytesText(sum.undroppedBytes),
      ])
    ),
  ];
  if (sites.length > 0) lines.push('', 'never dropped, by place of allocation');
  for (const { type, site, call, js, undropped: count, undroppedBytes: bytes } of sites.slice(0, mostSites)) {
    const place = [js, call, site].filter(Boolean).join(' · ') || 'place unknown';
    lines.push(`  ${countText(count)} ${type}, ${bytesText(bytes)}: ${place}`);
  }
  if (sites.length > mostSites) lines.push(`  and ${sites.length - mostSites} more places`);
  if (perfect.length > 0) lines.push('', `completely dropped: ${perfect.join(', ')}`);
  lines.push('', `memory: ${memory.text}`, '', `trust: ${trustText(trust)}`);
  lines.push('', ...advice.map((text) => `→ ${text}`));
  return lines;
}

/** @param {Report['trust']} trust */
export function trustText({ level, doubtful, share, reasons }) {
  const because = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  if (level === 'whole') return 'the log is complete, every number is exact';
  if (level === 'open') return `the log is consistent so far${because}`;
  const percent = (Math.floor(share * 10000) / 100).toFixed(2);
  return `${percent} % of the events are consistent, ${countText(doubtful)} are not${because}`;
}
