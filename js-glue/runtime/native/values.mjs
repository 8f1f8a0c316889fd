// JavaScript values to bytes and back, by the kinds of bindings/values.h. Whatever cannot be a value
// of the kind is refused here; what needs arithmetic (is it reduced? on the curve?) is left to the
// native side.
import { otherVersion } from '../copies.mjs';
import { OnggiError } from '../errors.mjs';

/** @typedef {bigint | Uint8Array} FieldElement */
/** @typedef {Uint8Array | readonly FieldElement[]} Fields one flat array, or one element each */
/** @typedef {{ x: bigint, y: bigint }} Point */
/**
 * Throws, before anything is allocated, if a call cannot take so many bytes.
 * @typedef {{ admitBlock(bytes: number): void }} Admission
 */

const elementBytes = 32;
const pointBytes = 2 * elementBytes;
const cellBytes = 4;
const columnCount = 15;
const limbMask = (1n << 64n) - 1n;
const maxSize = 2 ** 32 - 1;

/** What a value is, for messages: never the value, it may be secret. @param {unknown} value */
function describe(value) {
  if (value === null) return 'null';
  const version = otherVersion(value);
  if (version !== undefined) return `a handle of another copy of onggi (version ${version})`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return `an object (${typeof name === 'string' ? name : 'no class'})`;
  }
  return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function wrongType(name, expected, value) {
  throw new OnggiError('wrong_type', `${name}: expected ${expected}, got ${describe(value)}`);
}

/** @param {unknown} value @param {string} name */
export function requireOptions(value, name) {
  if (typeof value !== 'object' || value === null) wrongType(name, 'options', value);
}

/** @param {unknown} value @param {string} name */
export function requireInstance(value, name) {
  if (typeof (/** @type {any} */ (value)?.memory) !== 'function') wrongType(name, 'what load() gives', value);
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

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function text(value, name, call) {
  if (typeof value !== 'string') return wrongType(name, 'a string', value);
  call.admitBlock(value.length);
  return new TextEncoder().encode(value);
}

/** bigint to the digits of the file formats. @param {string} key @param {unknown} value */
function hexDigits(key, value) {
  if (typeof value !== 'bigint') return value;
  if (value < 0n) throw new OnggiError('noncanonical_field_element', `${key}: negative`);
  return `0x${value.toString(16)}`;
}

/**
 * JSON as text, as UTF-8 bytes or as an object, whose bigints become hex digits.
 * @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array}
 */
export function json(value, name, call) {
  if (isBytes(value)) return value;
  if (typeof value === 'string') return text(value, name, call);
  if (typeof value !== 'object' || value === null) {
    return wrongType(name, 'JSON as an object, a string or a Uint8Array', value);
  }
  try {
    return text(JSON.stringify(value, hexDigits), name, call);
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

/**
 * A list, as long as it is now: what reading it runs may change it.
 * @param {unknown} value @param {number} each bytes of an entry @param {string} name
 * @param {string} expected @returns {{ count: number, bytes: number }}
 */
function extent(value, each, name, expected) {
  if (!Array.isArray(value)) return wrongType(name, expected, value);
  const count = size(value.length, `${name}.length`);
  return { count, bytes: each * count };
}

/** Room for so many bytes. @param {number} bytes @param {Admission} call */
function admitted(bytes, call) {
  call.admitBlock(bytes);
  return new Uint8Array(bytes);
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function cells(value, name, call) {
  const { count, bytes } = extent(value, cellBytes, name, 'an array of cells');
  const out = admitted(bytes, call);
  const view = new DataView(out.buffer);
  const list = /** @type {unknown[]} */ (value);
  for (let i = 0; i < count; ++i) view.setUint32(cellBytes * i, cell(list[i], `${name}[${i}]`), true);
  return out;
}

/** @param {unknown} value @param {string} name */
const fieldsExtent = (value, name) =>
  isBytes(value)
    ? { count: value.length / elementBytes, bytes: value.length }
    : extent(value, elementBytes, name, 'an array of field elements');

/** @param {any} value @param {number} count @param {Uint8Array} out @param {string} name */
function putFields(value, count, out, name) {
  if (isBytes(value)) out.set(value);
  else for (let i = 0; i < count; ++i) putElement(value[i], out, i, `${name}[${i}]`);
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function fields(value, name, call) {
  if (isBytes(value)) return value;
  const { count, bytes } = fieldsExtent(value, name);
  const out = admitted(bytes, call);
  putFields(value, count, out, name);
  return out;
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function columns(value, name, call) {
  if (isBytes(value)) return value;
  const { count } = extent(value, 0, name, 'an array of columns');
  if (count !== columnCount) {
    throw new OnggiError('witness_shape', `${name}: ${count} columns instead of 15`);
  }
  const list = Array.from({ length: count }, (_, i) => /** @type {any} */ (value)[i]);
  const extents = list.map((column, i) => fieldsExtent(column, `${name}[${i}]`));
  const { bytes: length } = /** @type {{ bytes: number }} */ (extents[0]);
  const other = extents.findIndex(({ bytes }) => bytes !== length);
  if (other !== -1) {
    throw new OnggiError('witness_shape', `${name}[${other}]: not as long as the first column`);
  }
  const out = admitted(columnCount * length, call);
  extents.forEach(({ count }, i) => {
    putFields(list[i], count, out.subarray(i * length, (i + 1) * length), `${name}[${i}]`);
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

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function points(value, name, call) {
  if (isBytes(value)) return value;
  const { count, bytes } = extent(value, pointBytes, name, 'an array of points');
  const out = admitted(bytes, call);
  const list = /** @type {unknown[]} */ (value);
  for (let i = 0; i < count; ++i) putPoint(list[i], out, i, `${name}[${i}]`);
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
