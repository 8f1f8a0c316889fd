// Who is told when a wrapper is dropped. A FinalizationRegistry watches its finalizationToken, which the wrapper
// has and nobody else, so that the two are collected together. A wrapper that its user frees hands its
// finalizationToken in, still registered, for the next one in its slot: registering and unregistering take longer
// than everything else that a handle costs.

import { slotOf } from './slots.mjs';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** Nothing inherits from it, and nobody else has one: who searches the heap for finalization tokens finds them all. */
export class FinalizationToken {
  /** @param {object | undefined} wrapper @param {number} token of the wrapper */
  constructor(wrapper, token) {
    this.wrapper = wrapper;
    this.token = token;
  }

  /** What heap_search.mjs reads. */
  [inspect]() {
    return String(this.token);
  }
}

// So many slots keep their finalization tokens: those of a few handles that come and go.
const slotsWithTokens = 4096;

/** @type {(slot: number) => void} */
let tell = () => {};

// The held value is a number: it cannot keep anything alive. Missing in some runtimes, where handles
// are given back by free() and by scopes alone.
const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((/** @type {number} */ slot) => tell(slot));

/** Whether the slot's wrapper is watched. @type {boolean[]} */
const watched = [];
/** The slot's finalizationToken while no wrapper has it. @type {(FinalizationToken | undefined)[]} */
const spare = [];
/** What the slot's finalizationToken is unregistered by. @type {object[]} */
const keys = [];

/** @param {(slot: number) => void} callback is told of the slots whose wrappers were dropped */
export function onDropped(callback) {
  tell = callback;
}

/**
 * Watches the wrapper, which is to hold the finalizationToken.
 * @param {object} wrapper @param {number} token @returns {FinalizationToken | undefined}
 */
export function watch(wrapper, token) {
  if (registry === undefined) return undefined;
  const slot = slotOf(token);
  watched[slot] = true;
  let finalizationToken = spare[slot];
  spare[slot] = undefined;
  if (finalizationToken === undefined) {
    finalizationToken = new FinalizationToken(wrapper, token);
    registry.register(finalizationToken, slot, (keys[slot] ??= {}));
  }
  // Were it not for this, an optimizing engine might have the finalizationToken and no wrapper.
  finalizationToken.wrapper = wrapper;
  finalizationToken.token = token;
  return finalizationToken;
}

/** Takes the finalizationToken of a wrapper that has it no more. @param {FinalizationToken} finalizationToken @param {number} slot that it is for */
export function returnToken(finalizationToken, slot) {
  finalizationToken.wrapper = undefined;
  if (slot < slotsWithTokens) spare[slot] = finalizationToken;
}

/** The slot's reference has gone, whoever gave it up. @param {number} slot */
export function unwatch(slot) {
  if (watched[slot] && spare[slot] === undefined) registry?.unregister(keys[slot]);
  watched[slot] = false;
}

/** The slots with a wrapper that is watched. */
export function* watchedSlots() {
  for (const slot of watched.keys()) if (watched[slot]) yield slot;
}
