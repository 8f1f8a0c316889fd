// `import 'onggi/o1js'`: when it works, and the errors that say why it does not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import esbuild from 'esbuild';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A folder of a program, where these packages are installed. @param {string} name @param {string[]} packages */
function project(name, packages) {
  const root = path.join(folder, name);
  fs.mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  for (const each of packages)
    fs.symlinkSync(path.join(modules, each), path.join(root, 'node_modules', each));
  return root;
}

/** The path of a stand-in for another version of o1js. @param {string} root of the project @param {string} version */
function pretended(root, version) {
  const o1js = path.join(root, 'node_modules/o1js');
  fs.mkdirSync(path.join(o1js, 'dist/node'), { recursive: true });
  fs.writeFileSync(
    path.join(o1js, 'package.json'),
    JSON.stringify({ name: 'o1js', version, main: 'dist/node/index.cjs' })
  );
  fs.writeFileSync(path.join(o1js, 'dist/node/index.cjs'), 'globalThis.__snarkyTsBindings = {};');
}

const both = project('both', ['o1js', 'onggi']);

/**
 * Runs a program. @param {string} root of its project @param {string} file @param {string} code
 * @param {{ env?: Record<string, string>, args?: string[] }} [options]
 */
function run(root, file, code, { env = {}, args = [] } = {}) {
  fs.writeFileSync(path.join(root, file), code);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, file], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ONGGI_THREADS: '1', ONGGI_CACHE: 'off', ...env },
  });
  return { status, stdout: stdout.trim(), stderr };
}

// What o1js needs of its backend for a hash in a circuit, which takes little time.
const digest = `
  const { analyzed } = await o1js.Provable.constraintSystem(() => {
    o1js.Poseidon.hash([o1js.Provable.witness(o1js.Field, () => 1)]);
  }).then((system) => ({ analyzed: system.digest }));
  console.log(globalThis.__kimchi_backend, analyzed, onggi.onggi.memory().handles >= 0);`;
const expected = /^(\w+) (2[0-9a-f]|[0-9a-f]{2})[0-9a-f]{30} true$/;

const esm = `import * as onggi from 'onggi/o1js';
  import * as o1js from 'o1js';
  await o1js.initializeBindings();
  ${digest}`;

/** @param {ReturnType<typeof run>} result @param {string} backend */
function assertRan({ status, stdout, stderr }, backend) {
  assert.equal(status, 0, stderr);
  assert.match(stdout, expected);
  assert.equal(stdout.split(' ')[0], backend);
}

test('the line works in an ES module; ONGGI_O1JS=debug prints what was replaced', () => {
  const result = run(both, 'esm.mjs', esm, { env: { ONGGI_O1JS: 'debug' } });
  assertRan(result, 'wasm');
  assert.match(result.stderr, /onggi\/o1js: o1js 2\.15\.0: .*kimchi_wasm\.cjs is replaced/);
  assert.match(result.stderr, /onggi\/o1js: its SRS are replaced/);
});

test('the line works in a CommonJS module', () => {
  const code = `const onggi = require('onggi/o1js');
    const o1js = require('o1js');
    (async () => { await o1js.initializeBindings(); ${digest} })();`;
  assertRan(run(both, 'common.cjs', code), 'wasm');
});

test('the line works on the command line', () => {
  const code = `import * as o1js from 'o1js';
    await o1js.initializeBindings();
    const onggi = await import('onggi/o1js');
    ${digest}`;
  assertRan(run(both, 'flag.mjs', code, { args: ['--import', 'onggi/o1js'] }), 'wasm');
});

test('both of the backends that a program may choose are replaced', () => {
  assertRan(run(both, 'env.mjs', esm, { env: { O1JS_BACKEND: 'native' } }), 'native');
  const chosen = esm.replace('await o1js.init', "o1js.setBackend('native'); await o1js.init");
  assertRan(run(both, 'chosen.mjs', chosen), 'native');
});

test('the line works in a worker thread', () => {
  fs.writeFileSync(path.join(both, 'work.mjs'), esm);
  const code = `import { Worker } from 'node:worker_threads';
    new Worker(new URL('./work.mjs', import.meta.url)).on('message', (m) => console.log('message', m));`;
  assertRan(run(both, 'worker.mjs', code), 'native');
});

