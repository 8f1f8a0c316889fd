// The proof system over each field, and the objects that several commands make.
import { load } from 'onggi';

import { BadInput } from './outcome.mjs';
import { withProgress } from './progress.mjs';
import { settings } from './settings.mjs';

/** @typedef {import('./files.mjs').InputFile} InputFile */

export const { vesta, pallas, memory } = await load({ threads: settings.threads });

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
export async function srsOf({ field, srsDepth }) {
  const key = `${field} ${srsDepth}`;
  const { Srs } = curveOf(field);
  const srs =
    srsCache.get(key) ??
    (await withProgress('SRS', (onProgress) => Srs.createAsync(srsDepth, { onProgress })));
  srsCache.set(key, srs);
  return srs;
}

const mostPoints = 2 ** 16;

/** The SRS that a file names. @param {InputFile} input */
function srsFor(input) {
  const { file, srsDepth } = input;
  if (!Number.isInteger(srsDepth) || Number(srsDepth) < 1 || Number(srsDepth) > mostPoints)
    throw new BadInput(
      'size_out_of_range',
      `${file}: the size of the SRS must be an integer from 1 to ${mostPoints}`
    );
  return srsOf(input);
}

/** @param {InputFile} circuit or an index file */
export async function proverIndex(circuit) {
  const { PlonkIndex } = curveOf(circuit.field);
  const srs = await srsFor(circuit);
  return circuit.format === 'index'
    ? PlonkIndex.decode(circuit.bytes, srs)
    : withProgress('index', (onProgress) => PlonkIndex.createAsync(circuit.bytes, srs, { onProgress }));
}

/** @param {InputFile} input a circuit, an index file or a verifier index */
export async function verifierIndex(input) {
  if (input.format === 'kimchi-verifier-index/1')
    return curveOf(input.field).VerifierIndex.fromJSON(input.bytes, await srsFor(input));
  const index = await proverIndex(input);
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
