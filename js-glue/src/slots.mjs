// The columns of the slot table, and tokens. One slot stands for one reference to a native object, and
// one token for one slot and one generation of it, so that whoever holds an old token is told so, also
// after the slot has been given to another reference.
import { OnggiError } from './errors.mjs';

const indexBits = 22;
const maxSlots = 2 ** indexBits;
const lastGeneration = 2 ** (53 - indexBits) - 1;
const firstLength = 256;

/** The states of a slot; see table.mjs. */
export const State = Object.freeze({ gone: 0, owned: 1, pending: 2 });

/** By slot. A column is replaced when the table grows: no caller keeps one. */
export const columns = {
  generation: new Uint32Array(firstLength),
  state: new Uint8Array(firstLength),
  /** Calls that use the reference. */
  borrows: new Uint32Array(firstLength),
  /** The slot that holds the object: another one for a further reference to it. */
  home: new Uint32Array(firstLength),
  /** Of a home: references to its object. */
  refs: new Uint32Array(firstLength),
  /** Of a home: native bytes that came with the object. */
  bytes: new Float64Array(firstLength),
  /** Index of the class's name. */
  kind: new Uint16Array(firstLength),
  /** When the reference was made, by performance.now(). */
  made: new Float64Array(firstLength),
  /** Neighbours in a list of slots. */
  newer: new Uint32Array(firstLength),
  older: new Uint32Array(firstLength),
  /** Index of what became of the last generation. */
  fate: new Uint16Array(firstLength),
};

/** @type {number[]} */
const emptySlots = [];
let used = 0;

function grow() {
  for (const [name, column] of Object.entries(columns)) {
    const larger = new /** @type {new (length: number) => typeof column} */ (column.constructor)(
      column.length * 2
    );
    larger.set(column);
    Object.assign(columns, { [name]: larger });
  }
}

/** @returns {number} an empty slot */
export function takeSlot() {
  const recycled = emptySlots.pop();
  if (recycled !== undefined) return recycled;
  if (used === maxSlots) {
    throw new OnggiError('too_many_handles', `${maxSlots} handles are alive`);
  }
  if (used === columns.generation.length) grow();
  return used++;
}

/** Has the slot, whose tokens are all stale, used again, if it has tokens left. @param {number} slot */
export function recycleSlot(slot) {
  if (columns.generation[slot] < lastGeneration) emptySlots.push(slot);
}

/** @param {number} slot */
export const tokenOf = (slot) => slot + columns.generation[slot] * maxSlots;
/** @param {number} token */
export const slotOf = (token) => token % maxSlots;
/** @param {number} token */
const generationOf = (token) => Math.floor(token / maxSlots);
/** @param {number} token */
export const isCurrent = (token) => columns.generation[slotOf(token)] === generationOf(token);

/** A list of names that grows, and the index of each. */
export class Names {
  /** @type {string[]} */
  #names = [];
  /** @type {Map<string, number>} */
  #indices = new Map();

  /** @param {string} name @returns {number} */
  indexOf(name) {
    let index = this.#indices.get(name);
    if (index === undefined) {
      index = this.#names.push(name) - 1;
      this.#indices.set(name, index);
    }
    return index;
  }

  /** @param {number} index */
  at(index) {
    return this.#names[index];
  }
}

const fates = new Names();

/** Makes every token of the slot stale. @param {number} slot @param {string} fate for messages */
export function endTokens(slot, fate) {
  columns.fate[slot] = fates.indexOf(fate);
  ++columns.generation[slot];
}

/** What became of the reference. @param {number} token a stale one */
export function fateOf(token) {
  const slot = slotOf(token);
  const isLast = columns.generation[slot] === generationOf(token) + 1;
  return isLast ? fates.at(columns.fate[slot]) : 'was freed';
}
