// All recorded files, through the command line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vectors = path.join(root, 'tests', 'vectors');

for (const [command, kind] of [
  ['check', 'circuits'],
  ['check-fixture', 'fixtures'],
])
  test(`onggi ${command}: accepts all recorded ${kind}`, async () => {
    const paths = fs.readdirSync(path.join(vectors, kind)).map((name) => path.join(vectors, kind, name));
    const cli = path.join(root, 'dist', 'tools', 'cli', 'main.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, command, '--json', ...paths]);
    const { accepted, [kind]: reports } = JSON.parse(stdout);
    assert.equal(accepted, true, stdout);
    assert.equal(reports.length, paths.length);
  });
