// The time from `npm install` to a verified proof as a new user has it: the packed tarball, an empty folder, an empty
// cache of npm, and the example of the README.
//
//   node tests/bench/first_proof.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { pack } from '../packaging/tarball.mjs';

const readme = fs.readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const [, example = ''] = /^```js\n(.*?)^```$/ms.exec(readme) ?? [];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-first-proof-'));
const app = path.join(folder, 'app');
try {
  const { filename } = await pack(folder);
  fs.mkdirSync(app);
  fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }'); // npm would look for one in the folders above
  fs.writeFileSync(path.join(app, 'proof.mjs'), example);
  /** @param {string} command @param {string[]} args */
  const run = (command, ...args) => execFileSync(command, args, { cwd: app, encoding: 'utf8' });
  const start = performance.now();
  run('npm', 'install', '--cache', path.join(folder, 'cache'), path.join(folder, filename));
  const installed = performance.now();
  const output = run(process.execPath, 'proof.mjs');
  const end = performance.now();
  if (!output.split('\n').includes('true')) throw new Error(`the proof was not accepted:\n${output}`);
  const seconds = (/** @type {number} */ time) => (time / 1000).toFixed(1);
  console.log(
    `npm install ${seconds(installed - start)} s, load, prove and verify ${seconds(end - installed)} s: ${seconds(end - start)} s`
  );
} finally {
  fs.rmSync(folder, { recursive: true });
}
