// The loop that made o1js run out of memory, in three modes side by side:
//
//   leaking   embind objects that nobody deletes: the bug as it was
//   dropped   handles that are simply forgotten: the shim gives them back
//   scoped    handles that are freed at the end of a scope
//
//   npm start -- [--proofs 10] [--hashes 64] [--out reports]
//
// Ends with 1 if dropped or scoped grow after the third proof. It is `onggi bench memory`, which has
// more modes and options.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { bin } = require('onggi/package.json');
const cli = path.join(path.dirname(require.resolve('onggi/package.json')), bin.onggi);
const args = ['bench', 'memory', ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' }).status ?? 1;
