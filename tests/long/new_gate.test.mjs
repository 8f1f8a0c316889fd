// A gate is added in two files: its own and the list. A copy of the repository gets one that the peer
// does not have, is built, and proves and verifies with it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'tests', 'kimchi', 'new_gate');

/** The list with one gate more, the last. @param {string} list */
function withGate(list) {
  const last = /^#include "core\/kimchi\/gates\/zero\.h"\n/m;
  const end = /gates::Rot64>;/;
  assert.match(list, last);
  assert.match(list, end);
  return list
    .replace(last, (line) => `${line}#include "core/kimchi/gates/cube.h"\n`)
    .replace(end, 'gates::Rot64, gates::Cube>;');
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  assert.equal(error, undefined);
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
}

test('adding a gate changes two files; honest rows are proved and changed rows refused', (t) => {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-new-gate-'));
  t.after(() => fs.rmSync(work, { recursive: true }));
  const copy = path.join(work, 'copy');
  const listed = ['CMakeLists.txt', 'core', 'bindings'];
  const tracked = execFileSync('git', ['ls-files', '--', ...listed], { cwd: root, encoding: 'utf8' });
  for (const file of tracked.trim().split('\n')) fs.cpSync(path.join(root, file), path.join(copy, file));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

  fs.cpSync(path.join(source, 'cube.h'), path.join(copy, 'core/kimchi/gates/cube.h'));
  const list = path.join(copy, 'core/kimchi/gates/gate_list.h');
  fs.writeFileSync(list, withGate(fs.readFileSync(list, 'utf8')));

  const build = path.join(work, 'build');
  run('cmake', ['-G', 'Ninja', '-S', source, '-B', build, `-DONGGI_COPY=${copy}`]);
  run('cmake', ['--build', build, '--target', 'new_gate']);
  run(path.join(build, 'new_gate'), []);
});
