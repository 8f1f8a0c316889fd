import { OnggiError } from 'onggi';

const patience = 120_000; // ms

/** Marks errors that a getter or callback of the fuzzer throws. */
export class Thrown extends Error {}

/** What the calls have returned or thrown, and the promises that they have returned. */
export class Outcomes {
  /** Calls by outcome. @type {Record<string, number>} */
  counts = {};
  /** @type {Set<Promise<unknown>>} */
  #pending = new Set();
  #mayBeDead;

  /** @param {(error: Error) => boolean} mayBeDead whether an instance may have ended with this error */
  constructor(mayBeDead) {
    this.#mayBeDead = mayBeDead;
  }

  /** How many promises have not settled. */
  get pending() {
    return this.#pending.size;
  }

  /** @param {string} outcome */
  count(outcome) {
    this.counts[outcome] = (this.counts[outcome] ?? 0) + 1;
  }

  /** Throws if a function must not throw this error. @param {any} error @param {string} name @returns {void} */
  check(error, name) {
    if (error instanceof Thrown) return this.count('thrown');
    if (error?.name === 'RangeError' && error.message === 'foreign') return this.count('foreign');
    if (error instanceof AggregateError) return error.errors.forEach((each) => this.check(each, name));
    const isTyped = error instanceof OnggiError && error.code !== 'unknown' && error.message.length > 0;
    if (!isTyped) throw new Error(`${name}: an error without a type: ${error?.stack}`, { cause: error });
    if (error.code === 'instance_dead' && !this.#mayBeDead(error))
      throw new Error(`${name}: the instance has died: ${error.stack}`, { cause: error });
    this.count(error.code);
  }

  /**
   * @template T @param {PromiseLike<T>} promise @param {(result: T) => void} take is given the result
   * @param {string} name of the function
   */
  follow(promise, take, name) {
    const settled = Promise.resolve(promise)
      .then(take)
      .catch((error) => this.check(error, name))
      .finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  /** Settles when all promises have. */
  async settle() {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const tooLong = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('work did not end')), patience);
    });
    try {
      while (this.#pending.size > 0) await Promise.race([tooLong, Promise.all(this.#pending)]);
    } finally {
      clearTimeout(timer);
    }
  }
}
