// Keeps what dropped handles hold below the soft limit: whoever is about to allocate waits until the
// collector has found them. Who must wait does so in a line, and what one is given counts until it has
// taken it: many at once pass the limit no more than one after another.
import {
  afterCollection,
  collectionsAreSeen,
  finalizerTurn,
  requestCollection,
} from './collection.mjs';
import { throwIfAborted } from '../errors.mjs';
import { WaitQueue } from './wait_queue.mjs';

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
  #queue = new WaitQueue();
  /** Bytes that there is room for, and that are not taken yet. */
  #promised = 0;
  /** Those of them that are promised until the event loop turns. */
  #untilTurn = 0;
  #sinceTurn = 0;
  /** By how much what is live has grown since the last request of hasten(). */
  #grown = 0;
  #liveBefore = 0;

  /** @param {number} soft limit in bytes @param {() => number} live bytes now */
  constructor(soft, live) {
    this.#soft = soft;
    this.#live = live;
    this.#threshold = soft;
  }

  /** @param {number} bytes @param {number} [live] */
  #isOver(bytes, live = this.#live()) {
    if (live <= this.#soft) this.#threshold = this.#soft;
    return live + this.#promised + bytes > this.#threshold;
  }

  /**
   * Makes room for so many bytes, as far as dropped handles hold it. It is promised until fulfil().
   * @param {number} bytes
   * @param {AbortSignal} [signal] whose abortion ends the wait with a CancelledError
   * @returns {Promise<void> | undefined} undefined where there is nothing to wait for
   */
  reserve(bytes, signal) {
    if (!this.#queue.isEmpty || this.#isOver(bytes)) return this.#wait(bytes, signal);
    this.#promised += bytes;
    this.#sinceTurn += bytes;
    if (this.#sinceTurn < this.#soft / turnsPerLimit) return undefined;
    this.#sinceTurn = 0;
    return finalizerTurn();
  }

  /** What was promised is taken, or is not needed. @param {number} bytes */
  fulfil(bytes) {
    this.#promised -= bytes;
  }

  /** Promises so many bytes until the event loop turns. @param {number} bytes */
  async reserveUntilTurn(bytes) {
    await this.reserve(bytes);
    if (this.#untilTurn === 0) void finalizerTurn().then(() => this.#turned());
    this.#untilTurn += bytes;
  }

  #turned() {
    this.fulfil(this.#untilTurn);
    this.#untilTurn = 0;
  }

  /** @param {number} bytes @param {AbortSignal} [signal] */
  async #wait(bytes, signal) {
    const turn = this.#queue.enter(signal);
    if (turn) await turn;
    try {
      await this.#relieve(bytes, signal);
      this.#promised += bytes;
    } finally {
      this.#queue.leave();
    }
  }

  /** @param {number} bytes @param {AbortSignal} [signal] */
  async #relieve(bytes, signal) {
    // Those with a promise take what is theirs, and may drop it again.
    if (this.#promised > 0 && this.#isOver(bytes)) await finalizerTurn();
    let collections = 0;
    while (this.#isOver(bytes) && collections++ < enoughCollections) {
      throwIfAborted(signal);
      await collection();
    }
    throwIfAborted(signal);
    this.#sinceTurn = 0;
    if (collections > 0) {
      this.#threshold = Math.max(this.#soft, growthBetweenCollections * this.#live());
    }
  }

  /**
   * Of synchronous code, that cannot wait: the collector finds what earlier tasks have dropped, and
   * the finalizers run as soon as the code lets them. Only what was allocated since the last request
   * makes another one worth its time.
   * @param {number} bytes that it is about to allocate @param {number} [live] bytes now
   */
  hasten(bytes, live = this.#live()) {
    this.#grown += Math.max(0, live - this.#liveBefore);
    this.#liveBefore = live;
    if (!this.#isOver(bytes, live) || this.#grown < this.#soft / turnsPerLimit) return;
    this.#grown = 0;
    requestCollection();
  }
}
