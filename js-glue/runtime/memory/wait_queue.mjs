// A queue of waiters: first come, first served.
import { onAbort } from '../cancellation.mjs';
import { Promise } from '../intrinsics.mjs';

export class WaitQueue {
  /** Functions that start the turns of the waiters. The first waiter has its turn now. @type {(() => void)[]} */
  #waiters = [];

  get isEmpty() {
    return this.#waiters.length === 0;
  }

  /**
   * Joins the queue. A waiter calls leave() at the end of its turn. A waiter that is cancelled before its turn
   * has already left.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void> | undefined} settles at the caller's turn; undefined if that is now
   */
  enter(signal) {
    if (this.isEmpty) {
      this.#waiters.push(() => {});
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const stop = onAbort(signal, (error) => {
        this.#waiters.splice(this.#waiters.indexOf(begin), 1);
        reject(error);
      });
      const begin = () => {
        stop();
        resolve();
      };
      this.#waiters.push(begin);
    });
  }

  /** Ends the first waiter's turn. */
  leave() {
    this.#waiters.shift();
    this.#waiters[0]?.();
  }
}
