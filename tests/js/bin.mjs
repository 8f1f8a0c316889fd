/** Frees the handles that were put into it, last first. */
export class Bin {
  /** @type {{ free(): void }[]} */
  #handles = [];

  /** @template {{ free(): void }} T @param {T} handle @returns {T} */
  put(handle) {
    this.#handles.push(handle);
    return handle;
  }

  empty() {
    while (this.#handles.length > 0) this.#handles.pop()?.free();
  }
}
