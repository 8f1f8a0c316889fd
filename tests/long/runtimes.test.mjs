// The packed tarball in other runtimes and in test runners: each loads it with one and with two threads, proves and
// verifies, and drops handles (tests/packaging/program.mjs).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { record } from '../packaging/matrix.mjs';
import { packAndUnpack } from '../packaging/tarball.mjs';
import { command, install } from '../packaging/tools.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-runtimes-'));
const execute = promisify(execFile);

const program = fs.readFileSync(new URL('../packaging/program.mjs', import.meta.url), 'utf8');
const common = program.replace('export async function prove', 'exports.prove = async function prove');

/** A program that prints the result. @param {string} head brings load and prove @param {string} [end] */
const printing = (head, end = '') =>
  `${head}
prove(load, { threads: Number(process.argv[2]) }).then((result) => console.log(JSON.stringify(result)));
${end}`;

/** A test of a runner with global functions. @param {string} head brings load and prove */
const testing = (head) => `${head}
for (const threads of [1, 2]) {
  test(\`proves with \${threads} threads\`, async () => {
    expect(await prove(load, { threads })).toEqual({ accepted: true, product: '42', threads, held: true });
  }, 60_000);
}
`;

const imports = "import { load } from 'onggi';\nimport { prove } from './program.mjs';";
const requires = "const { load } = require('onggi');\nconst { prove } = require('./program.cjs');";

/** What runs in Cloudflare's runtime, and answers a request with the result. */
const cloudflareWorker = `${imports}
export default {
  fetch: async () => Response.json(await prove(load, {})),
};
`;

/** A program that starts that runtime, with the package's files as modules. */
const miniflare = `
import fs from 'node:fs';
import { Miniflare } from 'miniflare';
const script = 'worker.mjs';
const files = [script, 'program.mjs', ...fs.readdirSync('node_modules/onggi/dist', { recursive: true })
  .filter((name) => /^(workerd|runtime|surfaces.kimchi|text).*\\.mjs$|^onggi.wasm$/.test(name))
  .map((name) => \`node_modules/onggi/dist/\${name}\`)];
const modules = files.map((name) => ({
  type: name.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule',
  path: name,
  contents: name === script
    ? fs.readFileSync(name, 'utf8').replace("'onggi'", "'./node_modules/onggi/dist/workerd.mjs'")
    : fs.readFileSync(name),
}));
const runtime = new Miniflare({ modules, compatibilityDate: '2025-09-01' });
const response = await runtime.dispatchFetch('http://localhost/');
console.log(await response.text());
await runtime.dispose();
`;

const files = {
  'package.json': '{ "name": "program", "private": true }',
  'program.mjs': program,
  'program.cjs': common,
  'prove.mjs': printing(imports),
  'prove.cjs': printing(requires),
  'thread.mjs': `import { Worker } from 'node:worker_threads';
new Worker(new URL('prove.mjs', import.meta.url), { argv: process.argv.slice(2) });
`,
  'traced.mjs': `${imports}
import { load as loadWorker } from 'onggi/worker';
for (const each of [load, loadWorker]) {
  console.log(JSON.stringify(await prove(each, { threads: Number(process.argv[2]) })));
}
`,
  'faked.mjs': `${imports}
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
for (const threads of [1, 2]) {
  test(\`proves with \${threads} threads\`, async () => {
    mock.timers.enable();
    const result = await prove(load, { threads });
    assert.deepEqual(result, { accepted: true, product: '42', threads, held: true });
    mock.timers.reset();
  });
}
`,
  'node.test.cjs': testing(requires),
  'jsdom.test.cjs': testing(requires),
  'vite.test.mjs': testing(imports),
  'worker.mjs': cloudflareWorker,
  'miniflare.mjs': miniflare,
};

before(async () => {
  await packAndUnpack(folder);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
});

after(() => fs.rmSync(folder, { recursive: true }));

/** Without the mark of a test's process, with which a runner would not run. */
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

/** @param {string} file @param {string[]} args */
async function run(file, args) {
  const { stdout, stderr } = await execute(file, args, { cwd: folder, env, timeout: 120_000 });
  return { stdout, all: stdout + stderr };
}

/** @param {string} stdout @param {number} threads */
const checkResult = (stdout, threads) =>
  assert.deepEqual(JSON.parse(stdout), { accepted: true, product: '42', threads, held: true });

/**
 * A runtime, and the programs that it runs.
 * @type {{ name: string, version: string, args?: string[], programs: Record<string, string> }[]}
 */
