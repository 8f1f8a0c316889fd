// The loop that made o1js run out of memory, in three modes side by side:
//
//   leaking   embind objects that are never deleted, as in o1js
//   dropped   handles that are not freed: the library frees them after garbage collection
//   scoped    handles that are freed at the end of a scope
//
//   npm start -- [--proofs 10] [--hashes 64] [--out reports]
//
// The exit code is 1 if memory grows after the third proof in the modes dropped or scoped. This runs
// `onggi bench memory`, which has more modes and options; js-glue/tools/lab/bench/rounds.mjs has the code of each
// mode.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { bin } = require('onggi/package.json');
const cli = path.join(path.dirname(require.resolve('onggi/package.json')), bin.onggi);
const args = ['bench', 'memory', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' }).status ?? 1;
