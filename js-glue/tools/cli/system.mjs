// The proof system over each field, and the objects that several commands make.
import { load } from 'onggi';

import { BadInput } from './outcome.mjs';

/** @typedef {import('./files.mjs').InputFile} InputFile */

export const { vesta, pallas, memory } = await load();

/** @type {Record<string, any>} */
const curves = { fp: vesta, fq: pallas };

/** The curve whose scalar field is `field`. @param {unknown} field */
export function curveOf(field) {
  if (typeof field !== 'string' || !Object.hasOwn(curves, field))
    throw new BadInput('wrong_field', 'the field is neither fp nor fq');
  return curves[field];
}

/** @type {Map<string, any>} */
const srsCache = new Map();

/**
 * The SRS of a circuit or index, made once for each field and size.
 * @param {{ field?: unknown, srsDepth?: number }} input
 */
export function srsOf({ field, srsDepth }) {
  const key = `${field} ${srsDepth}`;
  const srs = srsCache.get(key) ?? curveOf(field).Srs.create(srsDepth);
  srsCache.set(key, srs);
  return srs;
}

/** @param {InputFile} circuit or an index file */
export function proverIndex(circuit) {
  const { PlonkIndex } = curveOf(circuit.field);
  return circuit.format === 'index'
    ? PlonkIndex.decode(circuit.bytes, srsOf(circuit))
    : PlonkIndex.create(circuit.bytes, srsOf(circuit));
}

/** @param {InputFile} input a circuit, an index file or a verifier index */
export function verifierIndex(input) {
  if (input.format === 'kimchi-verifier-index/1')
    return curveOf(input.field).VerifierIndex.fromJSON(input.bytes, srsOf(input));
  const index = proverIndex(input);
  try {
    return index.verifierIndex();
  } finally {
    index.free();
  }
}

/** @param {InputFile} circuit @param {InputFile} other @param {string} what the other is */
export function requireSameField(circuit, other, what) {
  for (const { field } of [circuit, other]) curveOf(field);
  if (other.field !== circuit.field)
    throw new BadInput(
      'wrong_field',
      `the circuit is over ${circuit.field}, the ${what} over ${other.field}`
    );
}

/** Runs `work` and measures how long it takes. @template T @param {() => T | Promise<T>} work */
export async function timed(work) {
  const start = performance.now();
  const value = await work();
  return { value, ms: Math.round(performance.now() - start) };
}
