// The stages of `npm test` and their summary.
import fs from 'node:fs';
import path from 'node:path';

import { compile, compileAllocator, compilePackage, configure } from './compile.mjs';
import { ctestCounts, nodeTestCounts } from './counts.mjs';
import { formatChecks } from './format.mjs';
import { node } from './node.mjs';
import { root } from './root.mjs';
import { formatSeconds, StepFailed, tryStep } from './steps.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./compile.mjs').Preset} Preset */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {'quick' | 'whole'} [only] the run that it belongs to, if not both
 * @property {'javascript' | 'native'} track the stages of a track run one after the other, tracks side
 *   by side
 * @property {string[]} [packages] of Debian, in addition to those of every build
 * @property {(quick: boolean) => Promise<Counts>} run
 */

/**
 * The test files under a folder, at any depth.
 * @param {string} folder relative to the root
 */
export function testFiles(folder) {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs
    .readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => path.join(folder, file))
    .sort();
}

/** Tests that the quick subset leaves out: they take most of the time and test little more. */
const slow = {
  files:
    /\b(bad_input|bounds|circuit_builder|cli|cli_output|cli_secrets|field-cases|missing|threads)\.test\.mjs$/,
  cases: '-LargeOver*',
};

/**
 * @param {Preset} preset @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
async function runCtest(preset, env) {
  await compile(preset);
  const log = path.join(root, 'build', preset, 'Testing', 'Temporary', 'LastTest.log');
  fs.rmSync(log, { force: true });
  const { code } = await tryStep(`${preset}: test`, 'ctest', ['--preset', preset, '-j', '2'], { env });
  return ctestCounts(fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '', code);
}

/**
 * @param {string} name @param {string} folder
 * @param {{ env?: NodeJS.ProcessEnv, without?: RegExp, files?: number }} [options] `files` that run side by side, by
 *   default one less than there are cores
 * @returns {Promise<Counts>}
 */
function runNodeTests(name, folder, { env, without, files: parallel } = {}) {
  const files = testFiles(folder).filter((file) => !without?.test(file));
  if (files.length === 0) throw new Error(`${folder} holds no *.test.mjs`);
  return runFiles(name, files, { env, parallel });
}

/**
 * @param {string} name @param {string[]} files @param {{ env?: NodeJS.ProcessEnv, parallel?: number }} options
 * @returns {Promise<Counts>}
 */
async function runFiles(name, files, { env, parallel }) {
  const concurrency = parallel === undefined ? [] : [`--test-concurrency=${parallel}`];
  const args = ['--expose-gc', '--test', '--test-reporter=spec', ...concurrency, ...files];
  const { code, output } = await tryStep(`${name}: test`, node(), args, { env });
  return nodeTestCounts(output, code);
}

/** JavaScript's tests, on a package with another allocator. @param {string} allocator */
async function runWithAllocator(allocator) {
  await compileAllocator(allocator, 'dist');
  try {
    return await runNodeTests(`js-${allocator}`, 'tests/js', { env: { ONGGI_ALLOCATOR: allocator } });
  } finally {
    await compilePackage();
  }
}

