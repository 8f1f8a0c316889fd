// The packed tarball: its files, and that it works in an empty folder without network, from ES modules, from
// CommonJS and from the command line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

import ts from 'typescript';

import { compileStrictly } from './compiler.mjs';
import { pack } from './tarball.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-package-'));
const circuits = path.join(root, 'tests', 'vectors', 'circuits');
const execute = promisify(execFile);

/** The report of `npm pack`. */
let packed;

/** Runs a program in the folder, with an npm cache that holds nothing and no way to the network. */
const run = (command, ...args) =>
  execute(command, args, {
    cwd: folder,
    env: {
      ...process.env,
      npm_config_cache: path.join(folder, '.cache'),
      npm_config_offline: 'true',
      npm_config_ignore_scripts: 'false',
      npm_config_registry: 'http://127.0.0.1:9',
    },
    timeout: 120_000,
  });

before(async () => {
  packed = await pack(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "stranger", "private": true }');
  await run('npm', 'install', `./${packed.filename}`);
});

after(() => fs.rmSync(folder, { recursive: true }));

const installed = () => path.join(folder, 'node_modules', 'onggi');
const manifest = () => JSON.parse(fs.readFileSync(path.join(installed(), 'package.json'), 'utf8'));

test('the tarball contains only the package', () => {
  const files = packed.files.map((file) => file.path);
  const strangers = files.filter(
    (file) =>
      !/^(dist\/|docs\/[^/]+\.md$|(package\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE-APACHE|LICENSE-MIT)$)/.test(
        file
      )
  );
  assert.deepEqual(strangers, []);
  for (const needed of [
    'CHANGELOG.md',
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'docs/third-party-notices.md',
    'dist/index.cjs',
    'dist/index.d.cts',
    'dist/index.d.ts',
    'dist/index.mjs',
    'dist/onggi.threads.wasm',
    'dist/onggi.wasm',
  ])
    assert.ok(files.includes(needed), `${needed} is missing`);
});

/** The largest sizes in bytes: of a module as it is and compressed for the web, and of the tarball. */
const most = { module: 2_000_000, compressed: 360 * 1024, tarball: 1_800_000 };

