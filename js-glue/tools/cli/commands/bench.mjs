// The memory benchmark as a check: accepted if memory does not grow in the modes that free objects.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { curveSvg } from '../../lab/bench/curve_svg.mjs';
import { html } from '../../lab/bench/html.mjs';
import { LoopError, runLoops } from '../../lab/bench/memory.mjs';
import { allModes } from '../../lab/bench/modes.mjs';
import { terminalChart } from '../../lab/bench/terminal.mjs';
import { leastProofs } from '../../lab/bench/verdict.mjs';
import { threadsOf, wholeNumber } from '../arguments.mjs';
import { green, red } from '../colours.mjs';
import { BadInput } from '../outcome.mjs';
import { makeFolder, prepareOutput } from '../output.mjs';
import { withProgress } from '../progress.mjs';
import { print } from '../stdout.mjs';

/** @typedef {import('../../lab/bench/memory.mjs').Result} Result */
/** @typedef {import('../../lab/bench/modes.mjs').Mode} Mode */
/** @typedef {import('../../lab/bench/verdict.mjs').Point} Point */
/** @typedef {{ json?: boolean, proofs?: string, hashes?: string, modes?: string, threads?: string, allocator?: string, out?: string }} Options */

const shippedAllocator = 'dlmalloc';
const mebibyte = 2 ** 20;
const width = 17;

/** Whether memory must not grow in the mode. @param {Mode} mode */
const isJudged = (mode) => mode !== 'leaking';

/** @param {string} text @returns {Mode[]} */
function chooseModes(text) {
  const chosen = /** @type {Mode[]} */ (text === 'all' ? allModes : text.split(','));
  const unknown = chosen.find((mode) => !allModes.includes(mode));
  if (unknown !== undefined)
    throw new BadInput('usage', `no mode "${unknown}": expected ${allModes.join(', ')} or all`);
  if (!chosen.some(isJudged))
    throw new BadInput('usage', `memory grows in the mode ${text}: add a mode in which it must not`);
  return chosen;
}

/** The package to import for an allocator. @param {string} allocator */
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

/** The report's files, which can be written. @param {string} folder */
function prepareReport(folder) {
  makeFolder(folder);
  const base = path.join(folder, 'proving-loop');
  const [json, page, svg] = ['json', 'html', 'svg'].map((ending) => prepareOutput(`${base}.${ending}`));
  /** @param {Result} result */
  return (result) => {
    json?.(`${JSON.stringify(result, null, 1)}\n`);
    page?.(html(result));
    svg?.(curveSvg(result));
    return `written: ${base}.html, ${base}.svg, ${base}.json`;
  };
}

/** @param {Result} result */
function chart(result) {
  const measured = /** @type {[string, Point[]][]} */ (Object.entries(result.modes));
  const live = measured.map(([mode, points]) => [mode, points.map((point) => point.live / mebibyte)]);
  return ['', 'live native MiB after each proof', ...terminalChart(Object.fromEntries(live)), ''];
}

/** @param {Options} options @param {string} what */
export async function bench(options, what) {
  if (what !== 'memory') throw new BadInput('usage', `no benchmark "${what}": expected memory`);
  const proofs = wholeNumber(options.proofs ?? '10', 'proofs', leastProofs);
  const hashes = wholeNumber(options.hashes ?? '64', 'hashes');
  const threads = threadsOf(options);
  const modes = chooseModes(options.modes ?? 'leaking,dropped,scoped');
  const allocator = options.allocator ?? shippedAllocator;
  const settings = { proofs, hashes, threads, allocator, package: packageWith(allocator) };
  const write = prepareReport(options.out ?? 'reports');

  const say = options.json ? async () => {} : print;
  const sayHead = async () => {
    await say(`${proofs} proofs of ${hashes} Poseidon hashes, each with its own SRS and index.`);
    await say('Memory after each proof and a garbage collection, MiB: linear / live.\n');
    await say(`proof  ${modes.map((mode) => mode.padStart(width)).join('')}`);
  };
  const stride = Math.ceil(proofs / 50);
  /** @type {Result} */
  const result = await withProgress('benchmark', (onProgress) =>
    runLoops(modes, settings, async (proof, points) => {
      if (proof === 1) await sayHead();
      if (proof % stride === 0 || proof === 1)
        await say(`${String(proof).padStart(5)}  ${points.map(memoryText).join('')}`);
      // Without --json, the rows show the progress.
      if (options.json) onProgress?.({ phase: `proof ${proof} of ${proofs}`, fraction: proof / proofs });
    })
  ).catch((error) => {
    throw error instanceof LoopError ? new BadInput(error.code, error.message) : error;
  });
  const grown = result.verdicts.filter(({ mode, flat }) => isJudged(mode) && !flat);
  const lines = [
    ...chart(result),
    ...result.verdicts.map(({ mode, flat, text }) => `${mode.padEnd(8)} ${flat ? green(text) : red(text)}`),
    '',
    write(result),
  ];
  return { exitCode: grown.length === 0 ? 0 : 1, report: result, lines };
}
