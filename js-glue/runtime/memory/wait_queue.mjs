// A line of waiters: first come, first served.
import { CancelledError } from '../errors.mjs';

export class WaitQueue {
  /** What begins each waiter's turn; the first one has it. @type {(() => void)[]} */
  #waiters = [];

  get isEmpty() {
    return this.#waiters.length === 0;
  }

  /**
   * Joins the line. Whoever has had its turn leaves with leave(); whoever is cancelled while it waits
   * for it has left.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void> | undefined} settles when it is the caller's turn; undefined if it is at once
   */
  enter(signal) {
    if (this.isEmpty) {
      this.#waiters.push(() => {});
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#waiters.splice(this.#waiters.indexOf(begin), 1);
        reject(new CancelledError(signal?.reason));
      };
      const begin = () => {
        signal?.removeEventListener?.('abort', cancel);
        resolve();
      };
      this.#waiters.push(begin);
      signal?.addEventListener?.('abort', cancel, { once: true });
    });
  }

  /** Ends the first one's turn. */
  leave() {
    this.#waiters.shift();
    this.#waiters[0]?.();
  }
}