test('the line works next to hooks of loaders, whose thread loads it too', () => {
  const hooks = 'export const resolve = (specifier, context, next) => next(specifier, context);';
  fs.writeFileSync(path.join(both, 'hooks.mjs'), hooks);
  const code = "import { register } from 'node:module';\nregister('./hooks.mjs', import.meta.url);";
  fs.writeFileSync(path.join(both, 'loader.mjs'), code);
  const args = ['--require', 'onggi/o1js', '--import', './loader.mjs'];
  assertRan(run(both, 'hooked.mjs', esm, { args }), 'wasm');
});

for (const format of /** @type {const} */ (['esm', 'cjs'])) {
  test(`the line stays first in a server that esbuild bundles as ${format}`, () => {
    fs.writeFileSync(path.join(both, 'routes.mjs'), "export * as o1js from 'o1js';");
    fs.writeFileSync(
      path.join(both, 'server.mjs'),
      `import * as onggi from 'onggi/o1js'; import { o1js } from './routes.mjs';
      async function main() { await o1js.initializeBindings(); ${digest} } main();`
    );
    const { outputFiles } = esbuild.buildSync({
      absWorkingDir: both,
      entryPoints: ['server.mjs'],
      bundle: true,
      platform: 'node',
      format,
      external: ['onggi', 'o1js'],
      write: false,
    });
    const name = format === 'esm' ? 'bundle.mjs' : 'bundle.cjs';
    assertRan(run(both, name, outputFiles[0]?.text ?? ''), 'wasm');
  });
}

