// A queue of waiters: first come, first served.
import { onAbort } from '../cancellation.mjs';
import { Promise } from '../intrinsics.mjs';

export class WaitQueue {
  /** Each starts the turn of one waiter; it is the first one's turn. @type {(() => void)[]} */
  #waiters = [];

  get isEmpty() {
    return this.#waiters.length === 0;
  }

  /**
   * Joins the queue. A waiter calls leave() at the end of its turn. One that is cancelled before its turn
   * has left already.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void> | undefined} settles when it is the caller's turn; undefined if it is at once
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