/** A command that is one test. @type {(...step: Parameters<typeof tryStep>) => Promise<Counts>} */
async function runCheck(...step) {
  const { code } = await tryStep(...step);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @returns {Promise<Counts>} */
async function runFormatChecks() {
  const counts = [];
  for (const check of formatChecks()) counts.push(await runCheck(...check));
  return sumOf(counts);
}

function runTypeCheck() {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return runCheck('types: check', node(), [compiler, '-p', 'js-glue/tools/build']);
}

/** @type {Stage} */
const tidy = {
  name: 'clang-tidy',
  track: 'native',
  packages: ['clang-tidy'],
  async run() {
    await configure('native');
    const sources = '(core|bindings)/.*\\.cpp$';
    return runCheck('clang-tidy: check', 'run-clang-tidy', ['-quiet', '-p', 'build/native', sources]);
  },
};

/** @type {Preset[]} */
const longPresets = ['native-every-type', 'wasm-every-type', 'sanitize-every-type', 'wasm-emmalloc'];

/** @type {Stage} */
const types = { name: 'types', track: 'javascript', run: runTypeCheck };

/** @type {Stage} */
const format = {
  name: 'format',
  track: 'javascript',
  packages: ['clang-format'],
  run: runFormatChecks,
};

/** @type {Stage[]} */
export const lintStages = [types, format, tidy];

/** The Debian packages of the browsers that tests use. */
const browsers = ['chromium', 'firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth'];

/** In the order of each track; the package in dist/ is built before the first. @type {Stage[]} */
const stages = [
  types,
  format,
  {
    name: 'js',
    track: 'javascript',
    run: (quick) => runNodeTests('js', 'tests/js', quick ? { without: slow.files } : {}),
  },
  {
    name: 'interop',
    only: 'whole',
    track: 'javascript',
    run: () => runNodeTests('interop', 'tests/interop'),
  },
  {
    name: 'o1js',
    only: 'whole',
    track: 'javascript',
    // Most of a file's time is spent on one thread.
    run: () => runNodeTests('o1js', 'tests/o1js', { files: 2 }),
  },
  {
    name: 'packaging',
    only: 'whole',
    track: 'javascript',
    run: () => runNodeTests('packaging', 'tests/packaging'),
  },
  {
    name: 'browser',
    only: 'whole',
    track: 'javascript',
    packages: browsers,
    run: () => runNodeTests('browser', 'tests/browser'),
  },
  {
    // The whole run's native tests are the sanitized ones.
    name: 'native',
    only: 'quick',
    track: 'native',
    run: () => runCtest('native', { GTEST_FILTER: slow.cases }),
  },
  { name: 'counts', only: 'whole', track: 'native', run: () => runCtest('counts') },
  { name: 'wasm', only: 'whole', track: 'native', run: () => runCtest('wasm') },
  {
    name: 'sanitize',
    only: 'whole',
    track: 'native',
    packages: ['clang', 'libclang-rt-14-dev'],
    run: () => runCtest('sanitize'),
  },
];

/** @param {boolean} quick @returns {Stage[]} */
export function stagesOf(quick) {
  const run = quick ? 'quick' : 'whole';
  return stages.filter(({ only }) => only === undefined || only === run);
}

/** Every consumer of the package: bundlers, runtimes, test runners. @type {Stage[]} */
export const consumerStages = [
  {
    name: 'consumers',
    track: 'javascript',
    packages: ['chromium'],
    run: () =>
      runFiles('consumers', ['tests/packaging/bundlers.test.mjs', 'tests/long/runtimes.test.mjs'], {
        env: { ONGGI_LONG: '1' },
      }),
  },
];

/**
 * The long stages: clang-tidy, millions of handles, a hundred thousand commands of the model, and for
 * every type both halves of the tests that `npm test` runs sanitized or in WebAssembly; every program and
 * unit test of o1js; and everything with the other allocator.
 * @type {Stage[]}
 */
export const longStages = [
  tidy,
  ...longPresets.map((preset) => ({
    name: preset,
    track: /** @type {const} */ ('native'),
    packages: ['clang', 'libclang-rt-14-dev'],
    run: () => runCtest(preset),
  })),
  {
    name: 'model',
    track: 'javascript',
    run: () => runNodeTests('model', 'tests/js/model', { env: { ONGGI_LONG: '1' } }),
  },
  {
    name: 'long',
    track: 'javascript',
    packages: browsers,
    run: () => runNodeTests('long', 'tests/long', { without: /\bruntimes\.test\.mjs$/ }),
  },
  ...consumerStages,
  {
    name: 'o1js',
    track: 'javascript',
    run: () => runNodeTests('o1js', 'tests/o1js', { env: { ONGGI_LONG: '1' } }),
  },
  { name: 'js-emmalloc', track: 'javascript', run: () => runWithAllocator('emmalloc') },
];

/** @typedef {Counts & { name: string, seconds: number }} Row */

/** @param {readonly Counts[]} counts @returns {Counts} */
function sumOf(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** @param {Stage} stage @param {boolean} quick @returns {Promise<Row>} */
async function runStage({ name, run }, quick) {
  const started = performance.now();
  /** @type {Counts} */
  let counts;
  try {
    counts = await run(quick);
  } catch (error) {
    if (!(error instanceof StepFailed)) console.error(error);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  return { name, ...counts, seconds: (performance.now() - started) / 1000 };
}

/**
 * Runs the stages; a failed stage does not stop the next one. Tracks run in parallel: compilers fill the
 * cores while a single test runs in the other track.
 * @param {Stage[]} chosen @param {boolean} [quick] whether they leave out the slow tests
 * @returns {Promise<Row[]>} in the order of `chosen`
 */
export async function runStages(chosen, quick = false) {
  /** @type {Map<Stage, Row>} */
  const rows = new Map();
  const tracks = new Set(chosen.map(({ track }) => track));
  await Promise.all(
    [...tracks].map(async (track) => {
      for (const stage of chosen.filter((candidate) => candidate.track === track)) {
        rows.set(stage, await runStage(stage, quick));
      }
    })
  );
  return chosen.map((stage) => /** @type {Row} */ (rows.get(stage)));
}

/**
 * The table of stages, ending with the line "N passed, N failed".
 * @param {Row[]} rows
 */
export function summary(rows) {
  const { passed, failed } = sumOf(rows);
  const heading = ['stage', 'passed', 'failed', 'skipped', 'time'];
  const body = rows.map((row) => [
    row.name,
    String(row.passed),
    String(row.failed),
    String(row.skipped),
    formatSeconds(row.seconds),
  ]);
  const table = [heading, ...body].map(
    ([name = '', ...cells]) => `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(13)).join('')}`
  );
  return [...table, '', `${passed} passed, ${failed} failed`].join('\n');
}
