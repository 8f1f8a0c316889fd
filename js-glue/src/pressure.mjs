// Keeps what dropped handles hold below the soft limit: whoever is about to allocate waits until the
// collector has found them.
import {
  afterCollection,
  collectionsAreSeen,
  finalizerTurn,
  requestCollection,
} from './collection.mjs';

// One collection leaves behind what died while it ran.
const enoughCollections = 2;
const patienceMilliseconds = 60;
const requestsPerCollection = 12;
// Objects that are alive for good shall not cause a collection at each allocation.
const growthBetweenCollections = 1.5;
const turnsPerLimit = 4;

/** Requests a collection until one is seen, and lets the finalizers run. @returns {Promise<boolean>} */
export async function collectOnce() {
  if (!collectionsAreSeen) return false;
  let seen = false;
  afterCollection(() => (seen = true));
  await finalizerTurn();
  for (let request = 0; request < requestsPerCollection && !seen; ++request) {
    if (!requestCollection(request)) return false;
    const end = performance.now() + patienceMilliseconds;
    do await finalizerTurn();
    while (!seen && performance.now() < end);
  }
  await finalizerTurn();
  return seen;
}

/** The collection that is under way, for all who wait. @type {Promise<boolean> | undefined} */
let collecting;

function collection() {
  collecting ??= collectOnce().finally(() => (collecting = undefined));
  return collecting;
}

export class Pressure {
  #soft;
  #live;
  #threshold;
  #sinceTurn = 0;
  #sinceRequest = 0;

  /** @param {number} soft limit in bytes @param {() => number} live bytes now */
  constructor(soft, live) {
    this.#soft = soft;
    this.#live = live;
    this.#threshold = soft;
  }

  /** @param {number} bytes */
  #isOver(bytes) {
    const live = this.#live();
    if (live <= this.#soft) this.#threshold = this.#soft;
    return live + bytes > this.#threshold;
  }

  /**
   * Makes room for so many bytes, as far as dropped handles hold it.
   * @param {number} bytes
   * @returns {Promise<void> | undefined} undefined where there is nothing to wait for
   */
  reserve(bytes) {
    if (this.#isOver(bytes)) return this.#relieve(bytes);
    this.#sinceTurn += bytes;
    if (this.#sinceTurn < this.#soft / turnsPerLimit) return undefined;
    this.#sinceTurn = 0;
    return finalizerTurn();
  }

  /** @param {number} bytes */
  async #relieve(bytes) {
    for (let seen = 0; this.#isOver(bytes) && seen < enoughCollections; ++seen) {
      await collection();
    }
    this.#threshold = Math.max(this.#soft, growthBetweenCollections * this.#live());
    this.#sinceTurn = 0;
  }

  /**
   * Of synchronous code, that cannot wait: the collector finds what earlier tasks have dropped, and
   * the finalizers run as soon as the code lets them.
   * @param {number} bytes that it is about to allocate
   */
  hasten(bytes) {
    this.#sinceRequest += bytes;
    if (this.#sinceRequest < this.#soft / turnsPerLimit || !this.#isOver(bytes)) return;
    this.#sinceRequest = 0;
    requestCollection();
  }
}
