// The Node that runs every step: the one that runs this program. Debian's emscripten brings Debian's nodejs,
// which may replace an executable in /usr/bin while this program runs.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { root } from './root.mjs';

/** The oldest major version that the package and its build support. */
export const oldestNode = 20;

let executable = process.execPath;

/** The executable that steps are to run. */
export const node = () => executable;

/** Throws where this Node is too old. */
export function requireNode() {
  const [major = '0'] = process.versions.node.split('.');
  if (Number(major) < oldestNode) {
    throw new Error(`Node ${oldestNode} or newer is needed; this is ${process.version}.`);
  }
}

/** @param {string} file @returns {string} its version; empty if it does not run */
function versionOf(file) {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/**
 * Ensures that later steps run this Node: by `node()`, by PATH and in Emscripten. If another version has
 * replaced its executable, the running program is copied.
 * @param {string} [started] the executable that started this program
 * @param {string} [copy] the file to copy it to
 * @returns {string} the executable that steps run
 */
export function keepNode(started = process.execPath, copy = path.join(root, 'build', 'node', 'node')) {
  executable = started;
  if (versionOf(started) !== process.version) {
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync('/proc/self/exe', copy);
    fs.chmodSync(copy, 0o755);
    executable = copy;
  }
  process.env.PATH = [path.dirname(executable), process.env.PATH].join(path.delimiter);
  process.env.EM_NODE_JS = executable;
  return executable;
}
