// Reads a caller's bytes: their length once, and then exactly so many bytes.
import { OnggiError } from '../errors.mjs';
import {
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  isOutOfBounds,
  setBytes,
  typedArrayName,
  Uint8Array,
} from '../intrinsics.mjs';
import { place, wrongType } from './checks.mjs';

/** A Uint8Array of any realm, or one of its subclasses such as Buffer. @param {unknown} value @returns {value is Uint8Array} */
export const isBytes = (value) => typedArrayName(value) === 'Uint8Array';

/** @param {string} name @returns {never} */
function detached(name) {
  throw new OnggiError(
    'detached_bytes',
    `${name}: the buffer of the bytes is detached, or was resized and no longer contains them`
  );
}

/**
 * A view of the caller's bytes whose length does not change. It has no properties of the caller, and
 * its buffer can only be detached or shrunk, which copyBytes() detects.
 * @param {Uint8Array} value @param {string} name @returns {Uint8Array}
 */
export function viewOf(value, name) {
  const length = byteLengthOf(value);
  if (length === 0 && isOutOfBounds(value)) detached(name);
  return new Uint8Array(bufferOf(value), byteOffsetOf(value), length);
}

/**
 * Copies a view that viewOf() made: all of it or nothing.
 * @param {Uint8Array} view @param {number} length of the view when it was made
 * @param {Uint8Array} out @param {number} offset @param {string} name
 */
export function copyBytes(view, length, out, offset, name) {
  if (byteLengthOf(view) !== length) detached(name);
  setBytes(out, view, offset);
}

/** A copy of the caller's bytes, and nothing else of their buffer. @param {Uint8Array} view that viewOf() made @param {string} name */
export function ownBytes(view, name) {
  const copy = new Uint8Array(byteLengthOf(view));
  copyBytes(view, byteLengthOf(copy), copy, 0, name);
  return copy;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function bytes(value, name) {
  return isBytes(value) ? viewOf(value, name) : wrongType(name, 'a Uint8Array', value);
}

/**
 * @param {Uint8Array} value @param {number} length that it must have @param {string} name
 * @param {number} [index] in a list
 */
export function exactView(value, length, name, index) {
  const actual = byteLengthOf(value);
  if (actual === length) return new Uint8Array(bufferOf(value), byteOffsetOf(value), length);
  if (actual === 0 && isOutOfBounds(value)) detached(place(name, index));
  throw new OnggiError('invalid_length', `${place(name, index)}: must be ${length} bytes, got ${actual}`);
}
