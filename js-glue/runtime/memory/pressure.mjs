// Keeps the memory of dropped handles below the soft limit: a caller that is about to allocate waits until
// the collector has found them. Callers wait in a queue, and the bytes that one was promised count until it
// has allocated them, so that many callers at once stay below the limit as one after another does.
import { afterCollection, collectionsAreSeen, finalizerTurn, requestCollection } from './collection.mjs';
import { throwIfAborted } from '../cancellation.mjs';
import { now } from '../intrinsics.mjs';
import { WaitQueue } from './wait_queue.mjs';

// Objects that are dropped while a collection runs are found by the next one.
const enoughCollections = 2;
const patienceMilliseconds = 60;
const requestsPerCollection = 12;
// Long-lived objects do not trigger a collection at each allocation.
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
    const end = now() + patienceMilliseconds;
    do await finalizerTurn();
    while (!seen && now() < end);
  }
  await finalizerTurn();
  return seen;
}

/** The collection that is running; all callers wait for the same one. @type {Promise<boolean> | undefined} */
let collecting;

function collection() {
  collecting ??= collectOnce().finally(() => (collecting = undefined));
  return collecting;
}

export class Pressure {
  #soft;
  #live;
  #trim;
  #threshold;
  #queue = new WaitQueue();
  /** Bytes that were promised to callers and not allocated yet. */
  #promised = 0;
  /** The part of them that is promised until the event loop turns. */
  #untilTurn = 0;
  #sinceTurn = 0;
  /** Growth of the live bytes since the last request of hasten(). */
  #grown = 0;
  #liveBefore = 0;

  /**
   * @param {number} soft limit in bytes @param {() => number} live bytes now
   * @param {() => void | Promise<void>} [trim] frees what objects keep only for speed
   */
  constructor(soft, live, trim = () => {}) {
    this.#soft = soft;
    this.#live = live;
    this.#trim = trim;
    this.#threshold = soft;
  }

  /** @param {number} bytes @param {number} [live] */
  #isOver(bytes, live = this.#live()) {
    if (live <= this.#soft) this.#threshold = this.#soft;
    return live + this.#promised + bytes > this.#threshold;
  }

  /**
   * Waits until dropped handles have freed so many bytes, as far as they can, and promises the bytes until
   * fulfil().
   * @param {number} bytes
   * @param {AbortSignal} [signal] aborting it ends the wait with a CancelledError
   * @returns {Promise<void> | undefined} undefined if there is nothing to wait for
   */
  reserve(bytes, signal) {
    if (!this.#queue.isEmpty || this.#isOver(bytes)) return this.#wait(bytes, signal);
    this.#promised += bytes;
    this.#sinceTurn += bytes;
    if (this.#sinceTurn < this.#soft / turnsPerLimit) return undefined;
    this.#sinceTurn = 0;
    return finalizerTurn();
  }

  /** The promised bytes are allocated, or not needed. @param {number} bytes */
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
    throwIfAborted(signal);
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
    // Callers with promised bytes allocate, and may drop their objects again.
    if (this.#promised > 0 && this.#isOver(bytes)) await finalizerTurn();
    let collections = 0;
    while (this.#isOver(bytes) && collections++ < enoughCollections) {
      throwIfAborted(signal);
      await collection();
    }
    throwIfAborted(signal);
    if (this.#isOver(bytes)) {
      await this.#trim();
      throwIfAborted(signal);
    }
    this.#sinceTurn = 0;
    if (collections > 0) {
      this.#threshold = Math.max(this.#soft, growthBetweenCollections * this.#live());
    }
  }

  /**
   * Requests a collection for synchronous code, which cannot wait: the collector finds the handles that
   * earlier tasks have dropped, and the finalizers run as soon as the code returns to the event loop.
   * Another request follows only when more has been allocated.
   * @param {number} bytes that the code is about to allocate @param {number} [live] bytes now
   */
  hasten(bytes, live = this.#live()) {
    this.#grown += Math.max(0, live - this.#liveBefore);
    this.#liveBefore = live;
    if (!this.#isOver(bytes, live) || this.#grown < this.#soft / turnsPerLimit) return;
    this.#grown = 0;
    requestCollection();
  }
}
