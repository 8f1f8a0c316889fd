// Converts the bytes of results to JavaScript values, by the kinds of bindings/values.h.
import {
  bufferOf,
  byteLengthOf,
  byteOffsetOf,
  DataView,
  decodeUtf8,
  getBigUint64,
  getUint32,
  parseJson,
} from '../intrinsics.mjs';

/** @typedef {{ x: bigint, y: bigint }} Point */

export const elementBytes = 32;
export const pointBytes = 2 * elementBytes;
export const cellBytes = 4;

/** @param {Uint8Array} flat */
const dataView = (flat) => new DataView(bufferOf(flat), byteOffsetOf(flat), byteLengthOf(flat));

/**
 * @template T
 * @param {Uint8Array} flat of items @param {number} bytes of each
 * @param {(view: DataView, offset: number) => T} itemAt @returns {T[]}
 */
function itemsOf(flat, bytes, itemAt) {
  const view = dataView(flat);
  const count = byteLengthOf(flat) / bytes;
  const items = [];
  for (let i = 0; i < count; ++i) items[i] = itemAt(view, bytes * i);
  return items;
}

/** @param {DataView} view @param {number} offset */
const cellAt = (view, offset) => getUint32(view, offset, true);

/** @param {Uint8Array} flat of cells @returns {number[]} */
export const toCells = (flat) => itemsOf(flat, cellBytes, cellAt);

/** @param {DataView} view @param {number} offset */
const elementAt = (view, offset) =>
  getBigUint64(view, offset, true) |
  (getBigUint64(view, offset + 8, true) << 64n) |
  (getBigUint64(view, offset + 16, true) << 128n) |
  (getBigUint64(view, offset + 24, true) << 192n);

/** @param {Uint8Array} flat @returns {bigint} */
export const toField = (flat) => elementAt(dataView(flat), 0);

/** @param {Uint8Array} flat of elements @returns {bigint[]} */
export const toFields = (flat) => itemsOf(flat, elementBytes, elementAt);

/** @param {DataView} view @param {number} offset @returns {Point | null} */
function pointAt(view, offset) {
  const x = elementAt(view, offset);
  const y = elementAt(view, offset + elementBytes);
  return x === 0n && y === 0n ? null : { x, y };
}

/** @param {Uint8Array} flat @returns {Point | null} */
export const toPoint = (flat) => pointAt(dataView(flat), 0);

/** @param {Uint8Array} flat of points @returns {(Point | null)[]} */
export const toPoints = (flat) => itemsOf(flat, pointBytes, pointAt);

export const toText = decodeUtf8;

/** @param {Uint8Array} utf8 @returns {any} */
export const toJson = (utf8) => parseJson(decodeUtf8(utf8));
