// Lists of values to bytes and back (bindings/values.h): each entry as its number of bytes, 32 bits
// little-endian, and the bytes.
import {
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  DataView,
  getUint32,
  setBytes,
  setUint32,
  Uint8Array,
} from '../intrinsics.mjs';
import { copyBytes } from './caller_bytes.mjs';
import { countOf, size } from './checks.mjs';

/** @typedef {import('./checks.mjs').Admission} Admission */

const headerBytes = 4;

/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bufferOf(bytes), byteOffsetOf(bytes), byteLengthOf(bytes));

/**
 * A list, which is read once: its length first, then each entry.
 * @param {any} value @param {string} name @param {Admission} call
 * @param {(entry: unknown, name: string, call: Admission) => Uint8Array} encode an entry
 * @returns {Uint8Array}
 */
export function list(value, name, call, encode) {
  const count = countOf(value, name, 'an array');
  let total = headerBytes * count;
  call.admitBlock(total);
  /** @type {Uint8Array[]} */
  const entries = [];
  for (let i = 0; i < count; ++i) {
    const entryName = `${name}[${i}]`;
    const encoded = encode(value[i], entryName, call);
    const length = byteLengthOf(encoded);
    total += length;
    call.admitBlock(total);
    // A copy: the bytes may be the caller's own, which reading other entries may change.
    const copy = new Uint8Array(length);
    copyBytes(encoded, length, copy, 0, entryName);
    entries[i] = copy;
  }
  return joined(entries, total);
}

/** @param {Uint8Array[]} entries @param {number} total bytes */
function joined(entries, total) {
  const out = new Uint8Array(total);
  const view = viewOf(out);
  let offset = 0;
  for (let i = 0; i < entries.length; ++i) {
    const entry = /** @type {Uint8Array} */ (entries[i]);
    const length = byteLengthOf(entry);
    setUint32(view, offset, length, true);
    setBytes(out, entry, offset + headerBytes);
    offset += headerBytes + length;
  }
  return out;
}

/** @template T @param {Uint8Array} flat of entries @param {(bytes: Uint8Array) => T} decode an entry @returns {T[]} */
export function toList(flat, decode) {
  const view = viewOf(flat);
  const total = byteLengthOf(flat);
  /** @type {T[]} */
  const entries = [];
  let offset = 0;
  for (let i = 0; offset < total; ++i) {
    const length = getUint32(view, offset, true);
    offset += headerBytes;
    entries[i] = decode(new Uint8Array(bufferOf(flat), byteOffsetOf(flat) + offset, length));
    offset += length;
  }
  return entries;
}

/** A size as an entry of a list. @param {unknown} value @param {string} name @returns {Uint8Array} */
export function sizeBytes(value, name) {
  const bytes = new Uint8Array(headerBytes);
  setUint32(viewOf(bytes), 0, size(value, name), true);
  return bytes;
}

/** @param {Uint8Array} bytes @returns {number} */
export const toSize = (bytes) => getUint32(viewOf(bytes), 0, true);
