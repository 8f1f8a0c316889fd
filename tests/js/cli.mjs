// Runs the command line, and makes files for it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const circuits = path.join(root, 'tests', 'vectors', 'circuits');
export const fixtures = path.join(root, 'tests', 'vectors', 'fixtures');
export const script = path.join(root, 'js-glue', 'tools', 'cli', 'main.mjs');

/** @typedef {{ exitCode: number, stdout: string, stderr: string }} Ended */

/** @param {string} program @param {string[]} args @returns {Promise<Ended>} */
export const execute = (program, args) =>
  new Promise((resolve) =>
    execFile(program, args, { timeout: 120_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code ?? -1) : 0, stdout, stderr })
    )
  );

/** @param {string[]} args */
export const onggi = (...args) => execute(process.execPath, [script, ...args]);

/** @param {string} circuit @param {string} name */
export const recorded = (circuit, name) => path.join(circuits, circuit, `${name}.json`);

/** The content of a recorded file, which may be compressed. @param {string} circuit @param {string} name */
export function content(circuit, name) {
  const file = recorded(circuit, name);
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  return JSON.parse(zlib.gunzipSync(fs.readFileSync(`${file}.gz`)).toString());
}

/** A new folder, removed when the process ends. @param {string} name */
export function temporaryFolder(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `onggi-${name}-`));
  process.on('exit', () => fs.rmSync(folder, { recursive: true }));
  return folder;
}

/**
 * A function that writes a file to a folder, compressed if its name ends in .gz, and returns the file's path.
 * @param {string} folder
 */
export const writerIn = (folder) => (/** @type {string} */ name, /** @type {unknown} */ value) => {
  const file = path.join(folder, name);
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
  fs.writeFileSync(file, name.endsWith('.gz') ? zlib.gzipSync(bytes) : bytes);
  return file;
};

/** One line on stderr, nothing on stdout, exit code 2. @param {Ended} ended @param {RegExp} reason */
export function assertBadInput({ exitCode, stdout, stderr }, reason) {
  assert.deepEqual([exitCode, stdout], [2, ''], stderr);
  assert.match(stderr, /^onggi: [^\n]+\n$/);
  assert.match(stderr, reason);
}

/** @param {any} value @param {(string | number)[]} path @param {unknown} replacement */
export function withChange(value, path, replacement) {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
  parent[/** @type {string} */ (path.at(-1))] = replacement;
  return copy;
}
