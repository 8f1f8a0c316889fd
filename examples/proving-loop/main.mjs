// The loop that made o1js run out of memory, in three modes side by side:
//
//   leaking   embind objects that nobody deletes: the bug as it was
//   dropped   handles that are simply forgotten: the shim gives them back
//   scoped    handles that are freed at once
//
//   npm start -- [--proofs 10] [--hashes 64] [--out reports]
//
// Ends with 1 if dropped or scoped grow after the third proof.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import asciichart from 'asciichart';

import { html } from './report.mjs';
import { judge } from './verdict.mjs';

/** @typedef {import('./loop.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */
/** @typedef {import('./verdict.mjs').Verdict} Verdict */
/**
 * @typedef {object} Result
 * @property {number} proofs
 * @property {number} hashes
 * @property {Record<Mode, Point[]>} modes
 * @property {Verdict[]} verdicts
 */

const modes = /** @type {const} */ (['leaking', 'dropped', 'scoped']);
const mebibyte = 2 ** 20;

const options = {
  proofs: { type: /** @type {const} */ ('string'), default: '10' },
  hashes: { type: /** @type {const} */ ('string'), default: '64' },
  out: { type: /** @type {const} */ ('string'), default: 'reports' },
};

/** @param {string} text @param {string} name @param {number} least */
function wholeNumber(text, name, least) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    console.error(`--${name} must be a whole number of at least ${least}, not ${text}`);
    process.exit(2);
  }
  return value;
}

/** @param {Mode} mode @param {number} hashes */
function startLoop(mode, hashes) {
  const child = fork(fileURLToPath(new URL('loop.mjs', import.meta.url)), [mode, String(hashes)], {
    execArgv: ['--expose-gc'],
  });
  /** @returns {Promise<Point>} */
  const prove = () =>
    new Promise((resolve, reject) => {
      const onExit = (/** @type {number | null} */ code) => reject(new Error(`${mode}: exited with ${code}`));
      child.once('exit', onExit);
      child.once('message', (/** @type {any} */ answer) => {
        child.off('exit', onExit);
        if (answer.error === undefined) resolve(answer);
        else reject(new Error(`${mode}: ${answer.error}`));
      });
      child.send('prove');
    });
  return { mode, prove, stop: () => child.disconnect() };
}

/** @param {Record<Mode, Point[]>} measured */
function chart(measured) {
  const colours = process.stdout.isTTY
    ? [asciichart.lightred, asciichart.lightblue, asciichart.lightgreen]
    : undefined;
  // A point is one column of the terminal; stretch a short run.
  const columns = 60;
  const curves = modes.map((mode) => {
    const points = measured[mode];
    return Array.from({ length: columns }, (_, i) => {
      const point = /** @type {Point} */ (points[Math.floor((i * points.length) / columns)]);
      return point.live / mebibyte;
    });
  });
  console.log('\nlive native MiB after each proof');
  console.log(asciichart.plot(curves, { height: 14, min: 0, colors: colours }));
  if (colours) {
    const legend = modes.map((mode, i) => `${colours[i]}── ${mode}${asciichart.reset}`);
    console.log(`             ${legend.join('   ')}\n`);
  }
}

async function main() {
  const { values } = parseArgs({ options });
  const proofs = wholeNumber(values.proofs, 'proofs', 1);
  const hashes = wholeNumber(values.hashes, 'hashes', 1);

  console.log(`${proofs} proofs of ${hashes} Poseidon hashes, each with SRS and index of its own.`);
  console.log('Memory after each proof and a garbage collection, MiB: linear / live.\n');
  console.log(`proof  ${modes.map((mode) => mode.padStart(17)).join('')}`);

  const loops = modes.map((mode) => startLoop(mode, hashes));
  /** @type {Record<Mode, Point[]>} */
  const measured = { leaking: [], dropped: [], scoped: [] };
  try {
    for (let i = 1; i <= proofs; ++i) {
      process.stdout.write(String(i).padStart(5) + '  ');
      for (const { mode, prove } of loops) {
        const point = await prove();
        measured[mode].push(point);
        const text = `${(point.linear / mebibyte).toFixed(1)} / ${(point.live / mebibyte).toFixed(2)}`;
        process.stdout.write(text.padStart(17));
      }
      process.stdout.write('\n');
    }
  } finally {
    for (const { stop } of loops) stop();
  }

  chart(measured);
  const verdicts = modes.map((mode) => judge(mode, measured[mode]));
  for (const { mode, text } of verdicts) console.log(`${mode.padEnd(8)} ${text}`);

  const result = /** @type {Result} */ ({ proofs, hashes, modes: measured, verdicts });
  fs.mkdirSync(values.out, { recursive: true });
  const base = path.join(values.out, 'proving-loop');
  fs.writeFileSync(`${base}.json`, JSON.stringify(result, null, 1) + '\n');
  fs.writeFileSync(`${base}.html`, html(result));
  console.log(`\nwritten: ${base}.html, ${base}.json`);

  const grown = verdicts.filter(({ mode, flat }) => mode !== 'leaking' && !flat);
  if (grown.length > 0) process.exitCode = 1;
}

await main();