/** @param {Buffer} bytes */
const brotliSize = (bytes) =>
  zlib.brotliCompressSync(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

for (const file of ['onggi.wasm', 'onggi.threads.wasm']) {
  test(`${file} is small`, () => {
    const bytes = fs.readFileSync(path.join(installed(), 'dist', file));
    assert.ok(bytes.length <= most.module, `${bytes.length} bytes`);
    const compressed = brotliSize(bytes);
    assert.ok(compressed <= most.compressed, `${compressed} bytes compressed`);
  });
}

test('the tarball is small', () => assert.ok(packed.size <= most.tarball, `${packed.size} bytes`));

const relativePath = /["'`](\.{1,2}\/[\w./]+\.(?:[cm]js|wasm))["'`]/g;

/** The relative paths that a file of the package loads; types in comments are not loaded. @param {string} file */
const loadedBy = (file) =>
  [
    ...fs
      .readFileSync(path.join(installed(), file), 'utf8')
      .replace(/\/\*\*[^]*?\*\//g, '')
      .matchAll(relativePath),
  ].map(([, target]) => path.posix.join(path.posix.dirname(file), target));

test('every file of the package is loaded by another one or is an entry point', () => {
  const files = packed.files.map((file) => file.path).filter((file) => /^dist\/(?!tools\/)/.test(file));
  const code = files.filter((file) => /\.[cm]js$/.test(file));
  assert.ok(code.length > 60);
  const loaded = new Set(code.flatMap(loadedBy));
  const entries = JSON.stringify(manifest().exports);
  const unused = files.filter((file) => !loaded.has(file) && !entries.includes(`./${file}`));
  assert.deepEqual(unused, []);
  for (const file of loaded) assert.ok(files.includes(file), `${file} is loaded, and missing`);
});

test('a CommonJS file loads CommonJS files only, and an ES module ES modules but for what loadSync() loads at once', () => {
  const atOnce = 'dist/runtime/native/module.threads.cjs';
  for (const { path: file } of packed.files) {
    if (!/^dist\/.*\.[cm]js$/.test(file)) continue;
    const other = file.endsWith('.cjs') ? '.mjs' : '.cjs';
    assert.deepEqual(
      loadedBy(file).filter((target) => target.endsWith(other)),
      file === 'dist/index.mjs' ? [atOnce] : [],
      file
    );
  }
});

test('it has no dependencies and no install scripts', () => {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta, scripts } = manifest();
  assert.deepEqual({ ...dependencies, ...optionalDependencies }, {});
  for (const name of Object.keys(peerDependencies)) assert.equal(peerDependenciesMeta[name].optional, true);
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
  assert.deepEqual(
    hooks.filter((hook) => hook in scripts),
    []
  );
  const others = fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  assert.deepEqual(others, ['onggi']);
});

/** The file of an entry point in a bundle of ES modules for browsers. @param {any} entry of `exports` */
function browserFile(entry) {
  if (typeof entry === 'string') return entry;
  const { browser, import: module, default: file } = entry;
  return browserFile(browser ?? module ?? file);
}

test('the aliases for Parcel, which does not read `exports` by default, are the entry points', () => {
  const { alias, exports } = manifest();
  for (const [name, file] of Object.entries(alias)) assert.equal(file, browserFile(exports[name]), name);
});

test('package.json states licence, engine and version', () => {
  const { license, engines, version } = manifest();
  assert.equal(license, '(Apache-2.0 OR MIT)');
  assert.equal(engines.node, '>=20');
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.match(
    fs.readFileSync(path.join(root, 'CMakeLists.txt'), 'utf8'),
    new RegExp(`project\\(onggi VERSION ${version.replaceAll('.', '\\.')}[ )]`)
  );
});

/** A program that proves and verifies, after `head`, which brings `load`. */
const program = (head) => `${head}
import('node:fs').then(async ({ readFileSync }) => {
  const read = (name) => readFileSync(\`${circuits}/fp_generic/\${name}.json\`, 'utf8');
  const { vesta } = await load();
  const index = vesta.PlonkIndex.create(read('circuit'), vesta.Srs.create(1024));
  const verifier = index.verifierIndex();
  const proof = await index.prove(vesta.Witness.fromJSON(read('witness')));
  const recorded = vesta.ProverProof.fromJSON(read('proof'));
  console.log(verifier.verify(proof), verifier.verify(recorded));
});
`;

for (const [name, file, head, options] of [
  ['an ES module', 'stranger.mjs', "import { load } from 'onggi';", ''],
  ['CommonJS', 'stranger.cjs', "const { load } = require('onggi');", ''],
  ['an ES module with two threads', 'stranger.mjs', "import { load } from 'onggi';", '{ threads: 2 }'],
  ['CommonJS with two threads', 'stranger.cjs', "const { load } = require('onggi');", '{ threads: 2 }'],
])
  test(`${name} proves and verifies`, async () => {
    fs.writeFileSync(path.join(folder, file), program(head).replace('load()', `load(${options})`));
    const { stdout, stderr } = await run(process.execPath, file);
    assert.equal(stdout, 'true true\n');
    assert.equal(stderr, '');
  });

for (const [name, file, head] of [
  ['an ES module', 'guarded.mjs', "import { load } from 'onggi';\nimport { guard } from 'onggi/guard';"],
  [
    'CommonJS',
    'guarded.cjs',
    "const { load } = require('onggi');\nconst { guard } = require('onggi/guard');",
  ],
])
  test(`${name} guards a module`, async () => {
    const body = `
load({ raw: true }).then(({ raw }) => {
  const { exports, leaks, close } = guard(raw, { owns: true });
  exports.VestaSrs.create(4);
  console.log(leaks()[0].type, close().length);
});
`;
    fs.writeFileSync(path.join(folder, file), head + body);
    const { stdout, stderr } = await run(process.execPath, file);
    assert.deepEqual([stdout, stderr], ['VestaSrs 1\n', '']);
  });

test('npx onggi demo proves and verifies', async () => {
  const { stdout } = await run('npx', 'onggi', 'demo', '--json');
  assert.equal(JSON.parse(stdout).accepted, true);
});

test('the types compile in strict programs of both module systems', async () => {
  const body = `
const use = async (): Promise<boolean> => {
  const { vesta, memory } = await load({ threads: 1 });
  const srs = vesta.Srs.create(1 << 4);
  const size: number = srs.size;
  srs.free();
  return size + memory().live > 0;
};
void use;
const { exports, memory } = guard({ twice: (x: number): number => 2 * x }, { softLimit: 2 ** 20 });
const four: number = exports.twice(2) + memory().live;
void four;
`;
  await compileStrictly(folder, {
    'typed.mts': `import { load } from 'onggi';\nimport { guard } from 'onggi/guard';${body}`,
    'typed.cts': `import onggi = require('onggi');\nimport { guard } from 'onggi/guard';\nconst { load } = onggi;${body}`,
  });
});

/** A program of an environment that may have neither the library `dom` nor Node's types. */
const plainProgram = `import { load, OnggiError, type WasmSource } from 'onggi';
import { expectNoLeaks } from 'onggi/testing';
import { load as loadWorker } from 'onggi/worker';
import { guard } from 'onggi/guard';
import { installedO1js } from 'onggi/o1js/installed';
import { configure } from 'onggi/o1js';
import single from 'onggi/onggi.wasm';
import several from 'onggi/onggi.threads.wasm';
const source: WasmSource = Math.random() < 0.5 ? single : several;
const use = async (): Promise<number> => {
  const onggi = await load({ threads: 'auto', wasm: source, worker: 'https://example.com/thread.js' });
  await expectNoLeaks(onggi, () => onggi.vesta.Srs.create(8).free());
  await onggi[Symbol.asyncDispose]();
  const worker = await loadWorker({ script: 'https://example.com/worker.js', worker: 'https://example.com/thread.js' });
  await worker.vesta.Srs.create(8);
  await worker.close();
  return onggi.threads().running;
};
void [use, configure, guard, installedO1js, OnggiError];
`;

for (const [name, lib, types] of [
  ['without the library dom and without the types of Node', ['es2022'], []],
  ["with Node's types", ['es2022'], ['node']],
  ['with the library dom', ['es2022', 'dom'], []],
]) {
  test(`the types have no errors of their own ${name}`, async () => {
    fs.writeFileSync(path.join(folder, 'plain.mts'), plainProgram);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2022',
      lib,
      types,
      typeRoots: [path.join(root, 'node_modules', '@types')],
    };
    const config = JSON.stringify({ compilerOptions, files: ['plain.mts'] });
    fs.writeFileSync(path.join(folder, 'tsconfig.plain.json'), config);
    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = await run(process.execPath, compiler, '-p', 'tsconfig.plain.json').catch(
      (error) => error
    );
    assert.equal(stdout, '');
  });
}

/** The exported types and functions of a file of declarations, and the members of its types, that have no JSDoc. @param {string} file */
function undocumented(file) {
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const isExported = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const declarations = source.statements.filter((node) => isExported(node) && node.name);
  const nodes = declarations.flatMap((node) => [
    [node.name.text, node],
    ...(node.members ?? [])
      .filter(({ name }) => name)
      .map((member) => [`${node.name.text}.${member.name.getText()}`, member]),
  ]);
  // The declarations of an interface are one type.
  const documented = new Set(nodes.filter(([, node]) => node.jsDoc).map(([name]) => name));
  return nodes.map(([name]) => name).filter((name) => !documented.has(name));
}

test('every public member has a comment in the types', () => {
  const files = packed.files.map((file) => file.path).filter((file) => /^dist\/[^/]+\.d\.ts$/.test(file));
  assert.ok(files.length >= 7);
  for (const file of files) assert.deepEqual(undocumented(path.join(installed(), file)), [], file);
});

test('publint finds nothing', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({ pkgDir: installed(), pack: false, strict: true });
  assert.deepEqual(messages, []);
});

test('the types resolve in the same way as the code', async () => {
  const attw = path.join(root, 'tests', 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
  const files = [
    './thread',
    './worker/script',
    './o1js/addon',
    './o1js/wasm',
    './onggi.wasm',
    './onggi.threads.wasm',
    './package.json',
  ];
  const { stdout } = await run(
    process.execPath,
    attw,
    packed.filename,
    ...['--format', 'json', '--profile', 'node16', '--exclude-entrypoints', ...files]
  );
  // Resolvers without support for `exports` find only the main entry point; every supported Node has it.
  const problems = Object.values(JSON.parse(stdout).problems).flat();
  assert.deepEqual(
    problems.filter(({ resolutionKind }) => resolutionKind !== 'node10'),
    []
  );
});
