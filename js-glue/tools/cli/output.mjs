// Files that commands write. A file is either written whole or left as it was: its content goes to a temporary
// file beside it, which then takes its name.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

import { BadInput } from './outcome.mjs';

/** @template T @param {string} place @param {() => T} write to it @returns {T} */
function writing(place, write) {
  try {
    return write();
  } catch (error) {
    throw new BadInput('unwritable_file', `${place}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} file */
const temporaryBeside = (file) => path.join(path.dirname(file), `.onggi-${crypto.randomUUID()}`);

/** Creates the file, which must not exist, and removes it. @param {string} file */
function tryToCreate(file) {
  fs.closeSync(fs.openSync(file, 'wx'));
  fs.unlinkSync(file);
}

/**
 * Throws if the file cannot be written; changes nothing.
 * @param {string} file
 * @returns {{ target: string, mode?: number, replaces: boolean }} the file that symbolic links lead to; its
 *   permissions; whether a new file may take its place, which is not so for devices and pipes
 */
function examine(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    tryToCreate(file);
    return { target: file, replaces: true };
  }
  if (!stat.isFile() && !stat.isDirectory()) {
    fs.accessSync(file, fs.constants.W_OK);
    return { target: file, replaces: false };
  }
  fs.closeSync(fs.openSync(file, 'r+')); // an error if it is a folder, or read-only
  const target = fs.realpathSync(file);
  tryToCreate(temporaryBeside(target));
  return { target, mode: stat.mode, replaces: true };
}

/** @param {string} target @param {number | undefined} mode @param {Uint8Array | string} content */
function replace(target, mode, content) {
  const temporary = temporaryBeside(target);
  try {
    fs.writeFileSync(temporary, content, { flag: 'wx' });
    if (mode !== undefined) fs.chmodSync(temporary, mode);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes sure that a file can be written, before the work whose result goes there. Leaves nothing behind.
 * @param {string} file
 * @returns {(content: Uint8Array | string) => void} writes it
 */
export function prepareOutput(file) {
  const { target, mode, replaces } = writing(file, () => examine(file));
  return (content) =>
    writing(file, () => (replaces ? replace(target, mode, content) : fs.writeFileSync(target, content)));
}

/**
 * As prepareOutput, for a JSON file, which is compressed if its name ends in .gz.
 * @param {string} file
 * @returns {(content: object) => void}
 */
export function prepareJson(file) {
  const write = prepareOutput(file);
  return (content) => {
    const text = `${JSON.stringify(content)}\n`;
    write(file.endsWith('.gz') ? zlib.gzipSync(text) : text);
  };
}

/** Node's option `recursive` never returns in a file system where no folders can be made. @param {string} folder */
function makeFolders(folder) {
  if (fs.existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  fs.mkdirSync(folder);
}

/** A folder to write to. @param {string} folder */
export const makeFolder = (folder) => writing(folder, () => makeFolders(path.resolve(folder)));
