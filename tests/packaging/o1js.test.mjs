// The line `onggi/o1js` of the tarball in Jest and in Vitest, set up as docs/o1js.md says, with an o1js beside it and no
// native addon.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { recordedKeys, recordedProofs } from '../o1js/recorded.mjs';
import { packAndUnpack } from './tarball.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-o1js-runners-'));
const modules = path.join(folder, 'node_modules');
const execute = promisify(execFile);

/** The set-up of a test runner in docs/o1js.md. @param {'Jest' | 'Vitest'} runner */
function documentedSetUp(runner) {
  const page = fs.readFileSync(path.join(root, 'docs', 'o1js.md'), 'utf8');
  const [, section = ''] = page.split(`### ${runner}\n`);
  const [, text = ''] = /```\w+\n([\s\S]*?)```/.exec(section) ?? [];
  return text;
}

before(async () => {
  await packAndUnpack(folder);
  const dependencies = path.join(root, 'tests', 'node_modules');
  for (const name of fs.readdirSync(dependencies)) {
    if (['onggi', 'o1js', '@o1js'].includes(name) || name.startsWith('.')) continue;
    fs.symlinkSync(path.join(dependencies, name), path.join(modules, name));
  }
  // A copy: o1js must find the onggi of the tarball, not that of the tests.
  const o1js = path.join(dependencies, 'o1js');
  fs.mkdirSync(path.join(modules, 'o1js'));
  fs.cpSync(path.join(o1js, 'package.json'), path.join(modules, 'o1js', 'package.json'));
  fs.cpSync(path.join(o1js, 'dist', 'node'), path.join(modules, 'o1js', 'dist', 'node'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "stranger", "private": true }');
  const [made] = recordedProofs().add ?? [];
  const proof = { proof: made?.proof, key: recordedKeys().add?.add?.data };
  fs.writeFileSync(path.join(folder, 'proof.json'), JSON.stringify(proof));
});

after(() => fs.rmSync(folder, { recursive: true }));

/** A test of a user. @param {string} head brings onggi, verify and fs */
const userTest = (head) => `${head}
const { proof, key } = JSON.parse(fs.readFileSync('proof.json', 'utf8'));
test('o1js verifies on onggi', async () => {
  expect(await verify(proof, key)).toBe(true);
  expect(onggi.memory().handles).toBeGreaterThan(0);
}, 120_000);
`;

/** @param {string[]} args */
async function run(args) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, stderr } = await execute(process.execPath, args, {
    cwd: folder,
    env: { ...env, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache') },
  });
  return stdout + stderr;
}

test('Jest', async () => {
  const head =
    "const { onggi } = require('onggi/o1js');\nconst { verify } = require('o1js');\nconst fs = require('node:fs');";
  fs.writeFileSync(path.join(folder, 'user.test.cjs'), userTest(head));
  fs.writeFileSync(path.join(folder, 'jest.config.cjs'), documentedSetUp('Jest'));
  const output = await run([path.join(modules, 'jest/bin/jest.js'), '--testMatch', '**/user.test.cjs']);
  assert.match(output, /1 passed/);
});

test('Vitest', async () => {
  const head =
    "import fs from 'node:fs';\nimport { onggi } from 'onggi/o1js';\nimport { verify } from 'o1js';";
  fs.writeFileSync(path.join(folder, 'user.test.mjs'), userTest(head));
  fs.writeFileSync(path.join(folder, 'vitest.config.mjs'), documentedSetUp('Vitest'));
  const output = await run([path.join(modules, 'vitest/vitest.mjs'), 'run', '--globals', 'user.test.mjs']);
  assert.match(output, /1 passed/);
});
