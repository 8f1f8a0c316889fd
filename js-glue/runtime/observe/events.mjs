// What happens to an instance, for those who watch it.

/** How an object was given up, or which call has ended. @typedef {{ call?: string, by?: string }} NativeEnd */
/** @typedef {'proved' | 'cancelled' | 'failed'} ProofOutcome */

/**
 * @typedef {object} EventDetails
 * @property {NativeEnd} native the last native frame has ended
 * @property {{ curve: string, outcome: ProofOutcome, ms: number }} proof a prove() has ended
 * @property {undefined} closing the instance is about to be closed
 */

/** The call that tells of memory, and changes nothing. */
export const reading = 'memory';

export class Events {
  /** Replaced when they change. @type {{ [Name in keyof EventDetails]: readonly ((detail: EventDetails[Name]) => void)[] }} */
  #listeners = { native: [], proof: [], closing: [] };

  /**
   * Listeners do not throw.
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

  /** @template {keyof EventDetails} Name @param {Name} name @param {EventDetails[Name]} detail */
  emit(name, detail) {
    for (const listener of this.#listeners[name]) listener(detail);
  }
}
