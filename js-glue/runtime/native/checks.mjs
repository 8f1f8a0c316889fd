// Checks of arguments, and the errors that say what was given instead.
//
// A caller's object is read once, with the functions of intrinsics.mjs: a getter, a class or another
// thread may change it before a second read.
import { otherVersion } from '../copies.mjs';
import { OnggiError } from '../errors.mjs';
import { isArray, isInteger, typedArrayName, URL } from '../intrinsics.mjs';

/**
 * Throws, before anything is allocated, if a call cannot take so many bytes.
 * @typedef {{ admitBlock(bytes: number): void }} Admission
 */

const maxSize = 2 ** 32 - 1;
/** The largest delay of timers. */
const maxDelay = 2 ** 31 - 1;
const maxClassName = 100;

/** @param {unknown} value @returns {value is object} functions apart */
export const isObject = (value) => typeof value === 'object' && value !== null;

/** Array.isArray(), which throws only for a revoked proxy. @param {unknown} value */
export function isRevoked(value) {
  try {
    isArray(value);
    return false;
  } catch {
    return true;
  }
}

/** Whether a value is an object whose properties can be read. @param {unknown} value @returns {value is Record<string, unknown>} */
export const isReadable = (value) => isObject(value) && !isRevoked(value);

/** A property of any value; undefined if it has none, or it cannot be read. @param {any} value @param {string} name */
export function propertyOf(value, name) {
  try {
    return value[name];
  } catch {
    return undefined;
  }
}

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
  if (typeof propertyOf(value, 'memory') !== 'function') wrongType(name, 'an instance from load()', value);
}

/** @param {string} name @param {number | undefined} index in a list */
export const place = (name, index) => (index === undefined ? name : `${name}[${index}]`);

/** @param {unknown} value @returns {value is number} */
export const isSize = (value) =>
  typeof value === 'number' && isInteger(value) && value >= 0 && value <= maxSize;

/** @param {unknown} value @param {string} name @returns {number} */
export function size(value, name) {
  if (isSize(value)) return value;
  if (typeof value !== 'number') return wrongType(name, 'a number', value);
  throw new OnggiError('size_out_of_range', `${name}: must be an integer from 0 to 2^32 − 1, got ${value}`);
}

/** @param {string} name */
export const negative = (name) =>
  new OnggiError('noncanonical_field_element', `${name}: must not be negative`);

/**
 * The length of a list of any realm. Reading the entries may run code that changes it.
 * @param {unknown} value @param {string} name @param {string} expected @returns {number}
 */
export function countOf(value, name, expected) {
  if (isRevoked(value) || !isArray(value)) return wrongType(name, expected, value);
  return size(value.length, `${name}.length`);
}

/** @param {string} text @param {string} name of the option @param {string} [help] the end of the message @returns {URL} */
export function absoluteUrl(text, name, help = '') {
  try {
    return new URL(text);
  } catch {
    throw new OnggiError('load_failed', `${name}: ${text.slice(0, 200)} is not an absolute URL${help}`);
  }
}

/** A delay of a timer. @param {unknown} delay @param {string} name for errors @returns {number} */
export function milliseconds(delay, name) {
  if (typeof delay !== 'number') return wrongType(name, 'a number', delay);
  if (delay >= 0 && delay <= maxDelay) return delay;
  throw new OnggiError(
    'invalid_argument',
    `${name}: must be a number of milliseconds from 0 to 2^31 − 1, got ${delay}`
  );
}
