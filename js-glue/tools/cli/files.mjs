// Files that commands read: JSON, compressed or not, and index files. No error quotes what is in them.
import fs from 'node:fs';
import zlib from 'node:zlib';

import { jsonOutline, NotJson } from './json_outline.mjs';
import { BadInput } from './outcome.mjs';

/** The limit of input files. A witness of 2^16 rows takes half of it. */
const mostBytes = 2 ** 27;
/** The limit of JSON that becomes JavaScript objects, which take up to 20 times as much memory. */
const mostParsedBytes = 2 ** 25;

/** @param {number} bytes */
const mebibytes = (bytes) => `${bytes / 2 ** 20} MiB`;

/** undefined if the file does not exist or cannot be reached. @param {string} file */
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

/** Why there is no file to read: devices and pipes may never end. @param {string} file */
export function whyNoFile(file) {
  const stat = statOf(file);
  if (stat === undefined) return `${file}: no such file`;
  return `${file}: ${stat.isDirectory() ? 'a folder' : 'a device or a pipe'}, not a file`;
}

/** @param {string} file @param {number} [most] bytes that it may have */
export function readBytes(file, most = mostBytes) {
  if (!statOf(file)?.isFile()) throw new BadInput('no_such_file', whyNoFile(file));
  try {
    if (fs.statSync(file).size <= most) return fs.readFileSync(file);
  } catch (error) {
    throw new BadInput('unreadable_file', `${file}: ${/** @type {Error} */ (error).message}`);
  }
  throw new BadInput('unreadable_file', `${file}: larger than ${mebibytes(most)}`);
}

/** @param {string} file @param {Buffer} bytes */
function inflate(file, bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return zlib.gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const reason =
      code === 'ERR_BUFFER_TOO_LARGE' ? `larger than ${mebibytes(mostBytes)} when inflated` : message;
    throw new BadInput('unreadable_file', `${file}: ${reason}`);
  }
}

/**
 * A file whose content is left to the native readers, and as much of it as a command must know.
 * @typedef {object} InputFile
 * @property {string} file
 * @property {string} format one of the JSON formats, or "index" for an index file
 * @property {unknown} field
 * @property {number} [srsDepth]
 * @property {string} [revision]
 * @property {Buffer} bytes
 */

const outlineNames = ['format', 'field', 'srs_depth', 'max_poly_size', 'revision'];

/**
 * A JSON file in one of the formats.
 * @param {string} file
 * @param {...string} formats
 * @returns {InputFile}
 */
export function readJson(file, ...formats) {
  const found = findFile(file);
  if (found === undefined) throw new BadInput('no_such_file', whyNoFile(file));
  const bytes = inflate(found, readBytes(found));
  let outline;
  try {
    outline = jsonOutline(bytes, outlineNames);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new BadInput('unreadable_file', `${found}: ${error.message}`);
  }
  const {
    format,
    field,
    revision,
    srs_depth: srsDepth = outline.max_poly_size,
  } = /** @type {any} */ (outline);
  if (!formats.includes(format))
    throw new BadInput('unsupported_format', `${found}: the format is not ${formats.join(' or ')}`);
  return { file: found, format, field, srsDepth, revision, bytes };
}

/** The content of a JSON file as a JavaScript object. @param {InputFile} input @returns {any} */
export function parsed({ file, bytes }) {
  if (bytes.length > mostParsedBytes)
    throw new BadInput('unreadable_file', `${file}: larger than ${mebibytes(mostParsedBytes)}`);
  return JSON.parse(bytes.toString('utf8'));
}

/** The ending of index files. */
const indexEnding = '.onggi';

/** @param {string} file */
export const isIndexFile = (file) => file.endsWith(indexEnding);

/**
 * An index file. Its header names the curve and the size of the SRS (core/codec/files/section_file.h); a file
 * without such a header is left to the native reader to refuse.
 * @param {string} file
 * @returns {InputFile}
 */
function readIndex(file) {
  const bytes = readBytes(file, 2 ** 31 - 1);
  const hasHeader = bytes.length >= 64;
  const field = hasHeader && bytes.toString('latin1', 16, 22) === 'pallas' ? 'fq' : 'fp';
  return { file, format: 'index', field, srsDepth: hasHeader ? bytes.readUInt32LE(28) : 1, bytes };
}

/** A circuit, or its index file. @param {string} file @param {...string} formats of JSON */
export const readCircuit = (file, ...formats) =>
  isIndexFile(file) ? readIndex(file) : readJson(file, 'kimchi-circuit/1', ...formats);
