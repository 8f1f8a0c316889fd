// Writes text and JSON arguments as UTF-8.
import { OnggiError } from '../errors.mjs';
import {
  apply,
  bigintToString,
  encodeUtf8,
  isArray,
  isBuffer,
  isInteger,
  isView,
  keys,
  stringifyJson,
} from '../intrinsics.mjs';
import { isBytes, viewOf } from './caller_bytes.mjs';
import { isObject, isReadable, negative, size, wrongType } from './checks.mjs';

/** @typedef {import('./checks.mjs').Admission} Admission */

const maxJsonDepth = 64;

/** @param {string} problem */
const malformed = (problem) => new OnggiError('malformed_json', problem);

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
