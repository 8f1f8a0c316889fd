// Points of the curves by plain integers.
import { readJson } from './support.mjs';

const { fields, curves } = readJson('tests/vectors/constants.json');

/** The order of a curve's scalar field, over which its circuits are. @param {any} curve */
export const orderOf = (curve) => BigInt(fields[curve.name === 'vesta' ? 'fp' : 'fq'].modulus);

/** @param {bigint} value @param {bigint} p */
export const mod = (value, p) => ((value % p) + p) % p;

/** @param {bigint} base @param {bigint} exponent @param {bigint} p */
function power(base, exponent, p) {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n, base = (base * base) % p)
    if (exponent & 1n) result = (result * base) % p;
  return result;
}

/** @typedef {[x: bigint, y: bigint]} Point of y² = x³ + 5 over the circuit's field */

/** The sum of points that are not each other's negatives. @param {Point} a @param {Point} b @param {bigint} p @returns {Point} */
function sum([x1, y1], [x2, y2], p) {
  const [rise, run] = x1 === x2 ? [3n * x1 * x1, 2n * y1] : [y2 - y1, x2 - x1];
  const slope = mod(rise * power(mod(run, p), p - 2n, p), p);
  const x = mod(slope * slope - x1 - x2, p);
  return [x, mod(slope * (x1 - x) - y1, p)];
}

/** @param {Point} point @param {bigint} scalar at least 1 @param {bigint} p @returns {Point} */
export function times(point, scalar, p) {
  let result = point;
  for (const bit of scalar.toString(2).slice(1)) {
    result = sum(result, result, p);
    if (bit === '1') result = sum(result, point, p);
  }
  return result;
}

/** A point with coordinates in the circuit's field, which is on the other curve. @param {any} curve @returns {Point} */
export const pointOf = (curve) => curves[curve.name === 'vesta' ? 'pallas' : 'vesta'].generator.map(BigInt);

/**
 * The scalar that a challenge of 128 bits stands for on a curve: a·λ + b, which begin as 2 and, by each
 * two bits, are doubled and ±1 is added to one of them. Source: Halo (eprint 2019/1021), algorithm 2.
 * @param {bigint} challenge @param {'vesta' | 'pallas'} name
 */
export function expanded(challenge, name) {
  let [a, b] = [2n, 2n];
  for (let i = 126n; i >= 0n; i -= 2n) {
    const sign = (challenge >> i) & 1n ? 1n : -1n;
    const isOfA = (challenge >> (i + 1n)) & 1n;
    a = 2n * a + (isOfA ? sign : 0n);
    b = 2n * b + (isOfA ? 0n : sign);
  }
  return mod(a * BigInt(curves[name].endo_scalar) + b, orderOf({ name }));
}
