// The loop in which o1js ran out of memory: a ZkProgram, many proofs, a garbage collection and the memory after
// each. It runs on o1js's own backend and on onggi, each in its own process, and draws both.
//
//   node examples/o1js-loop/main.mjs [--proofs 10] [--backends wasm,onggi] [--recursive] [--json] [--out reports]
//
// Backends: `wasm` and `native` are o1js's own, `onggi` is one line more. With --recursive each proof verifies
// the one before it. The chart is written as o1js-loop.svg. The exit code is 1 if memory grew on onggi after the
// third proof, 2 for wrong options.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chartSvg } from '../../js-glue/tools/lab/chart.mjs';

const names = ['wasm', 'native', 'onggi'];
const settled = 3;
const mebibyte = 2 ** 20;

/** @typedef {{ linear: number | null, rss: number, seconds: number }} Point after a proof */
/** @typedef {{ backend: string, points: Point[], accepted: boolean }} Result */

const { values: options } = parseArgs({
  options: {
    proofs: { type: 'string', default: '10' },
    backends: { type: 'string', default: 'wasm,onggi' },
    recursive: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'reports' },
    run: { type: 'string' },
  },
});

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

const proofs = Number(options.proofs);
if (!Number.isInteger(proofs) || proofs <= settled) {
  refuse(`--proofs must be an integer of at least ${settled + 1}, got ${options.proofs}`);
}
const backends = options.backends.split(',');
for (const name of backends) {
  if (!names.includes(name)) refuse(`--backends must be of ${names.join(', ')}, got ${name}`);
}

/** The loop, on one backend. @param {string} backend @returns {Promise<Result>} */
async function run(backend) {
  // In a clone of the repository, o1js is a dependency of the tests.
  const require = createRequire(new URL('../../tests/package.json', import.meta.url));
  const line = backend === 'onggi' ? require('onggi/o1js') : undefined;
  const { Cache, Field, SelfProof, ZkProgram, initializeBindings, setBackend } = require('o1js');
  if (line === undefined) setBackend(backend);
  await initializeBindings();

  /** Bytes of the linear memory of the backend's WebAssembly. */
  function linear() {
    if (line !== undefined) return line.onggi.memory().linear;
    const file = Object.keys(require.cache).find((name) => name.endsWith('kimchi_wasm.cjs'));
    return file === undefined ? null : require(file).__wasm.memory.buffer.byteLength;
  }

  const program = ZkProgram({
    name: 'loop',
    publicOutput: Field,
    methods: {
      first: {
        privateInputs: [Field, Field],
        async method(/** @type {any} */ x, /** @type {any} */ y) {
          return { publicOutput: x.add(y) };
        },
      },
      ...(options.recursive && {
        next: {
          privateInputs: [SelfProof],
          async method(/** @type {any} */ previous) {
            previous.verify();
            return { publicOutput: previous.publicOutput.add(1) };
          },
        },
      }),
    },
  });
  await program.compile({ cache: Cache.None });

  let { proof } = await program.first(Field(1), Field(2));
  /** @type {Point[]} */
  const points = [];
  for (let i = 0; i < proofs; ++i) {
    const started = performance.now();
    ({ proof } = await (options.recursive ? program.next(proof) : program.first(Field(i), Field(2))));
    const seconds = (performance.now() - started) / 1000;
    globalThis.gc?.();
    points.push({ linear: linear(), rss: process.memoryUsage().rss, seconds });
  }
  return { backend, points, accepted: await program.verify(proof) };
}

/** Runs a backend in its own process, with an empty home folder. @param {string} backend @returns {Result} */
function runInProcess(backend) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-loop-'));
  const args = ['--expose-gc', fileURLToPath(import.meta.url), '--run', backend, '--proofs', `${proofs}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    options.recursive ? [...args, '--recursive'] : args,
    { encoding: 'utf8', env: { ...process.env, HOME: home, XDG_CACHE_HOME: home } }
  );
  fs.rmSync(home, { recursive: true });
  if (status !== 0) throw new Error(`${backend}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Linear memory, or the resident set of a backend that has none. @param {Point} point */
const bytesOf = ({ linear, rss }) => linear ?? rss;

/** Whether linear memory grew after the third proof. @param {Result} result */
const grew = ({ points }) =>
  points.slice(settled).some(({ linear }) => linear !== null && linear > Number(points[settled - 1]?.linear));

/** @param {Result[]} results */
function chart(results) {
  const most = Math.max(...results.flatMap(({ points }) => points.map(bytesOf)));
  const heading = `      N   ${results.map(({ backend }) => backend.padEnd(38)).join('')}`;
  const rows = Array.from({ length: proofs }, (_, i) => {
    const bars = results.map(({ points }) => {
      const bytes = bytesOf(/** @type {Point} */ (points[i]));
      const bar = '█'.repeat(Math.max(1, Math.round((24 * bytes) / most)));
      return `${(bytes / mebibyte).toFixed(1).padStart(7)} ${bar}`.padEnd(38);
    });
    return `${String(i + 1).padStart(7)}  ${bars.join('')}`.trimEnd();
  });
  return [
    'Linear memory after N proofs, in MiB (of native: resident set)',
    '',
    heading.trimEnd(),
    ...rows,
  ].join('\n');
}

/** @param {Result[]} results */
function svg(results) {
  const colours = [
    { light: '#c2410c', dark: '#fb923c' },
    { light: '#0f766e', dark: '#2dd4bf' },
    { light: '#6d28d9', dark: '#a78bfa' },
  ];
  return chartSvg(
    {
      title: 'Memory of o1js after each proof',
      x: 'proof',
      at: Array.from({ length: proofs }, (_, i) => i + 1),
      unit: 'bytes',
      series: results.map(({ backend, points }, i) => ({
        label: backend,
        colour: /** @type {(typeof colours)[number]} */ (colours[i]),
        values: points.map(bytesOf),
      })),
    },
    'style="color-scheme: light dark"'
  );
}

/** @param {Result} result */
function verdict(result) {
  const { backend, points, accepted } = result;
  const mib = (/** @type {Point | undefined} */ point) =>
    `${(bytesOf(point ?? { linear: 0, rss: 0, seconds: 0 }) / mebibyte).toFixed(1)} MiB`;
  const sorted = points.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const time = `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1)} s per proof`;
  const memory = grew(result)
    ? `grew: ${mib(points[settled - 1])} after the third proof, ${mib(points.at(-1))} after the last`
    : `flat: ${mib(points.at(-1))} after every proof since the third`;
  const text = points[0]?.linear === null ? `${mib(points.at(-1))} resident after the last proof` : memory;
  return `${backend.padEnd(7)} ${text}, ${time}${accepted ? '' : ', the last proof is REJECTED'}`;
}

if (options.run !== undefined) {
  process.stdout.write(JSON.stringify(await run(options.run)) + '\n', () => process.exit());
} else {
  const results = backends.map(runInProcess);
  fs.mkdirSync(options.out, { recursive: true });
  fs.writeFileSync(path.join(options.out, 'o1js-loop.svg'), svg(results));
  if (options.json) console.log(JSON.stringify(results));
  else console.log([chart(results), '', ...results.map(verdict)].join('\n'));
  const failed = results.some((result) => !result.accepted || (result.backend === 'onggi' && grew(result)));
  process.exitCode = failed ? 1 : 0;
}
