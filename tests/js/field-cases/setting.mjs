// What the cases share: the parts that differ between runtimes, and helpers made of them.
import { collect } from '../collect.mjs';
import { plainShim } from './plain_shim.mjs';

/**
 * @typedef {object} Host
 * @property {any} onggi the package
 * @property {typeof import('node:assert/strict')} assert
 * @property {{ circuit: any, witness: any }} recorded a small circuit over vesta, and its witness
 * @property {boolean} searchesHeap whether handles that synchronous code drops are found before it ends
 * @property {boolean} followsAwaits whether scopes find the handles made after awaits by themselves
 * @property {number} heldMemories linear memories of the last instances that the engine may hold after collections
 * @property {() => number} jsHeap bytes of JavaScript objects
 * @property {(program: string) => Promise<unknown>} runAlone runs one of the programs in a process or
 *   worker of its own; rejects if it fails
 */

/** @typedef {ReturnType<typeof setting>} Setting */

/** @param {any} onggi @returns {{ count: number, bytes: number }} SRS alive */
export const alive = (onggi) => onggi.memory().byType.VestaSrs ?? { count: 0, bytes: 0 };

/**
 * Bytes that the allocator has handed out. It is read twice: the first report may itself change the
 * number.
 * @param {any} onggi
 */
export const heapOf = (onggi) => (onggi.memory(), onggi.memory().heap);

/** @param {Host} host */
export function setting({ onggi: { load, ...onggi }, assert, recorded, ...host }) {
  /** An instance, and the plain shim over it. */
  async function withPlainShim() {
    const instance = await load({ raw: true, maxMemory: Infinity });
    return { onggi: instance, srs: plainShim(instance.raw) };
  }

  async function plainShimFreesDropped() {
    const { onggi, srs } = await withPlainShim();
    (() => {
      for (let i = 0; i < 100; ++i) srs.create(2);
    })();
    await collect();
    assert.equal(alive(onggi).count, 0);
  }

  /** Index and witness of the recorded circuit. @param {any} curve @param {import('../bin.mjs').Bin} bin */
  function proving(curve, bin) {
    const srs = bin.put(curve.Srs.create(recorded.circuit.srs_depth));
    const index = bin.put(curve.PlonkIndex.create(recorded.circuit, srs));
    return { index, witness: bin.put(curve.Witness.fromJSON(recorded.witness)) };
  }

  return { ...host, ...onggi, assert, load, proving, recorded, withPlainShim, plainShimFreesDropped };
}
