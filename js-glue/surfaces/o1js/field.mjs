// Field elements and points in the two forms that meet here: 32 little-endian bytes, as o1js passes them, and hex
// digits or bigints, as onggi's JSON and results have them.

const elementBytes = 32;

const digitsOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @typedef {ArrayLike<number>} Bytes an array or a typed array */
/** @typedef {{ x: Bytes, y: Bytes, infinity: boolean }} Point as o1js passes it */
/** @typedef {[x: string, y: string] | null} JsonPoint */

/** @param {Bytes} bytes of one element @returns {string} */
export function hexOf(bytes) {
  let text = '0x';
  for (let i = elementBytes - 1; i >= 0; --i) text += digitsOf[bytes[i] ?? 0];
  return text;
}

/** @param {string} hex @returns {Uint8Array} */
export function bytesOfHex(hex) {
  const bytes = new Uint8Array(elementBytes);
  for (let i = 0, end = hex.length; end > 2; ++i, end -= 2) {
    bytes[i] = parseInt(hex.slice(Math.max(2, end - 2), end), 16);
  }
  return bytes;
}

/** @param {bigint} value */
export const bytesOf = (value) => bytesOfHex(`0x${value.toString(16)}`);

/** The bytes of each element of a flat list. @param {Bytes} flat @returns {Uint8Array[]} */
export function elements(flat) {
  const bytes = flat instanceof Uint8Array ? flat : Uint8Array.from(flat);
  return Array.from({ length: bytes.length / elementBytes }, (_, i) =>
    bytes.subarray(elementBytes * i, elementBytes * (i + 1))
  );
}

/** @param {Bytes} flat @returns {string[]} */
export const hexOfEach = (flat) => elements(flat).map(hexOf);

/** One flat list. @param {Uint8Array[]} list of elements @returns {Uint8Array} */
export function flatten(list) {
  const bytes = new Uint8Array(elementBytes * list.length);
  list.forEach((element, i) => bytes.set(element, elementBytes * i));
  return bytes;
}

/** A new object each time: o1js changes points. @returns {Point} */
const infinity = () => ({ x: new Uint8Array(elementBytes), y: new Uint8Array(elementBytes), infinity: true });

/** @param {JsonPoint} point @returns {Point} */
export const pointOfJson = (point) =>
  point === null ? infinity() : { x: bytesOfHex(point[0]), y: bytesOfHex(point[1]), infinity: false };

/** @param {Point} point @returns {JsonPoint} */
export const jsonOfPoint = ({ x, y, infinity }) => (infinity ? null : [hexOf(x), hexOf(y)]);

/** @param {import('onggi').Point} point @returns {Point} */
export const pointOf = (point) =>
  point === null ? infinity() : { x: bytesOf(point.x), y: bytesOf(point.y), infinity: false };

/** Points of 64 bytes each; zeros are the point at infinity. @param {Uint8Array} flat @returns {Point[]} */
export function pointsOfFlat(flat) {
  const coordinates = elements(flat);
  return Array.from({ length: coordinates.length / 2 }, (_, i) => {
    const [x, y] = coordinates.slice(2 * i, 2 * i + 2).map((each) => each.slice());
    const isZero = [x, y].every((each) => each?.every((byte) => byte === 0));
    return /** @type {Point} */ ({ x, y, infinity: isZero });
  });
}

/** The argument for onggi. @param {Point} point @returns {import('onggi').PointLike} */
export const pointLike = ({ x, y, infinity }) =>
  infinity ? null : { x: Uint8Array.from(x), y: Uint8Array.from(y) };
