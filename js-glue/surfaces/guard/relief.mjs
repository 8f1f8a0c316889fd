// Decides when to look for dropped objects where their sizes are not known: by the growth of linear memory.
//
// Above the soft limit, growth says that the objects made since the last search did not fit. From then on a search
// follows each half of that number, so that growth ends after a few of them; a search that finds nothing doubles it.
import { nodeModules } from '../../runtime/environment.mjs';
import { now } from '../../runtime/intrinsics.mjs';
import { requestCollection } from '../../runtime/memory/collection.mjs';
import { freeUnreachable } from '../../runtime/memory/heap_search.mjs';

// In Node, from so many times the soft limit on, the heap is searched if collections did not find anything:
// synchronous code runs no finalizers.
const searchAtLimits = 2;
// Searches take a tenth of the time at most, unless memory has grown by a part of the limit since the last one.
const restAfterSearch = 10;
const growthWithoutRest = 1 / 8;

export class Relief {
  #soft;
  #collected;
  /** Objects made since the last search, and after how many the next one follows. */
  #made = 0;
  #interval = Infinity;
  #collectedBefore = 0;
  #restUntil = 0;
  #linearBefore = 0;

  /** @param {number} soft limit in bytes @param {() => number} collected number of objects that were found dropped */
  constructor(soft, collected) {
    this.#soft = soft;
    this.#collected = collected;
  }

  /** After a call. @param {number} made objects @param {number} grown bytes @param {number} linear bytes of linear memory */
  note(made, grown, linear) {
    this.#made += made;
    if (grown === 0 || linear <= this.#soft) return;
    this.#interval = Math.max(1, Math.min(this.#interval, this.#made) / 2);
    this.#search(linear);
  }

  /** Before a call. @param {number} linear */
  admit(linear) {
    if (this.#made >= this.#interval && linear > this.#soft) this.#search(linear);
  }

  /** @param {number} linear */
  #search(linear) {
    const start = now();
    const hasGrown = linear >= this.#linearBefore + growthWithoutRest * this.#soft;
    if (start < this.#restUntil && !hasGrown) return;
    this.#linearBefore = linear;
    const hasFound = this.#collected() > this.#collectedBefore;
    const isOver = linear > searchAtLimits * this.#soft && nodeModules.v8 !== undefined;
    if (hasFound || !isOver) requestCollection();
    else freeUnreachable();
    if (!hasFound && this.#collected() === this.#collectedBefore) this.#interval *= 2;
    this.#collectedBefore = this.#collected();
    this.#made = 0;
    this.#restUntil = start + restAfterSearch * (now() - start);
  }
}
