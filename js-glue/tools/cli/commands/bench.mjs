// Benchmarks of memory, as checks: accepted if memory stands still where it must.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { curveSvg } from '../../lab/bench/curve_svg.mjs';
import { html } from '../../lab/bench/html.mjs';
import { LoopError, runLoops } from '../../lab/bench/memory.mjs';
import { allModes } from '../../lab/bench/modes.mjs';
import { terminalChart } from '../../lab/bench/terminal.mjs';
import { leastProofs } from '../../lab/bench/verdict.mjs';
import { makeFolder, writeFile } from '../files.mjs';
import { BadInput } from '../outcome.mjs';

/** @typedef {import('../../lab/bench/memory.mjs').Result} Result */
/** @typedef {import('../../lab/bench/modes.mjs').Mode} Mode */
/** @typedef {import('../../lab/bench/verdict.mjs').Point} Point */
/** @typedef {{ json?: boolean, proofs?: string, hashes?: string, modes?: string, threads?: string, allocator?: string, out?: string }} Options */

const shippedAllocator = 'dlmalloc';
const mebibyte = 2 ** 20;
const width = 17;

/** @param {string} text @param {string} name @param {number} [least] */
function wholeNumber(text, name, least = 1) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new BadInput('usage', `--${name} must be a whole number of at least ${least}, not ${text}`);
  return value;
}

/** Whether memory must stand still in it. @param {Mode} mode */
const isJudged = (mode) => mode !== 'leaking';

/** @param {string} text @returns {Mode[]} */
function chooseModes(text) {
  const chosen = /** @type {Mode[]} */ (text === 'all' ? allModes : text.split(','));
  const unknown = chosen.find((mode) => !allModes.includes(mode));
  if (unknown !== undefined)
    throw new BadInput('usage', `no mode "${unknown}": ${allModes.join(', ')} or all`);
  if (!chosen.some(isJudged))
    throw new BadInput('usage', `memory is to grow in the mode ${text}: name one in which it must not`);
  return chosen;
}

/** What to import for an allocator. @param {string} allocator */
function packageWith(allocator) {
  if (allocator === shippedAllocator) return 'onggi';
  const entry = new URL(`../../../../build/allocators/${allocator}/index.mjs`, import.meta.url);
  if (!fs.existsSync(entry))
    throw new BadInput('no_such_build', `no build with ${allocator} at ${fileURLToPath(entry)}`);
  return entry.href;
}

/** @param {Point} point */
const memoryText = ({ linear, live }) =>
  `${(linear / mebibyte).toFixed(1)} / ${(live / mebibyte).toFixed(2)}`.padStart(width);

/** @param {Result} result @param {string} folder */
function write(result, folder) {
  const base = path.join(folder, 'proving-loop');
  writeFile(`${base}.json`, `${JSON.stringify(result, null, 1)}\n`);
  writeFile(`${base}.html`, html(result));
  writeFile(`${base}.svg`, curveSvg(result));
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
  const proofs = wholeNumber(options.proofs ?? '10', 'proofs', leastProofs);
  const hashes = wholeNumber(options.hashes ?? '64', 'hashes');
  const threads = wholeNumber(options.threads ?? '1', 'threads');
  const modes = chooseModes(options.modes ?? 'leaking,dropped,scoped');
  const allocator = options.allocator ?? shippedAllocator;
  const settings = { proofs, hashes, threads, allocator, package: packageWith(allocator) };
  const out = options.out ?? 'reports';
  makeFolder(out);

  const say = options.json ? () => {} : (/** @type {string} */ text) => console.log(text);
  const sayHead = () => {
    say(`${proofs} proofs of ${hashes} Poseidon hashes, each with SRS and index of its own.`);
    say('Memory after each proof and a garbage collection, MiB: linear / live.\n');
    say(`proof  ${modes.map((mode) => mode.padStart(width)).join('')}`);
  };
  const stride = Math.ceil(proofs / 50);
  const result = await runLoops(modes, settings, (proof, points) => {
    if (proof === 1) sayHead();
    if (proof % stride === 0 || proof === 1)
      say(`${String(proof).padStart(5)}  ${points.map(memoryText).join('')}`);
  }).catch((error) => {
    throw error instanceof LoopError ? new BadInput(error.code, error.message) : error;
  });
  const grown = result.verdicts.filter(({ mode, flat }) => isJudged(mode) && !flat);
  const lines = [
    ...chart(result),
    ...result.verdicts.map(({ mode, text }) => `${mode.padEnd(8)} ${text}`),
    '',
    write(result, out),
  ];
  return { exitCode: grown.length === 0 ? 0 : 1, report: result, lines };
}
