// The memory leak of o1js 2.9.0's own prover, before and after: a loop that makes an index, a proof and a verifier
// index, and frees nothing. It runs on the package's plonk_wasm.cjs as it is, on the guarded module, and on the
// guarded module with a scope per proof, each in its own process, and draws all three.
//
//   node examples/guard/main.mjs [--proofs 40] [--log-rows 10] [--runs raw,guarded,scoped] [--o1js FOLDER] [--json]
//     [--out reports]
//
// --o1js is a folder with the unpacked package; by default npm fetches it into build/. The chart is written as
// guard.svg. The exit code is 1 if a proof was rejected or memory grew under the guard in the second half of the
// proofs, 2 for wrong options.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const version = '2.9.0';
const names = ['raw', 'guarded', 'scoped'];
const mebibyte = 2 ** 20;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{ run: string, linear: number[], accepted: number, seconds: number }} Result */

const { values: options } = parseArgs({
  options: {
    proofs: { type: 'string', default: '40' },
    'log-rows': { type: 'string', default: '10' },
    runs: { type: 'string', default: names.join(',') },
    o1js: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'reports' },
    run: { type: 'string' },
  },
});

/** @param {'proofs' | 'log-rows'} name @param {number} least @param {number} most */
function wholeNumber(name, least, most) {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  console.error(`--${name} must be an integer from ${least} to ${most}, got ${options[name]}`);
  return process.exit(2);
}

const proofs = wholeNumber('proofs', 4, 10_000);
const logRows = wholeNumber('log-rows', 3, 16);
const runs = options.runs.split(',');
for (const name of runs) {
  if (names.includes(name)) continue;
  console.error(`--runs must be of ${names.join(', ')}, got ${name}`);
  process.exit(2);
}

/** The folder of the package, which is fetched if it is not there. */
function o1jsFolder() {
  if (options.o1js !== undefined) return path.resolve(options.o1js);
  const folder = path.join(root, 'build', `o1js-${version}`);
  if (!fs.existsSync(path.join(folder, 'package'))) {
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['pack', '--silent', `o1js@${version}`], { cwd: folder });
    execFileSync('tar', ['-xzf', `o1js-${version}.tgz`], { cwd: folder });
  }
  return path.join(folder, 'package');
}

/** @param {string} name @param {string} folder of o1js @returns {Promise<Result>} */
async function run(name, folder) {
  /** @param {string} file */
  const load = (file) => import(pathToFileURL(path.join(folder, 'dist/node', file)).href);
  const { workers } = await load('lib/proof-system/workers.js');
  workers.numWorkers = 1;
  const { wasm: raw, withThreadPool } = await load('bindings/js/node/node-backend.js');

  const require = createRequire(new URL('../../tests/package.json', import.meta.url));
  const { guard } = require('onggi/guard');
  const { scope } = require('onggi');
  const guarded = name === 'raw' ? undefined : guard(raw, { softLimit: 64 * mebibyte });
  const wasm = guarded?.exports ?? raw;

  const rows = 2 ** logRows - 8; // the rest is for zero knowledge
  const coefficients = new Uint8Array(32 * 10);
  const column = new Uint8Array(32 * rows);
  const none = () => new Uint32Array();
  for (let row = 0; row < rows; ++row) column[32 * row] = row % 251;

  function circuit() {
    const gates = wasm.caml_pasta_fp_plonk_gate_vector_create();
    for (let row = 0; row < rows; ++row) {
      const wires = Array.from({ length: 7 }, (_, i) => wasm.Wire.create(row, i));
      const gate = new wasm.WasmFpGate(wasm.GateType.Generic, new wasm.WasmGateWires(...wires), coefficients);
      wasm.caml_pasta_fp_plonk_gate_vector_add(gates, gate);
    }
    return gates;
  }

  function prove(/** @type {any} */ srs) {
    const index = wasm.caml_pasta_fp_plonk_index_create(circuit(), 0, none(), none(), 0, srs, false);
    const witness = new wasm.WasmVecVecFp(15);
    for (let i = 0; i < 15; ++i) witness.push(column);
    const proof = wasm.caml_pasta_fp_plonk_proof_create(index, witness, none(), new Uint8Array(), none());
    const verifier = wasm.caml_pasta_fp_plonk_verifier_index_create(index);
    return wasm.caml_pasta_fp_plonk_proof_verify(verifier, proof);
  }

  /** @type {number[]} */
  const linear = [];
  let accepted = 0;
  const start = performance.now();
  await withThreadPool(async () => {
    const srs = wasm.caml_fp_srs_create_parallel(2 ** logRows);
    for (let i = 0; i < proofs; ++i) {
      if (name === 'scoped' ? scope(() => prove(srs)) : prove(srs)) ++accepted;
      await new Promise((resolve) => setImmediate(resolve));
      linear.push(raw.__wasm.memory.buffer.byteLength);
    }
    guarded?.close();
  });
  return { run: name, linear, accepted, seconds: (performance.now() - start) / 1000 / proofs };
}

