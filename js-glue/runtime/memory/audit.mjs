// Checks, in debug mode, that calls take no more memory than was estimated, by the allocator's own count.

/** Calls and blocks up to this size use the reserve (bindings/embind/reserve.cpp). */
const smallCall = 2 ** 19;

/** A call that took more native bytes than `allowed`, in all or in one block. @typedef {{ call: string, allowed: number, taken: number }} Overrun */

export class Audit {
  /** The first overrun of each call. @type {Map<string, Overrun>} */
  #overruns = new Map();
  #native;
  #unaccounted;

  /** @param {import('../native/instance.mjs').NativeModule} native */
  constructor(native) {
    this.#native = native;
    // The bytes that the module itself uses.
    this.#unaccounted = native._onggi_heap_mark();
  }

  /**
   * The call may also take bytes that were charged in advance and are not taken yet.
   * @param {number} live accounted bytes as the call begins
   * @returns {(call: string, allowed: number, block: number) => void} for its end: what it might take, in all and in
   * one block
   */
  begin(live) {
    const start = this.#native._onggi_heap_mark();
    const accounted = Math.max(start, this.#unaccounted + live);
    return (call, allowed, block) => {
      const peak = this.#native._onggi_heap_peak();
      this.note({ call, allowed, taken: peak - accounted }, { start, peak });
      const largest = this.#native._onggi_heap_largest();
      this.#record({ call: `${call} in one block`, allowed: Math.max(block, smallCall), taken: largest });
    };
  }

  /**
   * Sees what a call took. The tests of bounds watch it.
   * @param {Overrun} use @param {{ start: number, peak: number }} _span bytes in use at its start, and at most
   */
  note(use, _span) {
    this.#record(use);
  }

  /** Records the first overrun of a call. @param {Overrun} use */
  #record(use) {
    const { call, allowed, taken } = use;
    if (taken > allowed && !this.#overruns.has(call)) this.#overruns.set(call, use);
  }

  /** @returns {Overrun[]} */
  overruns() {
    return [...this.#overruns.values()];
  }
}
