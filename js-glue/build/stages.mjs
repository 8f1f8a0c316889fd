// The stages of `npm test` and their summary.
import fs from 'node:fs';
import path from 'node:path';

import { compile } from './compile.mjs';
import { ctestCounts, nodeTestCounts } from './counts.mjs';
import { root } from './root.mjs';
import { formatSeconds, StepFailed, tryStep } from './steps.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {{ name: string, quick: boolean, run: () => Promise<Counts> }} Stage */

/**
 * The test files under a folder, whatever the depth.
 * @param {string} folder relative to the root
 */
function testFiles(folder) {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => path.join(folder, file))
    .sort();
}

/** @param {'native' | 'sanitize' | 'wasm'} preset @returns {Promise<Counts>} */
async function runCtest(preset) {
  await compile(preset);
  const log = path.join(root, 'build', preset, 'Testing', 'Temporary', 'LastTest.log');
  fs.rmSync(log, { force: true });
  const { code } = await tryStep(`${preset}: test`, 'ctest', ['--preset', preset, '-j', '2']);
  return ctestCounts(fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '', code);
}

/** @param {string} name @param {string} folder @returns {Promise<Counts>} */
async function runNodeTests(name, folder) {
  const files = testFiles(folder);
  if (files.length === 0) throw new Error(`${folder} holds no *.test.mjs`);
  const args = ['--expose-gc', '--test', '--test-reporter=spec', ...files];
  const { code, output } = await tryStep(`${name}: test`, process.execPath, args);
  return nodeTestCounts(output, code);
}

/** @returns {Promise<Counts>} */
async function runTypeCheck() {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code } = await tryStep('types: check', process.execPath, [compiler, '-p', 'js-glue/build']);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** In the order in which they run; the package in dist/ is built before the first. */
export const stages = /** @type {Stage[]} */ ([
  { name: 'types', quick: true, run: runTypeCheck },
  { name: 'native', quick: true, run: () => runCtest('native') },
  { name: 'js', quick: true, run: () => runNodeTests('js', 'tests/js') },
  { name: 'wasm', quick: false, run: () => runCtest('wasm') },
  { name: 'interop', quick: false, run: () => runNodeTests('interop', 'tests/interop') },
  { name: 'packaging', quick: false, run: () => runNodeTests('packaging', 'tests/packaging') },
  { name: 'sanitize', quick: false, run: () => runCtest('sanitize') },
]);

/** @typedef {Counts & { name: string, seconds: number }} Row */

/**
 * Runs the stages; one that fails does not stop the next.
 * @param {Stage[]} chosen
 * @returns {Promise<Row[]>}
 */
export async function runStages(chosen) {
  /** @type {Row[]} */
  const rows = [];
  for (const { name, run } of chosen) {
    const started = performance.now();
    /** @type {Counts} */
    let counts;
    try {
      counts = await run();
    } catch (error) {
      if (!(error instanceof StepFailed)) console.error(error);
      counts = { passed: 0, failed: 1, skipped: 0 };
    }
    rows.push({ name, ...counts, seconds: (performance.now() - started) / 1000 });
  }
  return rows;
}

/**
 * The table of stages, ending with the line "N passed, N failed".
 * @param {Row[]} rows
 */
export function summary(rows) {
  /** @param {keyof Counts} key */
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const heading = ['stage', 'passed', 'failed', 'skipped', 'time'];
  const body = rows.map(({ name, passed, failed, skipped, seconds }) => [
    name,
    String(passed),
    String(failed),
    String(skipped),
    formatSeconds(seconds),
  ]);
  const table = [heading, ...body].map(([name = '', ...cells]) =>
    `  ${name.padEnd(12)}${cells.map((cell) => cell.padStart(13)).join('')}`
  );
  return [...table, '', `${total('passed')} passed, ${total('failed')} failed`].join('\n');
}
