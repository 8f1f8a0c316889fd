// Estimates the sizes of objects by the growth of linear memory while they are made.
//
// Memory that was freed is used again without growth. Therefore the growth per object is averaged from one
// garbage collection to the next, and the largest average counts. It may be too large: a call also allocates
// for its own time, and allocators grow in steps.

export class Growth {
  /** @type {Map<string, { made: number, grown: number, largest: number }>} */
  #types = new Map();

  /** @param {string} type */
  #of(type) {
    let sums = this.#types.get(type);
    if (sums === undefined) this.#types.set(type, (sums = { made: 0, grown: 0, largest: 0 }));
    return sums;
  }

  /** Memory has grown while an object was made, or by a call of it. @param {string} type @param {number} bytes @param {number} made */
  note(type, bytes, made) {
    const sums = this.#of(type);
    sums.grown += bytes;
    sums.made += made;
  }

  /** The estimated bytes of an object. @param {string} type */
  estimate(type) {
    const { made, grown, largest } = this.#of(type);
    return Math.round(Math.max(largest, made === 0 ? 0 : grown / made));
  }

  /** Dropped objects have been collected. */
  startNextCycle() {
    for (const sums of this.#types.values()) {
      if (sums.made === 0) continue;
      sums.largest = Math.max(sums.largest, sums.grown / sums.made);
      sums.made = 0;
      sums.grown = 0;
    }
  }
}
