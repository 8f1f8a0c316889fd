// A set of addresses for frequent additions and deletions: a Set would rebuild its table repeatedly.

const firstLength = 64;
const golden = 0x9e3779b1; // 2^32 divided by the golden ratio: neighbours come far apart
const none = 0; // no object has this address

export class Addresses {
  #places = new Uint32Array(firstLength);
  size = 0;

  /** The position where the search for an address begins. @param {number} address */
  #home(address) {
    return Math.imul(address, golden) >>> (Math.clz32(this.#places.length) + 1);
  }

  /** @param {number} place */
  #after(place) {
    return (place + 1) & (this.#places.length - 1);
  }

  /** The position of the address, or the one where it would be added. @param {number} address */
  #find(address) {
    const places = this.#places;
    let place = this.#home(address);
    while (places[place] !== none && places[place] !== address) place = this.#after(place);
    return place;
  }

  /** @param {number} address */
  has(address) {
    return this.#places[this.#find(address)] === address;
  }

  /** @param {number} address that is not in it */
  add(address) {
    if (2 * (this.size + 1) > this.#places.length) this.#grow();
    this.#places[this.#find(address)] = address;
    ++this.size;
  }

  #grow() {
    const old = this.#places;
    this.#places = new Uint32Array(2 * old.length);
    for (const address of old) if (address !== none) this.#places[this.#find(address)] = address;
  }

  /** @param {number} address that is in it */
  delete(address) {
    --this.size;
    const places = this.#places;
    const last = places.length - 1;
    let hole = this.#find(address);
    // Later entries whose search would stop at the empty position move into it.
    for (let next = this.#after(hole); places[next] !== none; next = this.#after(next)) {
      const home = this.#home(/** @type {number} */ (places[next]));
      if (((next - home) & last) < ((next - hole) & last)) continue;
      places[hole] = /** @type {number} */ (places[next]);
      hole = next;
    }
    places[hole] = none;
  }
}
