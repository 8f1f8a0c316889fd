// Converts arguments to bytes, by the kinds of bindings/values.h. A value of the wrong kind is refused here; checks that
// need arithmetic (is it reduced? is it on the curve?) are left to the native side.
import { OnggiError } from '../errors.mjs';
import {
  bufferOf,
  byteLengthOf,
  DataView,
  setBigUint64,
  setBytes,
  setUint32,
  Uint8Array,
} from '../intrinsics.mjs';
import { copyBytes, exactView, isBytes, viewOf } from './caller_bytes.mjs';
import { countOf, isReadable, isSize, negative, place, size, wrongType } from './checks.mjs';
import { cellBytes, elementBytes, pointBytes } from './results.mjs';

export { bytes } from './caller_bytes.mjs';
export { size } from './checks.mjs';
export { json, text } from './json.mjs';

/** @typedef {import('./checks.mjs').Admission} Admission */
/** @typedef {bigint | Uint8Array} FieldElement */
/** @typedef {Uint8Array | readonly FieldElement[]} Fields one flat array, or one element each */
/**
 * Bytes that are being written.
 * @typedef {{ bytes: Uint8Array, view: DataView }} Output
 */

const columnCount = 15;

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
