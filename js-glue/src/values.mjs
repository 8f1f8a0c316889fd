// JavaScript values to bytes and back, by the kinds of bindings/values.h. Whatever cannot be a value
// of the kind is refused here; what needs arithmetic (is it reduced? on the curve?) is left to the
// native side.
import { OnggiError } from './errors.mjs';

/** @typedef {bigint | Uint8Array} FieldElement */
/** @typedef {Uint8Array | readonly FieldElement[]} Fields one flat array, or one element each */
/** @typedef {{ x: bigint, y: bigint }} Point */

const elementBytes = 32;
const pointBytes = 2 * elementBytes;
const cellBytes = 4;
const columnCount = 15;
const limbMask = (1n << 64n) - 1n;
const maxSize = 2 ** 32 - 1;

/** What a value is, for messages: never the value, it may be secret. @param {unknown} value */
function describe(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return `an object (${value.constructor?.name ?? 'no class'})`;
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function wrongType(name, expected, value) {
  throw new OnggiError('wrong_type', `${name}: expected ${expected}, got ${describe(value)}`);
}

/** @param {unknown} value @returns {value is Uint8Array} */
const isBytes = (value) => value instanceof Uint8Array;

/** @param {unknown} value @param {string} name @returns {number} */
export function size(value, name) {
  if (typeof value !== 'number') return wrongType(name, 'a number', value);
  if (!Number.isInteger(value) || value < 0 || value > maxSize) {
    throw new OnggiError('size_out_of_range', `${name}: ${value} is no integer of 0 to 2^32 - 1`);
  }
  return value;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function bytes(value, name) {
  return isBytes(value) ? value : wrongType(name, 'a Uint8Array', value);
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function text(value, name) {
  return typeof value === 'string'
    ? new TextEncoder().encode(value)
    : wrongType(name, 'a string', value);
}

/** bigint to the digits of the file formats. @param {string} key @param {unknown} value */
function hexDigits(key, value) {
  if (typeof value !== 'bigint') return value;
  if (value < 0n) throw new OnggiError('noncanonical_field_element', `${key}: negative`);
  return `0x${value.toString(16)}`;
}

/**
 * JSON as text, as UTF-8 bytes or as an object, whose bigints become hex digits.
 * @param {unknown} value @param {string} name @returns {Uint8Array}
 */
export function json(value, name) {
  if (typeof value === 'string' || isBytes(value))
    return isBytes(value) ? value : text(value, name);
  if (typeof value !== 'object' || value === null) {
    return wrongType(name, 'JSON as an object, a string or a Uint8Array', value);
  }
  try {
    return text(JSON.stringify(value, hexDigits), name);
  } catch (error) {
    if (error instanceof OnggiError) throw error;
    throw new OnggiError('malformed_json', `${name}: not JSON`, { cause: error });
  }
}

/** @param {bigint} value @param {DataView} view @param {number} offset @param {string} name */
function writeElement(value, view, offset, name) {
  if (value >> 256n !== 0n) {
    throw new OnggiError('noncanonical_field_element', `${name}: not reduced`);
  }
  for (let limb = 0; limb < 4; ++limb) {
    view.setBigUint64(offset + 8 * limb, (value >> BigInt(64 * limb)) & limbMask, true);
  }
}

/**
 * @param {unknown} value @param {Uint8Array} out of elements in turn @param {number} index of this
 * one @param {string} name
 */
function putElement(value, out, index, name) {
  if (typeof value === 'bigint') {
    writeElement(value, new DataView(out.buffer, out.byteOffset), index * elementBytes, name);
  } else if (isBytes(value)) {
    if (value.length !== elementBytes) {
      throw new OnggiError('invalid_length', `${name}: ${value.length} bytes instead of 32`);
    }
    out.set(value, index * elementBytes);
  } else {
    wrongType(name, 'a bigint or 32 bytes', value);
  }
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function field(value, name) {
  const out = new Uint8Array(elementBytes);
  putElement(value, out, 0, name);
  return out;
}

/** An integer of 256 bits crosses as a field element does. */
export const integer = field;

/** A cell is a number. */
export const cell = size;

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function cells(value, name) {
  if (!Array.isArray(value)) return wrongType(name, 'an array of cells', value);
  const out = new Uint8Array(cellBytes * value.length);
  const view = new DataView(out.buffer);
  value.forEach((number, i) => view.setUint32(cellBytes * i, cell(number, `${name}[${i}]`), true));
  return out;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function fields(value, name) {
  if (isBytes(value)) return value;
  if (!Array.isArray(value)) return wrongType(name, 'an array of field elements', value);
  const out = new Uint8Array(value.length * elementBytes);
  for (let i = 0; i < value.length; ++i) putElement(value[i], out, i, `${name}[${i}]`);
  return out;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function columns(value, name) {
  if (isBytes(value)) return value;
  if (!Array.isArray(value)) return wrongType(name, 'an array of columns', value);
  if (value.length !== columnCount) {
    throw new OnggiError('witness_shape', `${name}: ${value.length} columns instead of 15`);
  }
  const parts = value.map((column, i) => fields(column, `${name}[${i}]`));
  const length = /** @type {Uint8Array} */ (parts[0]).length;
  const out = new Uint8Array(columnCount * length);
  parts.forEach((part, i) => {
    if (part.length !== length) {
      throw new OnggiError('witness_shape', `${name}[${i}]: not as long as the first column`);
    }
    out.set(part, i * length);
  });
  return out;
}

/**
 * @param {any} value @param {Uint8Array} out of points in turn @param {number} index of this one
 * @param {string} name
 */
function putPoint(value, out, index, name) {
  if (value === null) return;
  if (typeof value !== 'object') wrongType(name, '{ x, y }, 64 bytes or null', value);
  if (isBytes(value)) {
    if (value.length !== pointBytes) {
      throw new OnggiError('invalid_length', `${name}: ${value.length} bytes instead of 64`);
    }
    out.set(value, index * pointBytes);
    return;
  }
  putElement(value.x, out, 2 * index, `${name}.x`);
  putElement(value.y, out, 2 * index + 1, `${name}.y`);
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function point(value, name) {
  const out = new Uint8Array(pointBytes);
  putPoint(value, out, 0, name);
  return out;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function points(value, name) {
  if (isBytes(value)) return value;
  if (!Array.isArray(value)) return wrongType(name, 'an array of points', value);
  const out = new Uint8Array(value.length * pointBytes);
  for (let i = 0; i < value.length; ++i) putPoint(value[i], out, i, `${name}[${i}]`);
  return out;
}

/** @param {Uint8Array} flat of cells @returns {number[]} */
export function toCells(flat) {
  const view = new DataView(flat.buffer, flat.byteOffset, flat.byteLength);
  return Array.from({ length: flat.length / cellBytes }, (_, i) => view.getUint32(cellBytes * i, true));
}

/** @param {Uint8Array} flat of elements @returns {bigint[]} */
export function toFields(flat) {
  const view = new DataView(flat.buffer, flat.byteOffset, flat.byteLength);
  return Array.from({ length: flat.length / elementBytes }, (_, i) => {
    let value = 0n;
    for (let limb = 3; limb >= 0; --limb) {
      value = (value << 64n) | view.getBigUint64(i * elementBytes + 8 * limb, true);
    }
    return value;
  });
}

/** @param {Uint8Array} flat @returns {bigint} */
export const toField = (flat) => /** @type {bigint} */ (toFields(flat)[0]);

/** @param {Uint8Array} flat of points @returns {(Point | null)[]} */
export function toPoints(flat) {
  const coordinates = toFields(flat);
  return Array.from({ length: coordinates.length / 2 }, (_, i) => {
    const x = /** @type {bigint} */ (coordinates[2 * i]);
    const y = /** @type {bigint} */ (coordinates[2 * i + 1]);
    return x === 0n && y === 0n ? null : { x, y };
  });
}

/** @param {Uint8Array} flat @returns {Point | null} */
export const toPoint = (flat) => /** @type {Point | null} */ (toPoints(flat)[0]);

/** @param {Uint8Array} utf8 @returns {string} */
export const toText = (utf8) => new TextDecoder().decode(utf8);

/** @param {Uint8Array} utf8 @returns {any} */
export const toJson = (utf8) => JSON.parse(toText(utf8));
