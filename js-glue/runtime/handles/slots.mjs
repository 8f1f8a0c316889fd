// The columns of the slot table, and tokens. A slot holds one reference to a native object. A token
// contains a slot and its generation: an old token is recognised as stale, also after its slot has
// been given to another reference.
import { OnggiError } from '../errors.mjs';

const indexBits = 22;
const maxSlots = 2 ** indexBits;
const slotMask = maxSlots - 1;
const lastTokens = 2 ** 53 - maxSlots;
const firstLength = 256;

/** The states of a slot; see table.mjs. */
export const State = Object.freeze({ gone: 0, owned: 1, pending: 2 });

/** Indexed by slot. A column is replaced when the table grows: callers must not keep one. */
export const columns = {
  /** The token of the slot's current or next reference: slot + maxSlots · generation. */
  token: new Float64Array(firstLength),
  state: new Uint8Array(firstLength),
  /** The number of calls that use the reference. */
  borrows: new Uint32Array(firstLength),
  /** The home slot of the object: not this slot, for a further reference. */
  home: new Uint32Array(firstLength),
  /** For a home: the number of references to its object. */
  refs: new Uint32Array(firstLength),
  /** For a home: the native bytes of the object. */
  bytes: new Float64Array(firstLength),
  /** For a home: the address of the object. */
  address: new Uint32Array(firstLength),
  /** When the reference was made, by performance.now(). */
  made: new Float64Array(firstLength),
  /** Neighbours in a list of slots. */
  newer: new Uint32Array(firstLength),
  older: new Uint32Array(firstLength),
};

/** The end of the last generation ("was freed", …), by slot. @type {string[]} */
const releaseTexts = [];

/** @type {number[]} */
const emptySlots = [];
let used = 0;

/** Grows all columns or, if there is no memory, none. */
function grow() {
  const larger = Object.entries(columns).map(([name, column]) => {
    const Column = /** @type {new (length: number) => typeof column} */ (column.constructor);
    const copy = new Column(column.length * 2);
    copy.set(column);
    return [name, copy];
  });
  Object.assign(columns, Object.fromEntries(larger));
}

/** @returns {number} an empty slot */
export function takeSlot() {
  const recycled = emptySlots.pop();
  if (recycled !== undefined) return recycled;
  if (used === maxSlots) {
    throw new OnggiError('too_many_handles', `${maxSlots} handles are alive`);
  }
  if (used === columns.token.length) grow();
  columns.token[used] = used;
  return used++;
}

/** Makes the slot, whose tokens are all stale, available again if it has tokens left. @param {number} slot */
export function recycleSlot(slot) {
  if (columns.token[slot] < lastTokens) emptySlots.push(slot);
}

/** @param {number} slot */
export const tokenOf = (slot) => columns.token[slot];
/** @param {number} token */
export const slotOf = (token) => token & slotMask;
/** @param {number} token */
export const isCurrent = (token) => columns.token[slotOf(token)] === token;

/** Makes every token of the slot stale. @param {number} slot @param {string} text how the reference ended */
export function endTokens(slot, text) {
  releaseTexts[slot] = text;
  columns.token[slot] += maxSlots;
}

/** How the reference ended. @param {number} token a stale one */
export function releaseTextOf(token) {
  const slot = slotOf(token);
  return columns.token[slot] === token + maxSlots ? releaseTexts[slot] : 'was freed';
}
