// The page of examples/o1js-page in bundles by Vite and webpack, without options for o1js or onggi: its worker compiles a
// recursive program, proves and verifies in Chromium, on a plain page and on one that is
// isolated from other origins, where the bundle may lack the script of the threads.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { proveOnExample } from '../browser/o1js_example.mjs';
import { packAndUnpack } from '../packaging/tarball.mjs';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'build', 'o1js-bundles');
const app = path.join(folder, 'app');

/** Installed under build/, where they stay. */
const bundlers = ['vite@8.4.0', 'webpack@5.113.0'];

/** The programs that bundle app/ into out/NAME/. */
const builds = {
  vite: `import { build } from 'vite';
await build({ root: 'app', base: './', logLevel: 'warn', build: { outDir: '../out/vite', emptyOutDir: true } });`,
  webpack: `import fs from 'node:fs';
import webpack from 'webpack';
const stats = await new Promise((resolve, reject) => webpack({
  mode: 'production',
  context: import.meta.dirname + '/app',
  entry: './main.mjs',
  output: { path: import.meta.dirname + '/out/webpack' },
}, (error, stats) => error ? reject(error) : resolve(stats)));
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
const page = fs.readFileSync('app/index.html', 'utf8');
fs.writeFileSync('out/webpack/index.html', page.replace('main.mjs', 'main.js'));`,
};

before(async () => {
  fs.mkdirSync(app, { recursive: true });
  if (!fs.existsSync(path.join(folder, 'package.json'))) {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  }
  const options = ['--save-exact', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await execute('npm', ['install', ...options, ...bundlers], { cwd: folder, timeout: 300_000 });
  const modules = path.join(folder, 'node_modules');
  fs.rmSync(path.join(modules, 'onggi'), { recursive: true, force: true });
  const { filename } = await packAndUnpack(folder);
  fs.rmSync(path.join(folder, filename));
  const o1js = path.join(modules, 'o1js');
  if (!fs.existsSync(o1js)) fs.symlinkSync(path.join(root, 'tests', 'node_modules', 'o1js'), o1js);

  const example = path.join(root, 'examples', 'o1js-page');
  const read = (/** @type {string} */ name) => fs.readFileSync(path.join(example, name), 'utf8');
  fs.writeFileSync(
    path.join(app, 'index.html'),
    read('index.html').replace(/<link rel="stylesheet".*\n/g, '')
  );
  fs.writeFileSync(path.join(app, 'main.mjs'), read('main.mjs'));
  // As its first comment says.
  const worker = read('worker.mjs')
    .replace(/'[^']+\/web\.mjs'/, "'onggi/o1js'")
    .replace(/'[^']+\/o1js\/dist\/web\/index\.js'/, "'o1js'");
  fs.writeFileSync(path.join(app, 'worker.mjs'), worker);
});

for (const [name, build] of Object.entries(builds)) {
  describe(name, () => {
    before(async () => {
      fs.writeFileSync(path.join(folder, `${name}.mjs`), build);
      await execute(process.execPath, [`${name}.mjs`], { cwd: folder, timeout: 600_000 });
    });

    for (const isolated of [false, true]) {
      test(`${isolated ? 'an isolated' : 'a plain'} page compiles, proves and verifies`, () =>
        prove(name, isolated));
    }
  });
}

/** @param {string} name of the bundler @param {boolean} isolated */
const prove = (name, isolated) =>
  proveOnExample({
    isolated,
    path: `/build/o1js-bundles/out/${name}/`,
    ...(isolated && { expected: /Failed to load resource/ }), // of the threads
  });
