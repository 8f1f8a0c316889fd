// How many mutants of the shim the tests kill.
//
//   node tests/mutation/main.mjs [--files NAME,…] [--part I/N] [--list]
//
// Each mutant is a copy of js-glue/src with one change, on which the suite runs. A run that fails or
// takes too long has killed it. Mutants that no test could kill, for they behave the
// same, are named in equivalent.json with the reason. Writes reports/mutation.json.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { mutantsOf } from './mutants.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'js-glue', 'src');
const wanted = 0.95;
const mostMilliseconds = 120_000;

/** The tests that mutants meet, fast ones first. */
const suite = ['table', 'scope', 'call', 'leaks', 'model/model', 'pressure'];

/** The ownership model and what stands on it. */
const shim = [
  'slots',
  'lists',
  'table',
  'current',
  'scope',
  'handle',
  'call',
  'leaks',
  'budget',
  'pressure',
  'rescue',
];

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: shim.join(',') },
    part: { type: 'string', default: '1/1' },
    list: { type: 'boolean', default: false },
  },
});

/** @type {Record<string, string>} reasons by "file: line text => change" */
const equivalent = JSON.parse(
  fs.readFileSync(new URL('equivalent.json', import.meta.url), 'utf8')
);

/** A folder with what the suite needs, to be mutated in. */
function workshop() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-mutants-'));
  fs.cpSync(source, path.join(folder, 'js-glue', 'src'), { recursive: true });
  fs.cpSync(path.join(root, 'tests', 'js'), path.join(folder, 'tests', 'js'), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/** @param {string} folder @returns {boolean} whether all tests passed */
function suitePasses(folder) {
  return suite.every((name) => {
    const file = path.join(folder, 'tests', 'js', `${name}.test.mjs`);
    const { status } = spawnSync(process.execPath, ['--expose-gc', file], {
      cwd: folder,
      stdio: 'ignore',
      timeout: mostMilliseconds,
      killSignal: 'SIGKILL',
      env: { ...process.env, ONGGI_MUTANT: '1' },
    });
    return status === 0;
  });
}

const folder = workshop();
try {
  if (!suitePasses(folder)) throw new Error('the suite fails without a mutant');
  const [part = 1, parts = 1] = options.part.split('/').map(Number);
  const all = options.files.split(',').flatMap((name) => {
    const text = fs.readFileSync(path.join(source, `${name}.mjs`), 'utf8');
    return mutantsOf(text).map((mutant) => ({ name, text, ...mutant }));
  });
  const chosen = all.filter((_, i) => i % parts === part - 1);
  const survivors = [];
  let killed = 0;
  let same = 0;
  for (const { name, text, line, from, to, start, end } of chosen) {
    const where = `${name}: ${text.split('\n')[line - 1]?.trim()} => ${to}`;
    if (options.list) console.log(where);
    if (options.list) continue;
    if (equivalent[where] !== undefined) {
      ++same;
      continue;
    }
    const file = path.join(folder, 'js-glue', 'src', `${name}.mjs`);
    fs.writeFileSync(file, text.slice(0, start) + to + text.slice(end));
    if (suitePasses(folder)) {
      survivors.push({ where, line, from: from.slice(0, 80) });
      console.log(`survived  ${name}.mjs:${line}  ${from.slice(0, 60)} => ${to}`);
    } else ++killed;
    fs.writeFileSync(file, text);
  }
  const tried = killed + survivors.length;
  const share = killed / Math.max(1, tried);
  const report = { tried, killed, share, equivalent: same, survivors };
  fs.mkdirSync(path.join(root, 'reports'), { recursive: true });
  fs.writeFileSync(
    path.join(root, 'reports', 'mutation.json'),
    `${JSON.stringify(report, null, 2)}\n`
  );
  console.log(`${killed} of ${tried} mutants killed: ${(100 * share).toFixed(1)} %`);
  process.exitCode = share >= wanted ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true });
}
