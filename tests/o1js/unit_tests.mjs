// Runs o1js's own unit tests on onggi: they are transpiled from the sources of its package into a copy.
//
//   node tests/o1js/unit_tests.mjs [--tests PATTERN] [--quick] [--seams native,wasm] [--page docs/o1js-tests.md]
//
// It prints a table, and keeps what it measured in build/o1js-unit-tests/results.json. With --page it writes
// the results of all runs since the copy was made as a page.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { excluded, long, quick } from './unit_test_list.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'build', 'o1js-unit-tests');
const installed = fs.realpathSync(path.join(root, 'tests', 'node_modules', 'o1js'));
const copy = path.join(folder, 'o1js');
const resultsFile = path.join(folder, 'results.json');

/** @typedef {'native' | 'wasm'} Seam which of o1js's backends onggi replaces */
/** @typedef {{ test: string, seam: Seam, passed: boolean, seconds: number, output: string }} Result */

/** The tests that run, as paths in the package's sources without `.unit-test.ts`. */
export const tests = [...quick, ...long].sort();

/** Whether the package has the source of a test. @param {string} test */
export const exists = (test) => fs.existsSync(path.join(installed, 'src', `${test}.unit-test.ts`));

/** @param {string} test */
const compiled = (test) => path.join(copy, 'dist', 'node', `${test}.unit-test.js`);

/** Copies the package and transpiles those sources that it ships without the compiled file. */
export async function makeCopy() {
  const { default: ts } = await import('typescript');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.symlinkSync(path.join(root, 'tests', 'node_modules'), path.join(folder, 'node_modules'));
  fs.cpSync(path.join(installed, 'package.json'), path.join(copy, 'package.json'));
  fs.cpSync(path.join(installed, 'dist', 'node'), path.join(copy, 'dist', 'node'), { recursive: true });
  const sources = fs
    .readdirSync(path.join(installed, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  for (const source of sources) {
    const target = path.join(copy, 'dist', 'node', source.replace(/ts$/, 'js'));
    if (fs.existsSync(target)) continue;
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(installed, 'src', source), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2021,
        module: ts.ModuleKind.ES2022,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
        esModuleInterop: true,
      },
    });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, outputText);
  }
  // One test requires the native addon by its path.
  const addon = path.join(copy, 'dist', 'node', 'bindings', 'compiled', 'node_bindings', 'kimchi_napi.node');
  fs.mkdirSync(addon, { recursive: true });
  fs.writeFileSync(path.join(addon, 'package.json'), '{ "main": "index.cjs" }\n');
  fs.writeFileSync(
    path.join(addon, 'index.cjs'),
    `module.exports = require('@o1js/native-${process.platform}-${process.arch}');\n`
  );
}

/**
 * Runs a test in its own process, with a home folder of its own. Processes that the test starts run on onggi as well.
 * @param {string} test @param {Seam} seam @returns {Promise<Result>}
 */
export async function runTest(test, seam) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-unit-'));
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS = '', ...env } = process.env;
  const started = performance.now();
  let output = '';
  const child = spawn(process.execPath, [compiled(test)], {
    cwd: folder,
    env: {
      ...env,
      HOME: home,
      XDG_CACHE_HOME: path.join(home, 'cache'),
      O1JS_BACKEND: seam,
      NODE_OPTIONS: `${NODE_OPTIONS} --import onggi/o1js`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.once('close', resolve));
  fs.rmSync(home, { recursive: true, force: true });
  return { test, seam, passed: code === 0, seconds: (performance.now() - started) / 1000, output };
}

/** @returns {Omit<Result, 'output'>[]} */
const readResults = () =>
  fs.existsSync(resultsFile) ? JSON.parse(fs.readFileSync(resultsFile, 'utf8')) : [];

/** @param {Result} result */
function keep({ output: _, ...result }) {
  const others = readResults().filter(({ test, seam }) => test !== result.test || seam !== result.seam);
  fs.writeFileSync(resultsFile, JSON.stringify([...others, result], null, 1) + '\n');
}

/** The page with the table of results. */
function page() {
  const results = readResults();
  /** @param {string} test @param {Seam} seam */
  const cell = (test, seam) => {
    const result = results.find((each) => each.test === test && each.seam === seam);
    if (result === undefined) return 'not run';
    return result.passed ? 'passes' : 'fails';
  };
  const { version } = createRequire(import.meta.url)(path.join(installed, 'package.json'));
  const rows = tests.map((test) => `| \`${test}\` | ${cell(test, 'native')} | ${cell(test, 'wasm')} |`);
  const reasons = Object.entries(excluded).map(([test, reason]) => `| \`${test}\` | ${reason} |`);
  return [
    "# o1js's own unit tests on onggi",
    '',
    `The unit tests of o1js ${version} that use its backend, transpiled from the sources of its package and run with`,
    '`node --import onggi/o1js`: once where onggi takes the place of the native addon, once where it takes the place of',
    'the WebAssembly. `node tests/o1js/unit_tests.mjs --page docs/o1js-tests.md` wrote this page. Tests that are "not run" were not',
    'tried with this version yet; `npm run test:long` runs them all.',
    '',
    '| test | native | WebAssembly |',
    '|---|---|---|',
    ...rows,
    '',
    "o1js's other unit tests do not use the backend. These use it and do not run:",
    '',
    '| test | reason |',
    '|---|---|',
    ...reasons,
    '',
  ].join('\n');
}

async function main() {
  const { values } = parseArgs({
    options: {
      tests: { type: 'string', default: '' },
      seams: { type: 'string', default: 'native,wasm' },
      quick: { type: 'boolean', default: false },
      page: { type: 'string' },
    },
  });
  if (!fs.existsSync(copy)) await makeCopy();
  const chosen = (values.quick ? quick : tests).filter((test) => new RegExp(values.tests).test(test));
  for (const test of chosen) {
    for (const seam of /** @type {Seam[]} */ (values.seams.split(',').filter(Boolean))) {
      const result = await runTest(test, seam);
      keep(result);
      console.log(
        `${result.passed ? 'passes' : 'FAILS '} ${seam.padEnd(6)} ${result.seconds.toFixed(1)} s  ${test}`
      );
      if (!result.passed) console.log(result.output.split('\n').slice(-30).join('\n'));
      if (!result.passed) process.exitCode = 1;
    }
  }
  if (values.page !== undefined) fs.writeFileSync(path.join(root, values.page), page());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
