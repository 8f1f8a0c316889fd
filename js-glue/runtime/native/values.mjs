// Converts arguments to bytes and results to JavaScript values, by the kinds of bindings/values.h. A value
// of the wrong kind is refused here; checks that need arithmetic (is it reduced? is it on the
// curve?) are left to the native side.
//
// A caller's object is read once, with the functions of intrinsics.mjs: a getter, a class or another
// thread may change it before a second read.
import { otherVersion } from '../copies.mjs';
import { OnggiError } from '../errors.mjs';
import {
  apply,
  arrayFrom,
  bigintToString,
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  DataView,
  decodeUtf8,
  encodeUtf8,
  getBigUint64,
  getUint32,
  isArray,
  isBuffer,
  isInteger,
  isOutOfBounds,
  isView,
  keys,
  parseJson,
  setBigUint64,
  setBytes,
  setUint32,
  stringifyJson,
  typedArrayName,
  Uint8Array,
} from '../intrinsics.mjs';

/** @typedef {bigint | Uint8Array} FieldElement */
/** @typedef {Uint8Array | readonly FieldElement[]} Fields one flat array, or one element each */
/** @typedef {{ x: bigint, y: bigint }} Point */
/**
 * Throws, before anything is allocated, if a call cannot take so many bytes.
 * @typedef {{ admitBlock(bytes: number): void }} Admission
 */
/**
 * Bytes that are being written.
 * @typedef {{ bytes: Uint8Array, view: DataView }} Output
 */

const elementBytes = 32;
const pointBytes = 2 * elementBytes;
const cellBytes = 4;
const columnCount = 15;
const maxSize = 2 ** 32 - 1;
const maxJsonDepth = 64;
const maxClassName = 100;

/** @param {unknown} value @returns {value is object} functions apart */
const isObject = (value) => typeof value === 'object' && value !== null;

/** Array.isArray(), which throws only for a revoked proxy. @param {unknown} value */
function isRevoked(value) {
  try {
    isArray(value);
    return false;
  } catch {
    return true;
  }
}

/** Whether a value is an object whose properties can be read. @param {unknown} value @returns {value is Record<string, unknown>} */
export const isReadable = (value) => isObject(value) && !isRevoked(value);

/** The name of an object's class. Reading it may run the caller's code. @param {any} value */
function classNameOf(value) {
  try {
    const name = value.constructor.name;
    if (typeof name === 'string' && name.length <= maxClassName) return name;
  } catch {
    // A class that cannot be read has no name.
  }
  return 'no class';
}

