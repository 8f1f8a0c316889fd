// Lists the handles that are alive, with their age and their call sites.
import { callStack } from './call_site.mjs';
import { now } from '../intrinsics.mjs';
import { references, setSample } from '../handles/table.mjs';

/** @typedef {import('../handles/table.mjs').Owner} Owner */
/** @typedef {{ type: string, count: number, bytes: number, sites: string[] }} TopType */
/** @typedef {{ type: string, bytes: number, age: number, site?: string }} Leak */

const sitesNamed = 3;
const typesNamed = 3;

/**
 * Records call sites of handles: one handle in `every`, which stands for the others, and one each
 * time that so many bytes were made, to which these bytes are charged.
 */
export class Sampler {
  #every;
  #bytesApart;
  #count = 0;
  #bytes = 0;

  /** @param {number} every @param {number} bytesApart */
  constructor(every, bytesApart) {
    this.#every = every;
    this.#bytesApart = bytesApart;
  }

  /** @param {number} token of a new handle @param {number} bytes of its object */
  note(token, bytes) {
    ++this.#count;
    this.#bytes += bytes;
    const byBytes = this.#bytes >= this.#bytesApart;
    if (this.#count < this.#every && !byBytes) return;
    const sample = { count: this.#count, bytes: byBytes ? this.#bytes : this.#count * bytes };
    this.#count = 0;
    this.#bytes = 0;
    setSample(token, { site: callStack(), ...sample });
  }
}

/** One handle in so many is sampled, in the two debug modes and otherwise. */
const handlesPerSample = { all: 1, some: 64, none: Infinity };
// Enough to find the call sites of most bytes before they reach the limit.
const samplesPerLimit = 256;

/** @param {boolean | 'sample'} debug @param {number} limit of the bytes of all objects */
export function samplerFor(debug, limit) {
  const { all, some, none } = handlesPerSample;
  const unlessSome = debug ? all : none;
  return new Sampler(debug === 'sample' ? some : unlessSome, limit / samplesPerLimit);
}

/** The result of leaks(): live handles, the largest first. @param {Owner} owner @returns {Leak[]} */
export function leaksOf(owner) {
  const time = now();
  return Array.from(references(owner), ({ type, bytes, made, sample }) => ({
    type,
    bytes,
    age: time - made,
    ...(sample ? { site: sample.site } : {}),
  })).sort((a, b) => b.bytes - a.bytes);
}

/**
 * The call sites of the samples, by the bytes charged to them.
 * @param {Iterable<import('../handles/table.mjs').Sample>} samples
 */
function rankedSites(samples) {
  /** @type {Map<string, number>} */
  const sites = new Map();
  for (const { site, bytes } of samples) sites.set(site, (sites.get(site) ?? 0) + bytes);
  return [...sites].sort(([, a], [, b]) => b - a).map(([site]) => site);
}

/** The types with the most bytes, each with its largest call sites. @param {Owner} owner @returns {TopType[]} */
export function topTypes(owner) {
  /** @type {Map<string, { count: number, bytes: number, samples: import('../handles/table.mjs').Sample[] }>} */
  const types = new Map();
  for (const { type, bytes, sample } of references(owner)) {
    const sums = types.get(type) ?? { count: 0, bytes: 0, samples: [] };
    ++sums.count;
    sums.bytes += bytes;
    if (sample) sums.samples.push(sample);
    types.set(type, sums);
  }
  return [...types]
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, typesNamed)
    .map(([type, { count, bytes, samples }]) => ({
      type,
      count,
      bytes,
      sites: rankedSites(samples).slice(0, sitesNamed),
    }));
}

/** @param {string} site */
const firstLine = (site) => site.split('\n')[0];

/** A text with one line per type. @param {TopType[]} types */
export const describeTypes = (types) =>
  types
    .map(({ type, count, bytes, sites }) => {
      const where = sites.length > 0 ? `, made ${sites.map(firstLine).join(' or ')}` : '';
      return `${count} ${type} of ${bytes} bytes${where}`;
    })
    .join('; ');

/** The report at exit in debug mode. @param {Owner} owner @returns {string} empty if no handle is left */
export function exitReport(owner) {
  const { dispose, scope, collector, move } = owner.freed;
  const left = leaksOf(owner);
  if (left.length === 0) return '';
  const lines = left.map(
    ({ type, bytes, age, site }) =>
      `  ${type}, ${bytes} bytes, ${Math.round(age)} ms old${site ? `\n${indented(site)}` : ''}`
  );
  return [
    `onggi: ${left.length} handles were never freed; of the others ${dispose} by free() or dispose, ` +
      `${scope} by their scope, ${collector} by the collector, ${move} moved`,
    ...lines,
  ].join('\n');
}

/** @param {string} site */
const indented = (site) => site.replace(/^/gm, '    ');
