/** Random choices that a seed determines. */
export class Random {
  #state;

  /** @param {number} seed of 32 bits */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 2^32 − 1 (Mulberry32). */
  #next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let word = this.#state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  }

  /** @param {number} count @returns {number} from 0 to count − 1 */
  below(count) {
    return this.#next() % count;
  }

  /** True once in so many times. @param {number} times */
  oneIn(times) {
    return this.below(times) === 0;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return /** @type {T} */ (list[this.below(list.length)]);
  }
}