/** The type of a value, for messages. Never the value itself, which may be secret. @param {unknown} value */
function describe(value) {
  if (value === null) return 'null';
  if (typeof value === 'undefined') return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (isRevoked(value)) return 'a revoked proxy';
  const version = otherVersion(value);
  if (version !== undefined) return `a handle of another copy of onggi (version ${version})`;
  if (isArray(value)) return 'an array';
  const name = classNameOf(value);
  const isProxy = name === 'Uint8Array' && typedArrayName(value) === undefined;
  return `an object (${name})${isProxy ? ' that is a proxy or an imitation: pass the original array' : ''}`;
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function wrongType(name, expected, value) {
  throw new OnggiError('wrong_type', `${name}: expected ${expected}, got ${describe(value)}`);
}

/** @param {unknown} value @param {string} name */
export function requireInstance(value, name) {
  if (typeof (/** @type {any} */ (value)?.memory) !== 'function')
    wrongType(name, 'an instance from load()', value);
}

/** A Uint8Array of any realm, or one of its subclasses such as Buffer. @param {unknown} value @returns {value is Uint8Array} */
const isBytes = (value) => typedArrayName(value) === 'Uint8Array';

/** @param {unknown} value @returns {value is number} */
const isSize = (value) => typeof value === 'number' && isInteger(value) && value >= 0 && value <= maxSize;

/** @param {unknown} value @param {string} name @returns {number} */
export function size(value, name) {
  if (isSize(value)) return value;
  if (typeof value !== 'number') return wrongType(name, 'a number', value);
  throw new OnggiError('size_out_of_range', `${name}: must be an integer from 0 to 2^32 − 1, got ${value}`);
}

/** @param {string} problem */
const malformed = (problem) => new OnggiError('malformed_json', problem);

/** @param {string} name */
const negative = (name) => new OnggiError('noncanonical_field_element', `${name}: must not be negative`);

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
function viewOf(value, name) {
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

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function bytes(value, name) {
  return isBytes(value) ? viewOf(value, name) : wrongType(name, 'a Uint8Array', value);
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function text(value, name, call) {
  if (typeof value !== 'string') return wrongType(name, 'a string', value);
  call.admitBlock(value.length);
  return encodeUtf8(value);
}

/**
 * Writes an object like JSON.stringify(), with bigints as hex digits; it refuses bytes. A limit on the depth
 * also finds objects that contain themselves.
 */
class JsonWriter {
  #text = '';
  #admitted = 0;
  #name;
  #call;

  /** @param {string} name of the argument @param {Admission} call */
  constructor(name, call) {
    this.#name = name;
    this.#call = call;
  }

  /** @param {unknown} value @returns {string | undefined} undefined if the value cannot be written as JSON */
  write(value) {
    return this.#append('', value, '', 0) ? this.#text : undefined;
  }

  /** Throws if the text and so many more characters do not fit. @param {number} more */
  #admit(more) {
    const length = this.#text.length + more;
    if (length <= this.#admitted) return;
    this.#call.admitBlock(length);
    this.#admitted = 2 * length;
  }

  /**
   * Appends a value, if it can be written as JSON, after the given text.
   * @param {string} before @param {any} value @param {string | number} key of the value @param {number} depth
   * @returns {boolean} whether it can
   */
  #append(before, value, key, depth) {
    if (!isObject(value)) return this.#appendPrimitive(before, value, key);
    if (isView(value)) this.#refuseBytes(key);
    const { toJSON } = /** @type {any} */ (value);
    if (typeof toJSON !== 'function') return this.#appendObject(before, value, key, depth);
    const replaced = apply(toJSON, value, [`${key}`]);
    return isObject(replaced)
      ? this.#appendObject(before, replaced, key, depth)
      : this.#appendPrimitive(before, replaced, key);
  }

  /** @param {string} before @param {unknown} value @param {string | number} key */
  #appendPrimitive(before, value, key) {
    if (typeof value === 'bigint') {
      if (value < 0n) throw negative(`${this.#name}: ${key}`);
      this.#text += `${before}"0x${bigintToString(value, 16)}"`;
      return true;
    }
    // undefined for functions, symbols and undefined
    const text = isInteger(value) ? `${value}` : stringifyJson(value);
    if (text !== undefined) this.#text += before + text;
    return text !== undefined;
  }

  /** @param {string} before @param {any} value @param {string | number} key @param {number} depth */
  #appendObject(before, value, key, depth) {
    if (depth === maxJsonDepth) {
      throw malformed(`${this.#name}: must not contain itself, or be more than ${maxJsonDepth} levels deep`);
    }
    this.#text += before;
    if (isArray(value)) this.#appendList(value, key, depth + 1);
    else this.#appendMembers(value, key, depth + 1);
    return true;
  }

  /** @param {unknown[]} list @param {string | number} key @param {number} depth */
  #appendList(list, key, depth) {
    const count = size(list.length, `${this.#name}: ${key}.length`);
    this.#admit(2 * count);
    this.#text += '[';
    for (let i = 0; i < count; ++i) {
      const before = i === 0 ? '' : ',';
      if (!this.#append(before, list[i], i, depth)) this.#text += `${before}null`;
    }
    this.#text += ']';
  }

  /** @param {any} object @param {string | number} key @param {number} depth */
  #appendMembers(object, key, depth) {
    const names = keys(object);
    if (names.length === 0 && isBuffer(object)) this.#refuseBytes(key);
    this.#admit(names.length);
    this.#text += '{';
    let comma = '';
    for (let i = 0; i < names.length; ++i) {
      const name = /** @type {string} */ (names[i]);
      if (this.#append(`${comma}${stringifyJson(name)}:`, object[name], name, depth)) comma = ',';
    }
    this.#text += '}';
  }

  /** @param {string | number} key @returns {never} */
  #refuseBytes(key) {
    throw malformed(
      `${this.#name}: ${key}: must not be bytes; write field elements as bigints or hex digits`
    );
  }
}

/**
 * JSON as text, as UTF-8 bytes or as an object, whose bigints become hex digits.
 * @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array}
 */
