// Events of an instance, and their listeners.
import { causeText } from '../errors.mjs';

/** The call that has ended, or the release reason of an object. @typedef {{ call?: string, by?: string }} NativeEnd */
/** @typedef {'proved' | 'cancelled' | 'failed'} ProofOutcome */

/**
 * @typedef {object} EventDetails
 * @property {NativeEnd} native native code has ended
 * @property {{ curve: string, outcome: ProofOutcome, ms: number }} proof a prove() has ended
 * @property {undefined} closing the instance is about to be closed
 */

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

export class Events {
  /** Replaced when they change. @type {{ [Name in keyof EventDetails]: readonly ((detail: EventDetails[Name]) => void)[] }} */
  #listeners = { native: [], proof: [], closing: [] };

  /**
   * @template {keyof EventDetails} Name
   * @param {Name} name @param {(detail: EventDetails[Name]) => void} listener
   * @returns {() => void} ends it
   */
  on(name, listener) {
    /** @type {Record<string, readonly unknown[]>} */
    const all = this.#listeners;
    all[name] = [...this.#listeners[name], listener];
    return () => {
      all[name] = this.#listeners[name].filter((other) => other !== listener);
    };
  }

  /** Never throws: an error of a listener becomes a warning. @template {keyof EventDetails} Name @param {Name} name @param {EventDetails[Name]} detail */
  emit(name, detail) {
    for (const listener of this.#listeners[name]) {
      try {
        listener(detail);
      } catch (error) {
        warn(`a listener of '${name}' threw`, error);
      }
    }
  }
}
