// Checks, in debug mode, that calls take no more memory than was estimated, by the allocator's own count.

/** A call that took more native bytes than `allowed`. @typedef {{ call: string, allowed: number, taken: number }} Overrun */

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
   * @returns {(call: string, allowed: number) => void} for its end
   */
  begin(live) {
    const start = this.#native._onggi_heap_mark();
    const accounted = Math.max(start, this.#unaccounted + live);
    return (call, allowed) => {
      const peak = this.#native._onggi_heap_peak();
      this.note({ call, allowed, taken: peak - accounted }, { start, peak });
    };
  }

  /**
   * Records the first overrun of a call.
   * @param {Overrun} use @param {{ start: number, peak: number }} _span bytes in use at its start, and at most
   */
  note(use, _span) {
    const { call, allowed, taken } = use;
    if (taken > allowed && !this.#overruns.has(call)) this.#overruns.set(call, use);
  }

  /** @returns {Overrun[]} */
  overruns() {
    return [...this.#overruns.values()];
  }
}