test('an import without names is kept by esbuild', () => {
  fs.writeFileSync(path.join(both, 'bare.mjs'), "import 'onggi/o1js';\nexport const one = 1;");
  const { outputFiles } = esbuild.buildSync({
    absWorkingDir: both,
    entryPoints: ['bare.mjs'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  assert.match(outputFiles[0]?.text ?? '', /__snarkyTsBindings/);
});

test('an o1js that has loaded its own backend is found out', () => {
  const code = `import 'onggi/o1js'; 
    globalThis.__snarkyTsBindings = { rustConversion: () => ({}) };
    globalThis.__snarkyTsBindings.srs({});`;
  const { status, stderr } = run(both, 'own.mjs', code);
  assert.equal(status, 1);
  assert.match(stderr, /this o1js has loaded its own backend\. If it is part of a bundle, leave it out/);
});

test('import and require() of onggi/o1js register once', () => {
  const code = `import { configure, onggi } from 'onggi/o1js';
    import { createRequire } from 'node:module';
    const common = createRequire(import.meta.url)('onggi/o1js');
    console.log(common.configure === configure, common.onggi === onggi);`;
  assert.equal(run(both, 'twice.mjs', code).stdout, 'true true');
});

test('a line that comes after o1js says so', () => {
  const late = run(both, 'late.mjs', "import 'o1js';\nimport 'onggi/o1js';");
  assert.equal(late.status, 1);
  assert.match(late.stderr, /load_failed/);
  assert.match(
    late.stderr,
    /o1js was loaded first .*: import 'onggi\/o1js' before anything that imports o1js/
  );
});

test('an o1js that is not known is refused, and named', () => {
  const root = project('unknown', ['onggi']);
  pretended(root, '9.9.9');
  const { status, stderr } = run(root, 'app.mjs', "import 'onggi/o1js';");
  assert.equal(status, 1);
  assert.match(stderr, /o1js 9\.9\.9 \(.*\) is not known to this version of onggi, which knows 2\.9\.0, /);
  assert.match(stderr, /'unsupported'/);
});

test('a second copy of o1js is refused', () => {
  const code = `import 'onggi/o1js'; import 'o1js'; import { createRequire } from 'node:module';
    createRequire(import.meta.url)('o1js');`;
  const { status, stderr } = run(both, 'copies.mjs', code);
  assert.equal(status, 1);
  assert.match(stderr, /a second copy of o1js is being loaded: `npm ls o1js`/);
});

test('onggi doctor tells which o1js is installed', () => {
  const cli = fileURLToPath(new URL('../../dist/tools/cli/main.mjs', import.meta.url));
  const told = (/** @type {string} */ root) => {
    const { status, stdout } = spawnSync(process.execPath, [cli, 'doctor'], { cwd: root, encoding: 'utf8' });
    return { status, stdout };
  };
  assert.deepEqual(
    [told(both).status, /o1js 2\.15\.0 \(.*\): import 'onggi\/o1js' works with it/.test(told(both).stdout)],
    [0, true]
  );
  assert.match(told(project('none', ['onggi'])).stdout, /o1js is not installed here/);
  const root = project('future', ['onggi']);
  pretended(root, '4.0.0');
  assert.equal(told(root).status, 0); // programs that do not use it run
  assert.match(told(root).stdout, /o1js 4\.0\.0 .*: import 'onggi\/o1js' refuses it/);
});

test('options count before the first use, and are refused after it', () => {
  const code = `import { configure, onggi } from 'onggi/o1js';
    configure({ maxMemory: 2 ** 29 }); configure({ softLimit: 2 ** 28 });
    const { limits } = onggi.memory();
    console.log(limits.hard === 2 ** 29, limits.soft === 2 ** 28);
    for (const options of [{ threads: 1 }, { thread: 1 }, 7]) {
      try { configure(options); } catch (error) { console.log(error.code, error.message); }
    }`;
  const lines = run(both, 'options.mjs', code).stdout.split('\n');
  assert.equal(lines[0], 'true true');
  assert.match(lines[1] ?? '', /^invalid_argument configure: the instance is in use already/);
  assert.match(
    lines[2] ?? '',
    /^unknown_option configure: options: there is no option thread: did you mean threads/
  );
  assert.match(lines[3] ?? '', /^wrong_type configure: options/);
});

test('configure() refuses wrong values at once, and names the option', () => {
  const code = `import { configure, onggi } from 'onggi/o1js';
    const refused = [{ threads: 0 }, { threads: 1.5 }, { threads: '2' }, { threads: 65 }, { maxMemory: -1 },
      { maxMemory: '1 GiB' }, { softLimit: NaN }, { softLimit: null }, { cache: 1 }, { cache: '' },
      { keepEvaluations: 'on' }];
    for (const options of refused) {
      try { configure({ threads: 1, ...options }); } catch (error) { console.log(error.code, error.message); }
    }
    configure({ threads: 1, maxMemory: undefined, cache: false, keepEvaluations: true });
    console.log(onggi.memory().handles);`;
  const range = 'size_out_of_range configure';
  const integer = 'must be an integer from 1 to 64, got';
  assert.deepEqual(run(both, 'values.mjs', code).stdout.split('\n'), [
    `${range}: threads: ${integer} 0`,
    `${range}: threads: ${integer} 1.5`,
    "wrong_type configure: threads: expected a number or 'auto', got a string",
    `${range}: threads: ${integer} 65`,
    `${range}: maxMemory: must be a positive number of bytes, got -1`,
    'wrong_type configure: maxMemory: expected a number of bytes, got a string',
    `${range}: softLimit: must be a positive number of bytes, got NaN`,
    'wrong_type configure: softLimit: expected a number of bytes, got null',
    'wrong_type configure: cache: expected true, false, a folder or an object of options, got a number',
    'wrong_type configure: cache: expected true, false, a folder or an object of options, got a string',
    'wrong_type configure: keepEvaluations: expected true or false, got a string',
    '0',
  ]);
});

test('n workers of o1js are n + 1 threads at most, and no more than there are cores', async () => {
  const { threadsFor } = await import(new URL('../../dist/surfaces/o1js/instance.mjs', import.meta.url).href);
  const cases = [
    { workers: 1, cores: 1, threads: 1 },
    { workers: 1, cores: 4, threads: 2 },
    { workers: 2, cores: 4, threads: 3 },
    { workers: 3, cores: 4, threads: 4 },
    { workers: 4, cores: 4, threads: 4 },
    { workers: 6, cores: 4, threads: 6 },
    { workers: 1000, cores: 4, threads: 64 },
    { workers: 0, cores: 4, threads: 1 },
    { workers: -3, cores: 4, threads: 1 },
    { workers: 1.5, cores: 4, threads: 2 },
    { workers: Number.NaN, cores: 4, threads: 1 },
  ];
  assert.deepEqual(
    cases.map(({ workers, cores }) => threadsFor(workers, cores)),
    cases.map(({ threads }) => threads)
  );
});

test('where threads do not start, a page has one thread, unless it has asked for more', () => {
  const instance = new URL('../../dist/surfaces/o1js/instance.mjs', import.meta.url).href;
  const code = (/** @type {string} */ asking) => `import { syncBuiltinESMExports } from 'node:module';
    import workers from 'node:worker_threads';
    workers.Worker = class { constructor() { throw new Error('no more workers'); } };
    syncBuiltinESMExports();
    const { configure, current, prepare, setRuntime } = await import('${instance}');
    setRuntime({ defaults: { threads: 2 }, isAsynchronous: true });
    ${asking}
    await prepare().then(() => console.log(current().threads().running), (error) => console.log(error.message));`;
  assert.equal(run(both, 'page.mjs', code('')).stdout, '1');
  assert.equal(
    run(both, 'asking.mjs', code('configure({ threads: 2 });')).stdout,
    'load: Error: no more workers'
  );
});

test('environment variables set the options, and configure() takes precedence', () => {
  const code = `import { configure, onggi } from 'onggi/o1js';
    if (process.argv[2]) configure({ softLimit: 2 ** 24 });
    const { limits } = onggi.memory();
    console.log(Math.log2(limits.hard), Math.log2(limits.soft));`;
  const env = { ONGGI_MAX_MEMORY: `${2 ** 28}`, ONGGI_SOFT_LIMIT: `${2 ** 25}` };
  assert.equal(run(both, 'variables.mjs', code, { env }).stdout, '28 25');
  assert.match(
    run(both, 'variables.mjs', code, { env: { ONGGI_SOFT_LIMIT: '1 GiB' } }).stderr,
    /ONGGI_SOFT_LIMIT: must be a positive integer, got 1 GiB/
  );
  assert.match(
    run(both, 'variables.mjs', code, { env: { ONGGI_THREADS: '65' } }).stderr,
    /onggi\/o1js: ONGGI_THREADS: must be an integer from 1 to 64, got 65/
  );
  assert.match(
    run(both, 'variables.mjs', code, { env: { ONGGI_KEEP_EVALUATIONS: '1' } }).stderr,
    /onggi\/o1js: ONGGI_KEEP_EVALUATIONS: must be 'on' or 'off', got 1/
  );
});

test('a wrong value of ONGGI_O1JS is refused, and variables that are nearly one of onggi are named', () => {
  const code = "import { onggi } from 'onggi/o1js';\nconsole.log(onggi.memory().handles);";
  const { status, stderr } = run(both, 'debug.mjs', code, { env: { ONGGI_O1JS: 'DEBUG' } });
  assert.equal(status, 1);
  assert.match(stderr, /onggi\/o1js: ONGGI_O1JS: must be 'debug', got DEBUG/);
  assert.match(stderr, /'invalid_argument'/);
  const env = {
    ONGGI_MAXMEMORY: '1',
    ONGGI_SERVICE_HOST: 'localhost',
    ONGGI_THREADS: 'auto',
    ONGGI_O1JS: '',
  };
  const misspelt = run(both, 'misspelt.mjs', code, { env });
  assert.equal(misspelt.stdout, '0');
  assert.match(misspelt.stderr, /ONGGI_MAXMEMORY is not read: did you mean ONGGI_MAX_MEMORY\?/);
  assert.doesNotMatch(misspelt.stderr, /SERVICE_HOST/);
});

test('a proof is not called wrong because the instance cannot be loaded', () => {
  const recorded = new URL('recorded.mjs', import.meta.url).href;
  const code = `import 'onggi/o1js';
    import { verify } from 'o1js';
    import { recordedKeys, recordedProofs } from '${recorded}';
    const [{ proof }] = recordedProofs().add;
    await verify(proof, recordedKeys().add.add.data)
      .then((accepted) => console.log('answer', accepted), ({ code, message }) => console.log(code, message));`;
  assert.equal(
    run(both, 'unable.mjs', code, { env: { ONGGI_SOFT_LIMIT: '1 GiB' } }).stdout,
    'invalid_argument onggi/o1js: ONGGI_SOFT_LIMIT: must be a positive integer, got 1 GiB'
  );
});
