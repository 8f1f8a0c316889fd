// The parts of the build driver that can be tested alone: missing packages, and counts of the test runners.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { ctestCounts, nodeTestCounts } from '../../js-glue/tools/build/counts.mjs';
import { installLine, missingPackages, packages } from '../../js-glue/tools/build/debian.mjs';
import { keepNode, node } from '../../js-glue/tools/build/node.mjs';
import { dependenciesAreStale } from '../../js-glue/tools/build/npm.mjs';
import { runStages, summary } from '../../js-glue/tools/build/stages.mjs';

test('a package counts as present only when dpkg calls it installed', () => {
  const listing = 'cmake installed\nninja-build config-files\ng++ half-installed\nlibfmt-dev installed\n';
  assert.deepEqual(missingPackages(['cmake', 'ninja-build', 'g++', 'emscripten', 'libfmt-dev'], listing), [
    'ninja-build',
    'g++',
    'emscripten',
  ]);
  assert.deepEqual(missingPackages(packages, ''), packages);
  assert.deepEqual(missingPackages(packages, packages.map((name) => `${name} installed`).join('\n')), []);
});

test('a user without root rights gets one command to run', () => {
  assert.equal(
    installLine(['cmake', 'g++']),
    'sudo apt-get update && sudo apt-get install --yes --no-install-recommends cmake g++'
  );
});

test('dependencies are stale when missing or older than the lock', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-stale-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const lock = path.join(folder, 'package-lock.json');
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  fs.writeFileSync(lock, '{}');
  fs.mkdirSync(path.dirname(installed));
  assert.equal(dependenciesAreStale(folder), true);
  fs.writeFileSync(installed, '{}');
  fs.utimesSync(lock, 1000, 1000);
  fs.utimesSync(installed, 2000, 2000);
  assert.equal(dependenciesAreStale(folder), false);
  fs.utimesSync(lock, 3000, 3000);
  assert.equal(dependenciesAreStale(folder), true);
});

test('later steps run the Node that started the build, even if its file is replaced', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-node-'));
  const executable = path.join(folder, 'node');
  const { PATH, EM_NODE_JS } = process.env;
  t.after(() => {
    fs.rmSync(folder, { recursive: true });
    Object.assign(process.env, { PATH });
    if (EM_NODE_JS === undefined) delete process.env.EM_NODE_JS;
  });
  fs.writeFileSync(executable, '#!/bin/sh\necho v18.20.4\n', { mode: 0o755 });
  const kept = keepNode(executable, path.join(folder, 'kept', 'node'));
  assert.equal(kept, path.join(folder, 'kept', 'node'));
  assert.equal(node(), kept);
  for (const program of [kept, 'node']) {
    assert.equal(execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(), process.version);
  }
  assert.equal(keepNode(process.execPath), process.execPath);
});

const nodeOutput = (pass, fail, cancelled = 0) =>
  `✔ something\nℹ tests 9\nℹ suites 0\nℹ pass ${pass}\nℹ fail ${fail}\nℹ cancelled ${cancelled}\nℹ skipped 1\nℹ todo 0\n`;

test('node:test counts', () => {
  assert.deepEqual(nodeTestCounts(nodeOutput(8, 0), 0), { passed: 8, failed: 0, skipped: 1 });
  assert.deepEqual(nodeTestCounts(nodeOutput(5, 2, 1), 1), { passed: 5, failed: 3, skipped: 1 });
});

test('an aborted run, and a run without tests, is a failure', () => {
  assert.equal(nodeTestCounts('SyntaxError', 1).failed, 1);
  assert.equal(nodeTestCounts(nodeOutput(8, 0), 1).failed, 1);
  assert.equal(nodeTestCounts('', 0).failed, 1);
  assert.equal(ctestCounts('', 0).failed, 1);
});

const ctestLog = (sections) =>
  `Start testing\n${sections
    .map(
      ([name, output, verdict], i) =>
        `${i + 1}/9 Testing: ${name}\n${output}\n<end of output>\nTest ${verdict}.\n`
    )
    .join('')}`;

test('CTest counts GoogleTest cases, other tests and crashed executables', () => {
  const good = ['field', '[==========] 30 tests ran.\n[  PASSED  ] 30 tests.', 'Passed'];
  const plain = ['constants', 'the table is the generated one', 'Passed'];
  const bad = [
    'curve',
    '[  PASSED  ] 4 tests.\n[  SKIPPED ] 1 test, listed below:\n[  FAILED  ] 2 tests, listed below:',
    'Failed',
  ];
  const dead = ['poly', '[ RUN      ] Domain.fft', 'Failed'];
  assert.deepEqual(ctestCounts(ctestLog([good, plain]), 0), { passed: 31, failed: 0, skipped: 0 });
  assert.deepEqual(ctestCounts(ctestLog([good, bad, dead]), 8), { passed: 34, failed: 3, skipped: 1 });
});

test('stages of a track run in order, tracks in parallel, and failures do not stop them', async (t) => {
  t.mock.method(console, 'error', () => {});
  const events = [];
  const stage = (name, track, work) => ({
    name,
    track,
    run: async () => {
      events.push(`${name} starts`);
      await work();
      events.push(`${name} ends`);
      return { passed: 1, failed: 0, skipped: 0 };
    },
  });
  let otherTrackHasStarted = () => {};
  const meeting = new Promise((resolve) => (otherTrackHasStarted = resolve));
  const rows = await runStages([
    stage('first', 'native', () => meeting),
    stage('broken', 'native', () => Promise.reject(new Error('broken'))),
    stage('other', 'javascript', otherTrackHasStarted),
    stage('last', 'native', () => {}),
  ]);
  assert.deepEqual(
    rows.map(({ name, passed, failed }) => [name, passed, failed]),
    [
      ['first', 1, 0],
      ['broken', 0, 1],
      ['other', 1, 0],
      ['last', 1, 0],
    ]
  );
  const order = (event) => events.indexOf(event);
  assert.ok(order('first ends') < order('broken starts'));
  assert.ok(order('broken starts') < order('last starts'));
});

test('the summary ends with the totals', () => {
  const rows = [
    { name: 'native', passed: 12, failed: 1, skipped: 0, seconds: 3.25 },
    { name: 'js', passed: 30, failed: 0, skipped: 2, seconds: 83 },
  ];
  const lines = summary(rows).split('\n');
  assert.equal(lines.at(-1), '42 passed, 1 failed');
  assert.match(lines[1] ?? '', /native +12 +1 +0 +3\.3 s$/);
  assert.match(lines[2] ?? '', /js +30 +0 +2 +1 min 23 s$/);
});
