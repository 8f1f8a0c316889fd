// Points and commitments of one curve.
import { bytesOfHex, jsonOfPoint, pointOf, pointOfJson } from '../field.mjs';

/** @typedef {import('../field.mjs').Point} Point */
/** @typedef {{ unshifted: Point[], shifted?: Point }} PolyComm */
/** @typedef {new (unshifted: Point[], shifted?: Point) => PolyComm} PolyCommClass */

/** The y of the generators, whose x is 1. */
const generators = {
  vesta: '0x1943666ea922ae6b13b64e3aae89754cacce3a7f298ba20c4e4389b9b0276a62',
  pallas: '0x1b74b5a30a12937c53dfa9f06378ee548f655bd4333d477119cf7a23caed2abb',
};

/** The generator, a new object each time: o1js writes its own coordinates into it. @param {'vesta' | 'pallas'} curve @returns {Point} */
export const affineOne = (curve) => ({
  x: bytesOfHex('0x1'),
  y: bytesOfHex(generators[curve]),
  infinity: false,
});

/** The class of the commitments of a curve. @returns {PolyCommClass} */
export const polyCommClass = () =>
  class PolyComm {
    /** @param {Point[]} unshifted @param {Point} [shifted] */
    constructor(unshifted, shifted) {
      this.unshifted = unshifted;
      this.shifted = shifted;
    }
  };

/**
 * The commitment of a handle, which is freed.
 * @param {import('onggi').PolyComm<import('onggi').CurveName>} handle @param {PolyCommClass} Class
 */
export function takeComm(handle, Class) {
  try {
    return new Class(handle.chunks().map(pointOf));
  } finally {
    handle.free();
  }
}

/** @param {PolyComm} comm */
export const jsonOfComm = ({ unshifted }) => Array.from(unshifted, jsonOfPoint);

/** @param {import('../field.mjs').JsonPoint[]} chunks @param {PolyCommClass} Class */
export const commOfJson = (chunks, Class) => new Class(chunks.map(pointOfJson));

/** @param {PolyComm | null | undefined} comm */
export const jsonOfOptionalComm = (comm) => (comm === undefined || comm === null ? null : jsonOfComm(comm));

/**
 * o1js takes undefined, not null, for a commitment that is absent.
 * @param {import('../field.mjs').JsonPoint[] | null | undefined} chunks @param {PolyCommClass} Class
 */
export const optionalCommOfJson = (chunks, Class) =>
  chunks === null || chunks === undefined ? undefined : commOfJson(chunks, Class);

/**
 * The answer of a check of a proof. It is false if a point is not on its curve, as it is for o1js's own backends.
 * @param {() => boolean} check
 */
export function holds(check) {
  try {
    return check();
  } catch (error) {
    if (/** @type {any} */ (error)?.code === 'point_not_on_curve') return false;
    throw error;
  }
}
