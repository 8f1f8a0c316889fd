// JSON files, compressed or not.
import fs from 'node:fs';
import zlib from 'node:zlib';

import { BadInput } from './outcome.mjs';

/** `file`, or its twin with or without .gz, whichever exists. @param {string} file */
export function findFile(file) {
  const twin = file.endsWith('.gz') ? file.slice(0, -'.gz'.length) : `${file}.gz`;
  return [file, twin].find((name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile());
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

/** @param {string} file compressed if its name ends in .gz @param {object} content */
export function writeJson(file, content) {
  const text = `${JSON.stringify(content)}\n`;
  try {
    fs.writeFileSync(file, file.endsWith('.gz') ? zlib.gzipSync(text) : text);
  } catch (error) {
    throw new BadInput('unwritable_file', `${file}: ${/** @type {Error} */ (error).message}`);
  }
}
