// The slot table: which native objects JavaScript owns. One slot stands for one native object, and
// one token for one slot and one owner, so that whoever holds an old token is told so, also after
// the slot has been given to another object.
//
//   state     borrows   meaning
//   empty     0         free for use
//   owned     0         one wrapper owns the object
//   owned     > 0       a call uses it as well, perhaps an asynchronous one
//   pending   > 0       freed under such a call: destroyed when the last one ends
//
// The table is the module's, as is the FinalizationRegistry: they live as long as any handle.
import { OnggiError, StaleHandleError } from './errors.mjs';

/**
 * What the table must know of the WebAssembly instance that an object lives in.
 * @typedef {object} Owner
 * @property {boolean} dead its memory is lost, and with it all objects in it
 * @property {number} frames native calls that are running
 * @property {boolean} armed whether dropped handles are given back
 * @property {Set<number>} addresses of its objects that have a slot
 * @property {(error: unknown) => void} die
 * @property {import('./events.mjs').Events} events
 */

/** @typedef {{ delete(): void }} NativeObject */

const indexBits = 22;
const maxSlots = 2 ** indexBits;
const lastGeneration = 2 ** (53 - indexBits) - 1;

const empty = 0;
const owned = 1;
const pending = 2;

let generations = new Uint32Array(256);
let borrows = new Uint32Array(256);
let states = new Uint8Array(256);
/** @type {(NativeObject | null)[]} */
const natives = [];
/** @type {(Owner | null)[]} */
const owners = [];
/** @type {number[]} */
const addresses = [];
/** @type {number[]} */
const emptySlots = [];
let used = 0;

/** Slots whose object could not be destroyed because native code was running. @type {number[]} */
const deferred = [];

function grow() {
  /** @template {Uint32Array | Uint8Array} T @param {T} array @returns {T} */
  const doubled = (array) => {
    const larger = new /** @type {new (n: number) => T} */ (array.constructor)(array.length * 2);
    larger.set(array);
    return larger;
  };
  generations = doubled(generations);
  borrows = doubled(borrows);
  states = doubled(states);
}

/** @returns {number} */
function takeSlot() {
  const recycled = emptySlots.pop();
  if (recycled !== undefined) return recycled;
  if (used === maxSlots) {
    throw new OnggiError('too_many_handles', `${maxSlots} handles are alive`);
  }
  if (used === generations.length) grow();
  return used++;
}

/** @param {number} token */
const slotOf = (token) => token % maxSlots;
/** @param {number} token */
const generationOf = (token) => Math.floor(token / maxSlots);
/** @param {number} token */
const isCurrent = (token) => generations[slotOf(token)] === generationOf(token);

/** Ends every token of the slot, then destroys its object. @param {number} slot */
function destroy(slot) {
  const native = natives[slot];
  const owner = /** @type {Owner} */ (owners[slot]);
  owner.addresses.delete(/** @type {number} */ (addresses[slot]));
  const generation = /** @type {number} */ (generations[slot]) + 1;
  generations[slot] = generation;
  states[slot] = empty;
  natives[slot] = null;
  owners[slot] = null;
  if (generation < lastGeneration) emptySlots.push(slot);
  if (native && !owner.dead) {
    try {
      native.delete();
    } catch (error) {
      owner.die(error);
    }
    owner.events.emit('native', {});
  }
}

/** @param {number} slot */
function destroyWhenUnused(slot) {
  if (borrows[slot] !== 0) return;
  if (/** @type {Owner} */ (owners[slot]).frames === 0) destroy(slot);
  else deferred.push(slot);
}

/**
 * Takes over a native object, which no slot stands for.
 * @param {NativeObject} native
 * @param {number} address where it is
 * @param {Owner} owner
 * @returns {number} its token
 */
export function adopt(native, address, owner) {
  if (owner.addresses.has(address)) throw new Error('a native object has been adopted twice');
  const slot = takeSlot();
  owner.addresses.add(address);
  states[slot] = owned;
  natives[slot] = native;
  addresses[slot] = address;
  owners[slot] = owner;
  return slot + /** @type {number} */ (generations[slot]) * maxSlots;
}

/**
 * Lends the object to a call. Every borrow ends with giveBack().
 * @param {number} token
 * @param {string} type named in the error if the token is stale
 * @returns {NativeObject}
 */
export function borrow(token, type) {
  const slot = slotOf(token);
  if (!isCurrent(token)) throw new StaleHandleError(type, 'was freed');
  if (states[slot] === pending) throw new StaleHandleError(type, 'was freed under a running call');
  borrows[slot] = /** @type {number} */ (borrows[slot]) + 1;
  return /** @type {NativeObject} */ (natives[slot]);
}

/** @param {number} token */
export function giveBack(token) {
  const slot = slotOf(token);
  borrows[slot] = /** @type {number} */ (borrows[slot]) - 1;
  if (states[slot] === pending) destroyWhenUnused(slot);
}

/**
 * Gives the object up: at once, or when the calls that use it have ended. Does nothing the second
 * time.
 * @param {number} token
 */
export function release(token) {
  const slot = slotOf(token);
  if (!isCurrent(token) || states[slot] !== owned) return;
  states[slot] = pending;
  destroyWhenUnused(slot);
}

/** Destroys what had to wait for native code to end. */
export function drain() {
  for (const slot of deferred.splice(0)) {
    if (states[slot] === pending) destroyWhenUnused(slot);
  }
}

/** @param {number} token */
export const isLive = (token) => isCurrent(token) && states[slotOf(token)] === owned;

/**
 * Live handles of an owner, those pending included.
 * @param {Owner} owner
 */
export function countHandles(owner) {
  let count = 0;
  for (let slot = 0; slot < used; ++slot) {
    if (owners[slot] === owner) ++count;
  }
  return count;
}

// The held value is a number: it cannot keep anything alive. Missing in some runtimes, where
// handles are given back by free() alone.
const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((/** @type {number} */ token) => release(token));

/** Has the object given back when the wrapper is dropped. @param {object} wrapper @param {number} token */
export function watch(wrapper, token) {
  registry?.register(wrapper, token, wrapper);
}

/** @param {object} wrapper */
export function unwatch(wrapper) {
  registry?.unregister(wrapper);
}