/** @param {string} name @param {string} folder @returns {Result} */
function runInProcess(name, folder) {
  const script = fileURLToPath(import.meta.url);
  const args = [script, '--run', name, '--proofs', `${proofs}`, '--log-rows', `${logRows}`, '--o1js', folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout);
}

/** @param {Result} result of bytes after the first, the middle and the last proof */
const points = ({ linear }) => [linear[0], linear[Math.ceil(proofs / 2) - 1], linear.at(-1)].map(Number);

/** Whether linear memory grew in the second half of the proofs. @param {Result} result */
const grew = (result) => Number(points(result)[2]) > Number(points(result)[1]);

/** @param {Result[]} results */
function svg(results) {
  const [width, height, margin] = [640, 280, 60];
  const colours = ['#c2410c', '#0f766e', '#6d28d9'];
  const most = 1.1 * Math.max(...results.flatMap(({ linear }) => linear));
  const x = (/** @type {number} */ i) => (margin + ((width - 2 * margin) * i) / (proofs - 1)).toFixed(1);
  const y = (/** @type {number} */ bytes) =>
    (height - margin - ((height - 2 * margin) * bytes) / most).toFixed(1);
  const curves = results.map(({ run, linear }, index) => {
    const corners = linear.map((bytes, i) => `${x(i)},${y(bytes)}`);
    const last = (Number(linear.at(-1)) / mebibyte).toFixed(0);
    return `<polyline fill="none" stroke="${colours[index]}" stroke-width="2" points="${corners.join(' ')}"/>
<text x="${margin + 190 * index}" y="${height - 15}" fill="${colours[index]}">${run}: ${last} MiB</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">
<text x="${margin}" y="30">Linear memory of o1js ${version}'s plonk_wasm over ${proofs} proofs of 2^${logRows} rows</text>
<path d="M${margin} ${margin}V${height - margin}H${width - margin}" fill="none" stroke="#999"/>
${curves.join('\n')}
</svg>
`;
}

/** @param {Result[]} results */
function table(results) {
  const mib = (/** @type {number} */ bytes) => (bytes / mebibyte).toFixed(1);
  return [
    '| run | linear MiB after the first, middle, last proof | verified | s per proof |',
    '|---|---|---|---|',
    ...results.map(
      (result) =>
        `| ${result.run} | ${points(result).map(mib).join(', ')} | ${result.accepted} of ${proofs} | ${result.seconds.toFixed(1)} |`
    ),
  ].join('\n');
}

const folder = o1jsFolder();
if (options.run !== undefined) {
  process.stdout.write(JSON.stringify(await run(options.run, folder)) + '\n', () => process.exit());
} else {
  const results = runs.map((name) => runInProcess(name, folder));
  fs.mkdirSync(options.out, { recursive: true });
  fs.writeFileSync(path.join(options.out, 'guard.svg'), svg(results));
  console.log(options.json ? JSON.stringify(results) : table(results));
  const failed = results.some(
    (result) => result.accepted !== proofs || (result.run !== 'raw' && grew(result))
  );
  process.exitCode = failed ? 1 : 0;
}
