// The long run: npm run fuzz -- [--runs N] [TARGET…]
//
// Builds the targets and gives each its share of N executions (10 million by default), two targets
// at a time. New inputs stay in build/sanitize/tests/fuzz/long/TARGET, and a later run goes on from
// them; an input that fails is printed and kept there as well.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = path.join(root, 'build', 'sanitize', 'tests', 'fuzz');
const parallel = 2;

/** Runs of targets whose executions take milliseconds count this many times. @type {Record<string, number>} */
const weights = { verify: 100, index_file: 20 };

/** @param {string} command @param {string[]} args */
function mustRun(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The targets, with the arguments of their short runs, as CTest knows them. */
function targets() {
  const { stdout } = spawnSync('ctest', ['--show-only=json-v1'], {
    cwd: path.join(root, 'build', 'sanitize'),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  /** @type {{ name: string, command: string[] }[]} */
  const tests = JSON.parse(stdout).tests;
  return tests
    .filter(({ name }) => name.startsWith('fuzz_') && name !== 'fuzz_seeds')
    .map(({ name, command }) => ({ name: name.replace(/^fuzz_/, ''), command }));
}

/**
 * @param {{ name: string, command: string[] }} target
 * @param {number} runs
 * @returns {Promise<{ name: string, runs: number, seconds: number, ok: boolean }>}
 */
function runLong({ name, command }, runs) {
  const folder = path.join(built, 'long', name);
  fs.mkdirSync(folder, { recursive: true });
  const [program = '', ...short] = command;
  const kept = short.filter((argument) => !/^-(runs|seed|artifact_prefix)=/.test(argument));
  const options = kept.filter((argument) => argument.startsWith('-'));
  const corpora = kept.filter((argument) => !argument.startsWith('-'));
  const args = [
    ...options,
    `-runs=${runs}`,
    `-artifact_prefix=${folder}/`,
    '-print_final_stats=1',
    folder,
    ...corpora,
  ];
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let tail = '';
    child.stderr.on('data', (chunk) => (tail = (tail + chunk).slice(-20_000)));
    child.on('close', (code) => {
      const done = Number(/stat::number_of_executed_units:\s+(\d+)/.exec(tail)?.[1] ?? 0);
      if (code !== 0) console.log(tail);
      const seconds = Math.round((performance.now() - started) / 1000);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}: ${done} executions in ${seconds} s`);
      resolve({ name, runs: done, seconds, ok: code === 0 });
    });
  });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '10000000' } },
});
mustRun('cmake', ['--preset', 'sanitize']);
mustRun('cmake', ['--build', '--preset', 'sanitize', '--target', 'onggi_fuzz']);
mustRun(path.join(built, 'fuzz_seeds'), [path.join(built, 'seeds')]);

const chosen = targets().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const shares = chosen.map(({ name }) => 1 / (weights[name] ?? 1));
const all = shares.reduce((sum, share) => sum + share, 0);
const queue = chosen.map((target, i) => ({
  target,
  runs: Math.ceil((Number(values.runs) * /** @type {number} */ (shares[i])) / all),
}));
/** @type {Awaited<ReturnType<typeof runLong>>[]} */
const results = [];
await Promise.all(
  Array.from({ length: parallel }, async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      results.push(await runLong(next.target, next.runs));
  })
);
const total = results.reduce((sum, { runs }) => sum + runs, 0);
const failed = results.filter(({ ok }) => !ok).length;
console.log(`${total} executions of ${results.length} targets, ${failed} failed`);
process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
