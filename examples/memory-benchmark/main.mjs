// Measures how much of linear memory an allocator can use: it proves circuits of several sizes, each proof with
// its own index and witness, keeps a hundred of them, and frees these in random order.
//
//   node examples/memory-benchmark/main.mjs [--proofs 1000] [--kept 100] [--allocators dlmalloc] [--json]
//
// The package uses dlmalloc; `npm run build -- --allocator emmalloc` makes another build. Each allocator runs in
// its own process. The exit code is 1 if linear memory grew in the second half of the proofs, 2 for wrong
// options.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    proofs: { type: 'string', default: '1000' },
    kept: { type: 'string', default: '100' },
    allocators: { type: 'string', default: 'dlmalloc' },
    json: { type: 'boolean', default: false },
    run: { type: 'string' },
  },
});

/** @param {'proofs' | 'kept'} name @param {number} least */
function wholeNumber(name, least) {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${name} must be an integer of at least ${least}, got ${options[name]}`);
  return process.exit(2);
}

// A single proof has no second half.
const asked = { proofs: wholeNumber('proofs', 2), kept: wholeNumber('kept', 0) };

const shipped = 'dlmalloc';
const mebibyte = 2 ** 20;
const sizes = [20, 50, 120, 240];

/** A circuit of `rows` rows with two products each, and its witness. @param {any} curve @param {number} rows */
function products(curve, rows) {
  const builder = curve.CircuitBuilder.create();
  const [x, y] = [builder.variable(3n), builder.variable(5n)];
  for (let i = 0; i < 2 * rows; ++i) builder.mul(x, y);
  return builder;
}

/** Pseudorandom integers below n, the same in each run. @param {number} seed */
const numbers = (seed) => (/** @type {number} */ n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};

/** @param {string} allocator @param {number} proofs @param {number} most proofs that are kept */
async function run(allocator, proofs, most) {
  const build = new URL(`../../build/allocators/${allocator}/index.mjs`, import.meta.url);
  /** @type {typeof import('onggi')} */
  const { load, scopeAsync } = await import(allocator === shipped ? 'onggi' : build.href);
  const { vesta, memory } = await load();
  const builders = sizes.map((rows) => products(vesta, rows));
  const below = numbers(1);
  const srs = vesta.Srs.create(256);
  /** @type {{ free(): void }[][]} */
  const kept = [];
  const [linear, full] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  const start = process.cpuUsage();
  for (let i = 0; i < proofs; ++i) {
    const builder = builders[below(builders.length)];
    await scopeAsync(async (scope) => {
      const index = vesta.PlonkIndex.create(builder.circuit(srs.size), srs);
      const witness = builder.witness();
      const proof = await index.prove(witness);
      if (!index.verifierIndex().verify(proof)) throw new Error('the proof is rejected');
      kept.push([index, witness, proof].map((handle) => scope.keep(handle)));
    });
    if (kept.length > most) kept.splice(below(kept.length), 1)[0]?.forEach((handle) => handle.free());
    const now = memory();
    linear.push(now.linear);
    full.push(now.live / now.linear);
  }
  const { user, system } = process.cpuUsage(start);
  const { live, peak, heap } = memory();
  for (const handle of [...kept.flat(), ...builders, srs]) handle.free();
  const half = Math.ceil(proofs / 2);
  const later = full.slice(half);
  return {
    allocator,
    proofs,
    cpuMs: (user + system) / 1000 / proofs,
    linear: /** @type {number} */ (linear.at(-1)),
    peak,
    live,
    heap,
    full: later.reduce((sum, share) => sum + share, 0) / later.length,
    grew: /** @type {number} */ (linear.at(-1)) > /** @type {number} */ (linear[half - 1]),
  };
}

/** @param {Awaited<ReturnType<typeof run>>[]} results */
function table(results) {
  const mib = (/** @type {number} */ bytes) => (bytes / mebibyte).toFixed(1);
  return [
    '| allocator | CPU per proof | peak live MiB | live MiB | allocated MiB | linear MiB | live / linear |',
    '|---|---|---|---|---|---|---|',
    ...results.map(
      ({ allocator, cpuMs, peak, live, heap, linear, full }) =>
        `| ${allocator} | ${cpuMs.toFixed(0)} ms | ${mib(peak)} | ${mib(live)} | ${mib(heap)} | ${mib(linear)} | ${(100 * full).toFixed(0)} % |`
    ),
  ].join('\n');
}

/** Runs one allocator in its own process. @param {string} allocator */
function runInProcess(allocator) {
  const script = fileURLToPath(import.meta.url);
  const args = [script, '--run', allocator, '--proofs', `${asked.proofs}`, '--kept', `${asked.kept}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${allocator}: ${stderr}`);
  return JSON.parse(stdout);
}

if (options.run !== undefined) {
  console.log(JSON.stringify(await run(options.run, asked.proofs, asked.kept)));
} else {
  const results = options.allocators.split(',').map(runInProcess);
  console.log(options.json ? JSON.stringify(results) : table(results));
  process.exitCode = results.some(({ grew }) => grew) ? 1 : 0;
}