const runtimes = [
  ...['20.0.0', '20.20.2', '22.23.3', '24.21.0'].map((version) => ({
    name: 'node',
    version,
    programs: { import: 'prove.mjs', require: 'prove.cjs', worker_threads: 'thread.mjs' },
  })),
  { name: 'bun', version: '1.4.5', args: ['run'], programs: { import: 'prove.mjs', require: 'prove.cjs' } },
  {
    name: 'deno',
    version: '2.9.6',
    args: ['run', '--allow-all', '--node-modules-dir=manual'],
    programs: { import: 'prove.mjs', require: 'prove.cjs' },
  },
];

for (const { name, version, args = [], programs } of runtimes) {
  describe(`${name} ${version}`, () => {
    let executable = '';
    before(async () => void (executable = command(await install({ [name]: version }), name)));

    for (const [way, file] of Object.entries(programs)) {
      for (const threads of [1, 2]) {
        test(`proves and verifies: ${way}, threads: ${threads}`, async () => {
          const { stdout } = await run(executable, [...args, file, `${threads}`]);
          checkResult(stdout, threads);
          record(`${name} ${version}`, way, threads);
        });
      }
    }
  });
}

describe('Cloudflare workerd (miniflare 4.20251011.0)', () => {
  test('proves and verifies', async () => {
    const tool = await install({ miniflare: '4.20251011.0' });
    fs.symlinkSync(
      path.join(tool, 'node_modules', 'miniflare'),
      path.join(folder, 'node_modules', 'miniflare')
    );
    const { stdout } = await run(process.execPath, ['miniflare.mjs']);
    checkResult(stdout, 1);
    record('Cloudflare workerd (miniflare 4)', 'import', 1);
  });
});

describe('the files that @vercel/nft 1.11.5 finds', () => {
  test('prove and verify, also with onggi/worker', async () => {
    const tool = path.join(await install({ '@vercel/nft': '1.11.5' }), 'node_modules', '@vercel', 'nft');
    const { nodeFileTrace } = createRequire(tool)(tool);
    const { fileList } = await nodeFileTrace([path.join(folder, 'traced.mjs')], { base: folder });
    const copy = path.join(folder, 'traced');
    for (const name of fileList) fs.cpSync(path.join(folder, name), path.join(copy, name));
    for (const threads of [1, 2]) {
      const { stdout } = await run(process.execPath, [path.join(copy, 'traced.mjs'), `${threads}`]);
      for (const line of stdout.trim().split('\n')) checkResult(line, threads);
      record('@vercel/nft 1.11.5, files', 'import, onggi/worker', threads);
    }
  });
});

/**
 * A test runner, which runs both numbers of threads.
 * @type {{ name: string, way: string, packages: Record<string, string>, args: (tool: string) => string[] }[]}
 */
const runners = [
  {
    name: 'Jest 30',
    way: 'environment node',
    packages: { jest: '30.5.2', 'jest-environment-jsdom': '30.5.2' },
    args: (tool) => [`${tool}/jest/bin/jest.js`, '--rootDir', folder, '--testMatch', '**/node.test.cjs'],
  },
  {
    name: 'Jest 30',
    way: 'environment jsdom',
    packages: { jest: '30.5.2', 'jest-environment-jsdom': '30.5.2' },
    args: (tool) => [
      ...[`${tool}/jest/bin/jest.js`, '--rootDir', folder, '--testMatch', '**/jsdom.test.cjs'],
      ...['--env', `${tool}/jest-environment-jsdom/build/index.js`],
    ],
  },
  {
    name: 'Vitest 3',
    way: 'import',
    packages: { vitest: '3.2.7' },
    args: (tool) => [`${tool}/vitest/vitest.mjs`, 'run', '--globals', '--root', folder, 'vite.test.mjs'],
  },
];

for (const { name, way, packages, args } of runners) {
  test(`${name}, ${way}: proves and verifies`, async () => {
    const tool = path.join(await install(packages), 'node_modules');
    const { all } = await run(process.execPath, args(tool));
    assert.match(all, /2 passed/);
    for (const threads of [1, 2]) record(name, way, threads);
  });
}

test('node:test with fake timers: proves and verifies', async () => {
  const { all } = await run(process.execPath, ['--test', 'faked.mjs']);
  assert.match(all, /# pass 2/);
  for (const threads of [1, 2]) record('node:test', 'fake timers', threads);
});
