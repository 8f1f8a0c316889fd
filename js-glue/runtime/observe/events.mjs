// Events of an instance, and their listeners.
import { causeText } from '../errors.mjs';

/** The call that has ended, or the release reason of an object. @typedef {{ call?: string, by?: string }} NativeEnd */
/** @typedef {'proved' | 'cancelled' | 'failed'} ProofOutcome */

/** The name of the call that reads the memory report and changes nothing. */
export const reading = 'memory';

/** Never throws. @param {string} text @param {unknown} error */
export function warn(text, error) {
  try {
    console.warn(`onggi: ${text} ${causeText(error)}`);
  } catch {
    // The console is the program's own.
  }
}

/**
 * Runs a callback of the program whose result nobody waits for. Its error, or that of a promise which it returns, goes to
 * `fail` and no further.
 * @param {() => any} run @param {(error: unknown) => void} fail
 */
export function runCallback(run, fail) {
  try {
    const returned = run();
    if (typeof returned?.then === 'function') returned.then(undefined, fail);
  } catch (error) {
    fail(error);
  }
}

/** The listeners of one event. @template Detail */
class Event {
  #name;
  /** Replaced when they change. @type {readonly ((detail: Detail) => void)[]} */
  #listeners = [];

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /** @param {(detail: Detail) => void} listener @returns {() => void} ends it */
  on(listener) {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Never throws: an error of a listener becomes a warning. @param {Detail} detail */
  emit(detail) {
    const listeners = this.#listeners;
    for (let i = 0; i < listeners.length; ++i) {
      try {
        /** @type {(detail: Detail) => void} */ (listeners[i])(detail);
      } catch (error) {
        warn(`a listener of '${this.#name}' threw`, error);
      }
    }
  }
}

export class Events {
  /** Native code has ended: every call emits it. @type {Event<NativeEnd>} */
  native = new Event('native');
  /** An object has grown or shrunk: its address. @type {Event<number>} */
  resized = new Event('resized');
  /** A prove() has ended. @type {Event<{ curve: string, outcome: ProofOutcome, ms: number }>} */
  proof = new Event('proof');
  /** The instance is about to be closed. @type {Event<undefined>} */
  closing = new Event('closing');
}
