// Lists of values to bytes and back (bindings/values.h): each entry as its number of bytes, 32 bits
// little-endian, and the bytes.
import { size, wrongType } from './values.mjs';

/** @typedef {import('./values.mjs').Admission} Admission */

const sizeBytesCount = 4;

/**
 * A list that is read once: its length first, then each entry.
 * @param {unknown} value @param {string} name @param {Admission} call
 * @param {(entry: unknown, name: string, call: Admission) => Uint8Array} encode an entry
 * @returns {Uint8Array}
 */
export function list(value, name, call, encode) {
  if (!Array.isArray(value)) return wrongType(name, 'an array', value);
  const count = size(value.length, `${name}.length`);
  call.admitBlock(count * sizeBytesCount);
  /** @type {Uint8Array[]} */
  const entries = [];
  let total = 0;
  for (let i = 0; i < count; ++i) {
    // A copy: reading later entries may run code of the caller's.
    const entry = new Uint8Array(encode(value[i], `${name}[${i}]`, call));
    total += sizeBytesCount + entry.length;
    call.admitBlock(total);
    entries.push(entry);
  }
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  let offset = 0;
  for (const entry of entries) {
    view.setUint32(offset, entry.length, true);
    out.set(entry, offset + sizeBytesCount);
    offset += sizeBytesCount + entry.length;
  }
  return out;
}

/** @template T @param {Uint8Array} flat of entries @param {(bytes: Uint8Array) => T} decode an entry @returns {T[]} */
export function toList(flat, decode) {
  const view = new DataView(flat.buffer, flat.byteOffset, flat.byteLength);
  /** @type {T[]} */
  const entries = [];
  for (let offset = 0; offset < flat.length; ) {
    const start = offset + sizeBytesCount;
    offset = start + view.getUint32(offset, true);
    entries.push(decode(flat.subarray(start, offset)));
  }
  return entries;
}

/** A size as an entry of a list. @param {unknown} value @param {string} name @returns {Uint8Array} */
export function sizeBytes(value, name) {
  const bytes = new Uint8Array(sizeBytesCount);
  new DataView(bytes.buffer).setUint32(0, size(value, name), true);
  return bytes;
}

/** @param {Uint8Array} bytes @returns {number} */
export const toSize = (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
