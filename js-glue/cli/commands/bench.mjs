// Benchmarks of memory, as checks: accepted if memory stands still where it must.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { curveSvg } from '../../lab/bench/curve_svg.mjs';
import { html } from '../../lab/bench/html.mjs';
import { runLoops } from '../../lab/bench/memory.mjs';
import { allModes } from '../../lab/bench/modes.mjs';
import { terminalChart } from '../../lab/bench/terminal.mjs';
import { BadInput } from '../outcome.mjs';

/** @typedef {import('../../lab/bench/memory.mjs').Result} Result */
/** @typedef {import('../../lab/bench/modes.mjs').Mode} Mode */
/** @typedef {import('../../lab/bench/verdict.mjs').Point} Point */
/** @typedef {{ json?: boolean, proofs?: string, hashes?: string, modes?: string, threads?: string, allocator?: string, out?: string }} Options */

const shippedAllocator = 'dlmalloc';
const mebibyte = 2 ** 20;
const width = 17;

/** @param {string} text @param {string} name */
function wholeNumber(text, name) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new BadInput('usage', `--${name} must be a whole number of at least 1, not ${text}`);
  return value;
}

/** @param {string} text @returns {Mode[]} */
function chooseModes(text) {
  const chosen = /** @type {Mode[]} */ (text === 'all' ? allModes : text.split(','));
  const unknown = chosen.find((mode) => !allModes.includes(mode));
  if (unknown !== undefined)
    throw new BadInput('usage', `no mode "${unknown}": ${allModes.join(', ')} or all`);
  return chosen;
}

/** What to import for an allocator. @param {string} allocator */
function packageWith(allocator) {
  if (allocator === shippedAllocator) return 'onggi';
  const entry = new URL(`../../../build/allocators/${allocator}/index.mjs`, import.meta.url);
  if (!fs.existsSync(entry))
    throw new BadInput('no_such_build', `no build with ${allocator} at ${fileURLToPath(entry)}`);
  return entry.href;
}

/** @param {Point} point */
const memoryText = ({ linear, live }) =>
  `${(linear / mebibyte).toFixed(1)} / ${(live / mebibyte).toFixed(2)}`.padStart(width);

/** @param {Result} result @param {string} folder */
function write(result, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const base = path.join(folder, 'proving-loop');
  fs.writeFileSync(`${base}.json`, `${JSON.stringify(result, null, 1)}\n`);
  fs.writeFileSync(`${base}.html`, html(result));
  fs.writeFileSync(`${base}.svg`, curveSvg(result));
  return `written: ${base}.html, ${base}.svg, ${base}.json`;
}

/** @param {Result} result */
function chart(result) {
  const measured = /** @type {[string, Point[]][]} */ (Object.entries(result.modes));
  const live = measured.map(([mode, points]) => [mode, points.map((point) => point.live / mebibyte)]);
  return ['', 'live native MiB after each proof', ...terminalChart(Object.fromEntries(live)), ''];
}

/** @param {Options} options @param {string} what */
export async function bench(options, what) {
  if (what !== 'memory') throw new BadInput('usage', `no benchmark "${what}": memory`);
  const proofs = wholeNumber(options.proofs ?? '10', 'proofs');
  const hashes = wholeNumber(options.hashes ?? '64', 'hashes');
  const threads = wholeNumber(options.threads ?? '1', 'threads');
  const modes = chooseModes(options.modes ?? 'leaking,dropped,scoped');
  const allocator = options.allocator ?? shippedAllocator;
  const settings = { proofs, hashes, threads, allocator, package: packageWith(allocator) };

  const say = options.json ? () => {} : (/** @type {string} */ text) => console.log(text);
  say(`${proofs} proofs of ${hashes} Poseidon hashes, each with SRS and index of its own.`);
  say('Memory after each proof and a garbage collection, MiB: linear / live.\n');
  say(`proof  ${modes.map((mode) => mode.padStart(width)).join('')}`);
  const stride = Math.ceil(proofs / 50);
  const result = await runLoops(modes, settings, (proof, points) => {
    if (proof % stride === 0 || proof === 1)
      say(`${String(proof).padStart(5)}  ${points.map(memoryText).join('')}`);
  });
  const grown = result.verdicts.filter(({ mode, flat }) => mode !== 'leaking' && !flat);
  const lines = [
    ...chart(result),
    ...result.verdicts.map(({ mode, text }) => `${mode.padEnd(8)} ${text}`),
    '',
    write(result, options.out ?? 'reports'),
  ];
  return { exitCode: grown.length === 0 ? 0 : 1, report: result, lines };
}