export function json(value, name, call) {
  if (isBytes(value)) return viewOf(value, name);
  if (typeof value === 'string') return text(value, name, call);
  const expected = 'JSON as an object, a string or a Uint8Array';
  if (!isReadable(value) || isView(value) || isBuffer(value)) {
    return wrongType(name, expected, value);
  }
  let written;
  try {
    written = new JsonWriter(name, call).write(value);
  } catch (error) {
    if (error instanceof OnggiError) throw error;
    throw new OnggiError('malformed_json', `${name}: the object cannot be read`, { cause: error });
  }
  return written === undefined ? wrongType(name, expected, written) : text(written, name, call);
}

/** @param {string} name @param {number | undefined} index in a list */
const place = (name, index) => (index === undefined ? name : `${name}[${index}]`);

/** @param {number} length in bytes @returns {Output} */
function output(length) {
  const bytes = new Uint8Array(length);
  return { bytes, view: new DataView(bufferOf(bytes)) };
}

/** A zeroed array of so many bytes, if they fit. @param {number} length @param {Admission} call */
function admitted(length, call) {
  call.admitBlock(length);
  return output(length);
}

/**
 * @param {Uint8Array} value @param {number} length that it must have @param {string} name
 * @param {number} [index] in a list
 */
function exactView(value, length, name, index) {
  const actual = byteLengthOf(value);
  if (actual === length) return new Uint8Array(bufferOf(value), byteOffsetOf(value), length);
  if (actual === 0 && isOutOfBounds(value)) detached(place(name, index));
  throw new OnggiError('invalid_length', `${place(name, index)}: must be ${length} bytes, got ${actual}`);
}

/**
 * @param {unknown} value @param {Output} out @param {number} offset @param {string} name
 * @param {number} [index] in a list
 */
function putElement(value, out, offset, name, index) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw negative(place(name, index));
    if (value >> 256n !== 0n) {
      throw new OnggiError('noncanonical_field_element', `${place(name, index)}: must be below 2^256`);
    }
    // BigUint64Array keeps the lowest 64 bits of each.
    setBigUint64(out.view, offset, value, true);
    setBigUint64(out.view, offset + 8, value >> 64n, true);
    setBigUint64(out.view, offset + 16, value >> 128n, true);
    setBigUint64(out.view, offset + 24, value >> 192n, true);
  } else if (isBytes(value)) {
    setBytes(out.bytes, exactView(value, elementBytes, name, index), offset);
  } else {
    wrongType(place(name, index), 'a bigint or 32 bytes', value);
  }
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function field(value, name) {
  if (isBytes(value)) return exactView(value, elementBytes, name);
  const out = output(elementBytes);
  putElement(value, out, 0, name);
  return out.bytes;
}

/** An integer of 256 bits has the same bytes as a field element. */
export const integer = field;

/** A cell is a number. */
export const cell = size;

/**
 * The length of a list of any realm. Reading the entries may run code that changes it.
 * @param {unknown} value @param {string} name @param {string} expected @returns {number}
 */
