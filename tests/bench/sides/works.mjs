// What the sides have in common.
import { randomBytes } from 'node:crypto';

/**
 * @typedef {object} Work
 * @property {() => any} [prepare] makes what run() takes; not measured
 * @property {(input: any) => any} run is measured; false if a proof is rejected. It may return times of its own
 */
/** @typedef {{ works: Record<string, Work>, linear?: () => number }} Runner linear() is the size of its memory */

export const accumulatorSrs = 2 ** 16;
export const challengesOfAccumulator = 16;

/** Random field elements as flat bytes. @param {number} count */
export function randomFields(count) {
  const bytes = randomBytes(32 * count);
  for (let i = 31; i < bytes.length; i += 32) bytes[i] &= 0x3f;
  return new Uint8Array(bytes);
}

/** Calls `make` the first time. @template T @param {() => T} make */
export function lazily(make) {
  /** @type {{ value: T } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}

/** The works of the peer that are the same for its wasm and its addon. */
export const peerWorks = ({ createSrs, copySrs, createIndex, prove, verify, accumulator }) => ({
  'SRS and index': { run: async () => createIndex(await createSrs()) },
  index: { prepare: copySrs, run: createIndex },
  prove,
  verify,
  'verify with accumulator': {
    prepare: async () => [await verify.prepare?.(), await accumulator.prepare()],
    run: async ([input, other]) => (await verify.run(input)) && accumulator.run(other),
  },
});
