// The proof system of a circuit's field, and what several commands make with it.
import { load } from 'onggi';

import { BadInput } from './outcome.mjs';

/** @typedef {import('onggi').Curve<'vesta'> | import('onggi').Curve<'pallas'>} AnyCurve */

export const { vesta, pallas, memory } = await load();

/** @type {Record<string, any>} */
const curves = { fp: vesta, fq: pallas };

/** The curve that carries the circuits over `field`. @param {unknown} field */
export function curveOf(field) {
  if (typeof field !== 'string' || !Object.hasOwn(curves, field))
    throw new BadInput('wrong_field', `the field is not fp or fq: ${JSON.stringify(field)}`);
  return curves[field];
}

/** @type {Map<string, any>} */
const known = new Map();

/** The SRS of a circuit or verifier index, made once for each field and size. @param {any} content */
export function srsOf(content) {
  const depth = content.srs_depth ?? content.max_poly_size;
  const key = `${content.field} ${depth}`;
  const srs = known.get(key) ?? curveOf(content.field).Srs.create(depth);
  known.set(key, srs);
  return srs;
}

/** @param {any} circuit of kimchi-circuit/1, or an index file */
export function proverIndex(circuit) {
  const { PlonkIndex } = curveOf(circuit.field);
  return circuit.format === 'index'
    ? PlonkIndex.decode(circuit.bytes, srsOf(circuit))
    : PlonkIndex.create(circuit, srsOf(circuit));
}

/**
 * The verifier index of a circuit or index file, or of the file of one.
 * @param {any} content of any of these formats
 */
export function verifierIndex(content) {
  if (content.format === 'kimchi-verifier-index/1')
    return curveOf(content.field).VerifierIndex.fromJSON(content, srsOf(content));
  const index = proverIndex(content);
  const verifier = index.verifierIndex();
  index.free();
  return verifier;
}

/**
 * Both must be over one field before either is judged.
 * @param {any} circuit @param {any} other @param {string} what the other is
 */
export function requireSameField(circuit, other, what) {
  if (other.field !== circuit.field)
    throw new BadInput('wrong_field', `the circuit is over ${circuit.field}, the ${what} over ${other.field}`);
}

/** Runs `work`, and says how long it took. @template T @param {() => T | Promise<T>} work */
export async function timed(work) {
  const start = performance.now();
  const value = await work();
  return { value, ms: Math.round(performance.now() - start) };
}
