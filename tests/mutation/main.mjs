// How many mutants of the shim the tests kill.
//
//   node tests/mutation/main.mjs [--files NAME,…] [--part I/N] [--list]
//
// Each mutant is a copy of js-glue/runtime with one change. The tests of the changed file run on it until
// one fails or takes too long: then the mutant is killed. Mutants that no test can kill, because
// they behave the same, are named in equivalent.json with the reason. Writes reports/mutation.json.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { mutantsOf } from './mutants.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'js-glue');
const bail = fileURLToPath(new URL('bail.mjs', import.meta.url));
const wanted = 0.95;
// Processor time: a busy machine does not kill mutants.
const mostSeconds = 8;

/** The tests by what they are about, fast ones first. */
const ownership = [
  'table',
  'table_instances',
  'scope',
  'call',
  'closed_instance',
  'call_bytes',
  'model/model',
];
const scopes = ['scope', 'scope_async', 'model/model'];
const calls = ['call', 'call_listeners', 'closed_instance', 'call_bytes', 'handle', 'exit', ...scopes];
const limits = ['collection', 'pressure', 'missing'];

/** The ownership model and what stands on it, each with the tests that its mutants meet. */
const shim = {
  'runtime/handles/slots': [...ownership, 'slots'],
  'runtime/handles/slot_list': scopes,
  'runtime/handles/table': [...ownership, 'leaks', 'pressure', 'missing'],
  'runtime/handles/addresses': ['addresses'],
  'runtime/handles/finalization': ['finalization', 'pressure', 'missing'],
  'runtime/handles/scope_context': [...scopes, 'missing'],
  'runtime/handles/scope': scopes,
  'runtime/handles/handle': ['handle', 'finalization', ...calls, 'missing', 'pressure'],
  'runtime/native/call': [...calls, 'slots'],
  'runtime/handles/transfer': ['handle', 'transfer'],
  'runtime/native/instance': calls,
  'runtime/native/object_owner': [...calls, 'leaks'],
  'runtime/memory/audit': ['call_bytes', 'call'],
  'runtime/observe/events': ['handle', 'call', 'call_listeners'],
  'runtime/observe/call_site': ['call_site'],
  'runtime/native/named_instances': ['named_instances'],
  'runtime/cancellation': ['cancellation'],
  'runtime/observe/leaks': ['leaks', 'pressure'],
  'runtime/memory/budget': limits,
  'runtime/memory/pressure': limits,
  'runtime/memory/collection': limits,
  'runtime/memory/wait_queue': limits,
  'runtime/memory/heap_search': limits,
};

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: Object.keys(shim).join(',') },
    part: { type: 'string', default: '1/1' },
    list: { type: 'boolean', default: false },
  },
});

/** @type {Record<string, string>} reasons by "file: line text => change" */
const equivalent = JSON.parse(fs.readFileSync(new URL('equivalent.json', import.meta.url), 'utf8'));

/** A folder with what the suite needs, to be mutated in. */
function workshop() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-mutants-'));
  fs.cpSync(source, path.join(folder, 'js-glue'), { recursive: true });
  fs.cpSync(path.join(root, 'tests', 'js'), path.join(folder, 'tests', 'js'), { recursive: true });
  for (const modules of ['node_modules', 'tests/node_modules']) {
    fs.symlinkSync(path.join(root, modules), path.join(folder, modules));
  }
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/** @param {string} folder @param {string} name of a test file */
function run(folder, name) {
  const file = path.join(folder, 'tests', 'js', `${name}.test.mjs`);
  const reporter = ['--test-reporter', bail, '--test-reporter-destination', 'stdout'];
  const node = [process.execPath, '--expose-gc', ...reporter, file];
  const { status } = spawnSync('sh', ['-c', `ulimit -t ${mostSeconds}; exec "$@"`, 'sh', ...node], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, ONGGI_MUTANT: '1' },
  });
  return status === 0;
}

/** @param {string} file @returns {string[]} */
const suiteOf = (file) => shim[/** @type {keyof typeof shim} */ (file)];

/** @param {Mutant[]} mutants @param {string} folder */
function checkSuites(mutants, folder) {
  for (const name of new Set(mutants.flatMap(({ name }) => suiteOf(name)))) {
    if (!run(folder, name)) throw new Error(`${name} fails without a mutant`);
  }
}

/** All mutants of a file. @param {string} name */
function mutantsOfFile(name) {
  const text = fs.readFileSync(path.join(source, `${name}.mjs`), 'utf8');
  return mutantsOf(text).map((mutant) => ({
    name,
    mutated: text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end),
    where: `${name}: ${text.split('\n')[mutant.line - 1]?.trim()} => ${mutant.to}`,
    ...mutant,
  }));
}

/** All mutants of the chosen files. */
function chosenMutants() {
  const [part = 1, parts = 1] = options.part.split('/').map(Number);
  return options.files
    .split(',')
    .flatMap(mutantsOfFile)
    .filter((_, i) => i % parts === part - 1);
}

/** Throws if equivalent.json names a line that has changed. */
function checkEquivalent() {
  const all = new Set(Object.keys(shim).flatMap((name) => mutantsOfFile(name).map(({ where }) => where)));
  const gone = Object.keys(equivalent).filter((where) => !all.has(where));
  if (gone.length > 0) throw new Error(`equivalent.json: no such mutants:\n${gone.join('\n')}`);
}

/** @typedef {ReturnType<typeof chosenMutants>[number]} Mutant */

/** @param {Mutant[]} mutants @param {string} folder @returns {Mutant[]} */
function survivorsOf(mutants, folder) {
  checkSuites(mutants, folder);
  return mutants.filter(({ name, mutated, line, from, to }) => {
    const file = path.join(folder, 'js-glue', `${name}.mjs`);
    const original = fs.readFileSync(file);
    fs.writeFileSync(file, mutated);
    const survives = suiteOf(name).every((each) => run(folder, each));
    if (survives) console.log(`survived  ${name}.mjs:${line}  ${from.slice(0, 60)} => ${to}`);
    fs.writeFileSync(file, original);
    return survives;
  });
}

/** @param {Mutant[]} tried @param {Mutant[]} survivors @param {number} same */
function report(tried, survivors, same) {
  const byFile = Object.fromEntries(
    [...new Set(tried.map(({ name }) => name))].map((name) => {
      const count = (/** @type {Mutant[]} */ list) => list.filter((each) => each.name === name).length;
      return [name, { tried: count(tried), killed: count(tried) - count(survivors) }];
    })
  );
  const killed = tried.length - survivors.length;
  const share = killed / Math.max(1, tried.length);
  const left = survivors.map(({ where, line }) => ({ where, line }));
  const content = { tried: tried.length, killed, share, equivalent: same, byFile, survivors: left };
  fs.mkdirSync(path.join(root, 'reports'), { recursive: true });
  fs.writeFileSync(path.join(root, 'reports', 'mutation.json'), `${JSON.stringify(content, null, 2)}\n`);
  console.log(`${killed} of ${tried.length} mutants killed: ${(100 * share).toFixed(1)} %`);
  return share;
}

checkEquivalent();
const mutants = chosenMutants();
if (options.list) for (const { where } of mutants) console.log(where);
else {
  const tried = mutants.filter(({ where }) => equivalent[where] === undefined);
  const folder = workshop();
  try {
    const share = report(tried, survivorsOf(tried, folder), mutants.length - tried.length);
    process.exitCode = share >= wanted ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
