// Reports where the package runs: its build, the engine, cores, isolation, the memory ceiling, the features that
// handles use and what to change if one is missing, and which o1js is installed.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

import { doctor as examine, load } from 'onggi';
import { installedO1js } from 'onggi/o1js/installed';

import { bytesText } from '../../lab/numbers.mjs';
import { green, red } from '../colours.mjs';

const require = createRequire(import.meta.url);

/** What helps if a feature is missing, by its name. @type {Record<string, string>} */
export const changes = {
  FinalizationRegistry: 'free handles with free(), scope() or scopeAsync()',
  'collection request': 'use a runtime with resizable array buffers, or scope() and scopeAsync()',
  'heap search': 'put synchronous loops in scope(), or use the …Async functions',
  AsyncLocalStorage: 'pass each handle to own() of its scope',
  threads: 'use a runtime with SharedArrayBuffer and workers; a page must be isolated from other origins',
  'Symbol.dispose': 'call free(), or compile `using` with TypeScript 5.2 or newer',
};

/** @param {ReturnType<typeof installedO1js>} found */
function o1jsLine(found) {
  if (found === undefined) return 'o1js is not installed here';
  const name = `o1js ${found.version} (${found.folder})`;
  return found.supported
    ? `${name}: import 'onggi/o1js' works with it`
    : `${name}: import 'onggi/o1js' refuses it: it is not known to this version of onggi`;
}

/** The name of the engine. @param {string} runtime */
function engineOf(runtime) {
  const { versions } = process;
  const name = { node: 'Node', deno: 'Deno', bun: 'Bun' }[runtime] ?? runtime;
  const engine = runtime === 'bun' ? 'JavaScriptCore' : `V8 ${versions.v8}`;
  return `${name} ${versions[runtime] ?? ''}, ${engine}, ${process.platform} ${process.arch}`;
}

/** The identity that the build writes at the end of the module (js-glue/generate/identity.mjs). */
function buildOf() {
  const { version } = require('onggi/package.json');
  const module = fs.readFileSync(require.resolve('onggi/onggi.wasm')).toString('latin1');
  return /onggi [^\0]*, build \w+(?=, [\w ]+$)/.exec(module)?.[0] ?? `onggi ${version}, build unknown`;
}

/** The memory that this process may use: of the machine, or of its container. */
function machineMemory() {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = os.totalmem();
  return constrained > 0 && constrained < total ? constrained : total;
}

/** @param {{ hard: number, soft: number }} limits @param {number} cores @param {number} machine bytes */
function adviceOn({ hard }, cores, machine) {
  const advice = [];
  if (cores > 1) advice.push(`load({ threads: ${Math.min(cores, 64)} }) uses all cores; --threads does here`);
  if (hard > machine / 2)
    advice.push(`load({ maxMemory }) should be below half of the ${bytesText(machine)} of this machine`);
  return advice;
}

/** What the process has: facts of the machine and of an instance. @param {string} runtime */
async function environmentOf(runtime) {
  const onggi = await load();
  const { limits } = onggi.memory();
  onggi.close();
  const cores = os.availableParallelism();
  const memory = machineMemory();
  return {
    build: buildOf(),
    engine: engineOf(runtime),
    cores,
    isolated: typeof SharedArrayBuffer === 'function',
    memory: { ...limits, machine: memory },
    advice: adviceOn(limits, cores, memory),
  };
}

/** @param {[name: string, text: string][]} rows */
function aligned(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

export async function doctor() {
  const { runtime, findings } = await examine();
  const environment = await environmentOf(runtime);
  const { build, engine, cores, isolated, memory, advice } = environment;
  const o1js = installedO1js();
  const width = Math.max(...findings.map(({ name }) => name.length));
  const isWell = findings.every(({ present }) => present);
  const missing = findings.filter(({ present }) => !present).map(({ name }) => changes[name] ?? name);
  const toChange = [...missing, ...advice];
  return {
    exitCode: isWell ? 0 : 1,
    report: { runtime, ...environment, advice: toChange, findings, o1js: o1js ?? null },
    lines: [
      ...aligned([
        ['build', build],
        ['engine', engine],
        ['cores', String(cores)],
        [
          'isolation',
          isolated ? 'memory can be shared with threads' : 'memory cannot be shared with threads',
        ],
        [
          'memory',
          `at most ${bytesText(memory.hard)} of native objects, dropped ones are awaited above ` +
            `${bytesText(memory.soft)}; the machine has ${bytesText(memory.machine)}`,
        ],
      ]),
      '',
      ...findings.map(
        ({ name, present, meaning }) =>
          `${present ? green('yes') : red('NO ')}  ${name.padEnd(width)}  ${meaning}`
      ),
      o1jsLine(o1js),
      ...(toChange.length > 0 ? ['', 'what to change'] : []),
      ...toChange.map((change) => `→ ${change}`),
    ],
  };
}
