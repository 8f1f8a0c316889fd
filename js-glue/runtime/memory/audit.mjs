// Whether calls take no more than was estimated, by the allocator's own count. In debug mode.

/** A call that took more native bytes than `allowed`. @typedef {{ call: string, allowed: number, taken: number }} Overrun */

export class Audit {
  /** The first of each call. @type {Map<string, Overrun>} */
  #overruns = new Map();
  #native;
  #unaccounted;

  /** @param {import('../native/instance.mjs').NativeModule} native */
  constructor(native) {
    this.#native = native;
    // What the module itself holds.
    this.#unaccounted = native._onggi_heap_mark();
  }

  /**
   * What is charged in advance, and not yet taken, is the call's to take.
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
   * Lists a call that took more than it may, the first time.
   * @param {Overrun} use @param {{ start: number, peak: number }} _span bytes in use as it began, and at most
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
