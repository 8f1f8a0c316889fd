// Lists of references, newest first, in columns of the slot table. A reference is in one list at most and
// leaves it in constant time when it ends. Lists contain slots, not wrappers, and so keep nothing alive.
import { columns } from './slots.mjs';

const none = 2 ** 32 - 1;

/** The list that contains the slot. @type {(SlotList | null)[]} */
const lists = [];

export class SlotList {
  #newest = none;

  get isEmpty() {
    return this.#newest === none;
  }

  /** @param {number} slot that is in no list */
  #push(slot) {
    columns.older[slot] = this.#newest;
    columns.newer[slot] = none;
    if (this.#newest !== none) columns.newer[this.#newest] = slot;
    this.#newest = slot;
    lists[slot] = this;
  }

  /** @param {number} slot that is in this list */
  #remove(slot) {
    const [newer, older] = [columns.newer[slot], columns.older[slot]];
    if (newer === none) this.#newest = older;
    else columns.older[newer] = older;
    if (older !== none) columns.newer[older] = newer;
    lists[slot] = null;
  }

  /** Moves the reference from its list to this one. @param {number} slot */
  take(slot) {
    SlotList.remove(slot);
    this.#push(slot);
  }

  /** @param {number} slot */
  has(slot) {
    return lists[slot] === this;
  }

  /** Removes the newest reference. @returns {number | undefined} its slot */
  pop() {
    const slot = this.#newest;
    if (slot === none) return undefined;
    this.#remove(slot);
    return slot;
  }

  /** Removes the reference from its list, if any. @param {number} slot */
  static remove(slot) {
    const list = lists[slot];
    if (list) list.#remove(slot);
  }
}