export function countOf(value, name, expected) {
  if (isRevoked(value) || !isArray(value)) return wrongType(name, expected, value);
  return size(value.length, `${name}.length`);
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function cells(value, name, call) {
  const count = countOf(value, name, 'an array of cells');
  const { bytes, view } = admitted(cellBytes * count, call);
  const list = /** @type {unknown[]} */ (value);
  for (let i = 0; i < count; ++i) {
    const entry = list[i];
    const number = isSize(entry) ? entry : cell(entry, place(name, i));
    setUint32(view, cellBytes * i, number, true);
  }
  return bytes;
}

/**
 * Field elements whose length is known, before they are copied.
 * @typedef {{ value: any, isFlat: boolean, length: number }} FieldsSource length in bytes
 */

/** @param {unknown} value @param {string} name @returns {FieldsSource} */
function fieldsSource(value, name) {
  if (isBytes(value)) {
    const view = viewOf(value, name);
    return { value: view, isFlat: true, length: byteLengthOf(view) };
  }
  const count = countOf(value, name, 'an array of field elements');
  return { value, isFlat: false, length: elementBytes * count };
}

/** @param {FieldsSource} source @param {Output} out @param {number} offset @param {string} name */
function putFields({ value, isFlat, length }, out, offset, name) {
  if (isFlat) copyBytes(value, length, out.bytes, offset, name);
  else {
    const count = length / elementBytes;
    for (let i = 0; i < count; ++i) putElement(value[i], out, offset + elementBytes * i, name, i);
  }
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function fields(value, name, call) {
  const source = fieldsSource(value, name);
  if (source.isFlat) return source.value;
  const out = admitted(source.length, call);
  putFields(source, out, 0, name);
  return out.bytes;
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function columns(value, name, call) {
  if (isBytes(value)) return viewOf(value, name);
  const count = countOf(value, name, 'an array of columns');
  if (count !== columnCount) {
    throw new OnggiError('witness_shape', `${name}: must have 15 columns, got ${count}`);
  }
  const list = /** @type {unknown[]} */ (value);
  /** @type {FieldsSource[]} */
  const sources = [];
  for (let i = 0; i < columnCount; ++i) {
    const source = fieldsSource(list[i], `${name}[${i}]`);
    if (source.length !== (sources[0] ?? source).length) {
      throw new OnggiError('witness_shape', `${name}[${i}]: must be as long as the first column`);
    }
    sources[i] = source;
  }
  const { length } = /** @type {FieldsSource} */ (sources[0]);
  const out = admitted(columnCount * length, call);
  for (let i = 0; i < columnCount; ++i) {
    putFields(/** @type {FieldsSource} */ (sources[i]), out, i * length, `${name}[${i}]`);
  }
  return out.bytes;
}

/**
 * @param {any} value @param {Output} out @param {number} offset @param {string} name
 * @param {number} [index] in a list
 */
function putPoint(value, out, offset, name, index) {
  if (value === null) return;
  if (isBytes(value)) {
    setBytes(out.bytes, exactView(value, pointBytes, name, index), offset);
    return;
  }
  if (!isReadable(value)) wrongType(place(name, index), '{ x, y }, 64 bytes or null', value);
  const { x, y } = value;
  putElement(x, out, offset, `${place(name, index)}.x`);
  putElement(y, out, offset + elementBytes, `${place(name, index)}.y`);
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
export function point(value, name) {
  if (isBytes(value)) return exactView(value, pointBytes, name);
  const out = output(pointBytes);
  putPoint(value, out, 0, name);
  return out.bytes;
}

/** @param {unknown} value @param {string} name @param {Admission} call @returns {Uint8Array} */
export function points(value, name, call) {
  if (isBytes(value)) return viewOf(value, name);
  const count = countOf(value, name, 'an array of points');
  const out = admitted(pointBytes * count, call);
  const list = /** @type {unknown[]} */ (value);
  for (let i = 0; i < count; ++i) putPoint(list[i], out, pointBytes * i, name, i);
  return out.bytes;
}

/** @param {Uint8Array} flat */
const dataView = (flat) => new DataView(bufferOf(flat), byteOffsetOf(flat), byteLengthOf(flat));

/** @param {Uint8Array} flat of cells @returns {number[]} */
export function toCells(flat) {
  const view = dataView(flat);
  return arrayFrom({ length: byteLengthOf(flat) / cellBytes }, (_, i) =>
    getUint32(view, cellBytes * i, true)
  );
}

/** @param {Uint8Array} flat of elements @returns {bigint[]} */
export function toFields(flat) {
  const view = dataView(flat);
  return arrayFrom({ length: byteLengthOf(flat) / elementBytes }, (_, i) => {
    let value = 0n;
    for (let limb = 3; limb >= 0; --limb) {
      value = (value << 64n) | getBigUint64(view, i * elementBytes + 8 * limb, true);
    }
    return value;
  });
}

/** @param {Uint8Array} flat @returns {bigint} */
export const toField = (flat) => /** @type {bigint} */ (toFields(flat)[0]);

/** @param {Uint8Array} flat of points @returns {(Point | null)[]} */
export function toPoints(flat) {
  const coordinates = toFields(flat);
  return arrayFrom({ length: coordinates.length / 2 }, (_, i) => {
    const x = /** @type {bigint} */ (coordinates[2 * i]);
    const y = /** @type {bigint} */ (coordinates[2 * i + 1]);
    return x === 0n && y === 0n ? null : { x, y };
  });
}

/** @param {Uint8Array} flat @returns {Point | null} */
export const toPoint = (flat) => /** @type {Point | null} */ (toPoints(flat)[0]);

export const toText = decodeUtf8;

/** @param {Uint8Array} utf8 @returns {any} */
export const toJson = (utf8) => parseJson(decodeUtf8(utf8));
