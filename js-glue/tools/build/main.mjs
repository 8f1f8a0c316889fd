// The driver behind the npm scripts.
//
//   node js-glue/tools/build/main.mjs start [ARGS…]   the proving loop, with ARGS
//   node js-glue/tools/build/main.mjs bench [ARGS…]   the benchmark against the Rust implementation (the peer), with ARGS
//   node js-glue/tools/build/main.mjs bench:o1js [ARGS…]   o1js on onggi against o1js's own backends, with ARGS
//   node js-glue/tools/build/main.mjs build           dist/ only
//   node js-glue/tools/build/main.mjs build --allocator NAME   the package with another allocator as well,
//                                               in build/allocators/NAME
//   node js-glue/tools/build/main.mjs test [--quick | --long]  every stage, those that take seconds, or hours
//   node js-glue/tools/build/main.mjs matrix          the tests of every consumer, and their table in docs/
//   node js-glue/tools/build/main.mjs lint            types, formatters and linters, clang-tidy on every C++ source
//   node js-glue/tools/build/main.mjs format          formats every C++ and JavaScript file
//   node js-glue/tools/build/main.mjs docs            the documentation as a static site in build/docs
//   node js-glue/tools/build/main.mjs demo            the page of examples/browser as static files in build/demo
//   node js-glue/tools/build/main.mjs service [ARGS…]   examples/proving-service, with ARGS
//   node js-glue/tools/build/main.mjs test:service   the tests of examples/proving-service
//   node js-glue/tools/build/main.mjs interop         the exchange with the peer, on many random circuits
//
// Each command first installs missing Debian and npm packages, so that a fresh clone needs nothing else.
import { parseArgs } from 'node:util';

import { compile, compileAllocator, compilePackage } from './compile.mjs';
import { ensurePackages, packages } from './debian.mjs';
import { makeSite } from './docs.mjs';
import { format } from './format.mjs';
import { keepNode, node, requireNode } from './node.mjs';
import { ensureDependencies, ensureServiceDependencies, ensureTestDependencies } from './npm.mjs';
import {
  consumerStages,
  lintStages,
  longStages,
  runStages,
  serviceStage,
  stagesOf,
  summary,
  testFiles,
} from './stages.mjs';
import { foreground, formatSeconds, StepFailed } from './steps.mjs';

/** @param {string[]} [more] Debian packages besides those of every build */
async function prepare(more = []) {
  requireNode();
  await ensurePackages([...packages, ...more]);
  keepNode();
  await ensureDependencies();
  await compilePackage();
}

/** @param {string[]} [more] Debian packages besides those of every build */
async function prepareTests(more) {
  await prepare(more);
  await ensureTestDependencies();
}

/** @param {string} script relative to the root @param {string[]} args */
const runScript = (script, args) => foreground(node(), ['--expose-gc', script, ...args]);

/** @param {import('./stages.mjs').Stage[]} chosen @param {boolean} [quick] */
async function test(chosen, quick = false) {
  let rows;
  try {
    await prepareTests(chosen.flatMap((stage) => stage.packages ?? []));
    rows = await runStages(chosen, quick);
  } catch (error) {
    report(error);
    rows = [{ name: 'build', passed: 0, failed: 1, skipped: 0, seconds: process.uptime() }];
  }
  console.log(`\n${summary(rows)}`);
  return rows.some((row) => row.failed > 0) ? 1 : 0;
}

/** Runs the exchange with the peer in the foreground, with many random circuits that differ each time. */
async function interop() {
  process.env.ONGGI_RANDOM_RUNS ??= '200';
  process.env.ONGGI_RANDOM_SEED ??= String(Date.now() % 2 ** 31);
  await prepareTests();
  const args = ['--expose-gc', '--test', '--test-reporter=spec', ...testFiles('tests/interop')];
  return foreground(node(), args);
}

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const commands = {
  start: async (args) => {
    await prepare();
    return runScript('examples/proving-loop/main.mjs', args);
  },
  bench: async (args) => {
    await prepareTests();
    await compile('native', ['native_side']);
    return runScript('tests/bench/bench.mjs', args);
  },
  'bench:o1js': async (args) => {
    await prepareTests();
    return runScript('tests/bench/o1js.mjs', args);
  },
  build: async (args) => {
    const { values } = parseArgs({ args, options: { allocator: { type: 'string' } } });
    await prepare();
    if (values.allocator !== undefined) await compileAllocator(values.allocator);
    console.log(`  Built in ${formatSeconds(process.uptime())}.`);
    return 0;
  },
  test: (args) => {
    if (args.includes('--long')) return test(longStages);
    const quick = args.includes('--quick');
    return test(stagesOf(quick), quick);
  },
  matrix: async () => {
    const code = await test(consumerStages);
    return code || runScript('tests/packaging/matrix.mjs', []);
  },
  lint: () => test(lintStages),
  format: async () => {
    await ensurePackages(['clang-format']);
    await ensureTestDependencies();
    return format();
  },
  docs: async () => {
    await prepareTests();
    await makeSite();
    console.log('  The site is build/docs/index.html.');
    return 0;
  },
  demo: async (args) => {
    await prepare();
    return runScript('examples/browser/build.mjs', args);
  },
  service: async (args) => {
    await prepare(['redis-server']);
    await ensureServiceDependencies();
    return runScript('examples/proving-service/start.mjs', args);
  },
  'test:service': () => test([serviceStage]),
  interop,
};

/** Prints an error, unless it is a failed step, which was reported already. @param {unknown} error */
function report(error) {
  if (error instanceof StepFailed) console.error(`\n${error.message}`);
  else console.error(`\n${error instanceof Error ? error.message : error}`);
}

const [command = '', ...args] = process.argv.slice(2);
const run = commands[command];
if (run === undefined) {
  console.error(`usage: main.mjs ${Object.keys(commands).join('|')}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(args);
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}
