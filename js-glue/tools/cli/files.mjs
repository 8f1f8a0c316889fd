// JSON files, compressed or not, and index files.
import fs from 'node:fs';
import zlib from 'node:zlib';

import { BadInput } from './outcome.mjs';

/** What stands there; undefined also where nothing can. @param {string} file */
export function statOf(file) {
  try {
    return fs.statSync(file);
  } catch {
    return undefined;
  }
}

/** `file`, or its twin with or without .gz, whichever exists. @param {string} file */
export function findFile(file) {
  const twin = file.endsWith('.gz') ? file.slice(0, -'.gz'.length) : `${file}.gz`;
  return [file, twin].find((name) => statOf(name)?.isFile());
}

/** @param {Buffer} bytes */
const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * A JSON file whose top is an object with the format `format`.
 * @param {string} file
 * @param {...string} formats the formats that will do
 * @returns {any}
 */
export function readJson(file, ...formats) {
  const found = findFile(file);
  if (found === undefined) throw new BadInput('no_such_file', `${file}: no such file`);
  let content;
  try {
    const bytes = fs.readFileSync(found);
    content = JSON.parse((isGzip(bytes) ? zlib.gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new BadInput('unreadable_file', `${found}: ${/** @type {Error} */ (error).message}`);
  }
  if (!formats.includes(content?.format))
    throw new BadInput('unsupported_format', `${found}: the format is not ${formats.join(' or ')}`);
  return content;
}

/** The ending of index files. */
const indexEnding = '.onggi';

/** @param {string} file */
export const isIndexFile = (file) => file.endsWith(indexEnding);

/**
 * An index file as far as one must know to decode it: its field and the size of its SRS. Both stand
 * in its header (core/codec/files/section_file.h); what is no index file is left to the decoder to refuse.
 * @param {string} file
 * @returns {{ format: 'index', field: 'fp' | 'fq', srs_depth: number, bytes: Uint8Array }}
 */
export function readIndex(file) {
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    throw new BadInput('unreadable_file', `${file}: ${/** @type {Error} */ (error).message}`);
  }
  const hasHeader = bytes.length >= 64;
  const field = hasHeader && bytes.toString('latin1', 16, 22) === 'pallas' ? 'fq' : 'fp';
  return { format: 'index', field, srs_depth: hasHeader ? bytes.readUInt32LE(28) : 1, bytes };
}

/** A circuit, or its index file. @param {string} file @param {...string} formats of JSON */
export const readCircuit = (file, ...formats) =>
  isIndexFile(file) ? readIndex(file) : readJson(file, 'kimchi-circuit/1', ...formats);

/** @param {string} place @param {() => void} write to it */
function writing(place, write) {
  try {
    write();
  } catch (error) {
    throw new BadInput('unwritable_file', `${place}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} file @param {Uint8Array | string} content */
export const writeFile = (file, content) => writing(file, () => fs.writeFileSync(file, content));

/** A folder to write to. @param {string} folder */
export const makeFolder = (folder) =>
  writing(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
  });

/** @param {string} file compressed if its name ends in .gz @param {object} content */
export function writeJson(file, content) {
  const text = `${JSON.stringify(content)}\n`;
  writeFile(file, file.endsWith('.gz') ? zlib.gzipSync(text) : text);
}
