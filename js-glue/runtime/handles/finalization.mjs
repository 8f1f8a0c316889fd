// Finds out when a wrapper is dropped. A FinalizationRegistry watches the wrapper's finalization token, which
// nothing else refers to, so that the two are collected together. A wrapper that is freed returns its token,
// still registered, for the next wrapper in its slot: registering and unregistering take longer than everything
// else that a handle needs.

import { slotOf } from './slots.mjs';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A class without subclasses: a heap search for its objects finds every reachable wrapper. */
export class FinalizationToken {
  /** @param {object | undefined} wrapper @param {number} token of the wrapper */
  constructor(wrapper, token) {
    this.wrapper = wrapper;
    this.token = token;
  }

  /** Read by heap_search.mjs. */
  [inspect]() {
    return String(this.token);
  }
}

// The number of slots that keep a returned token: enough for the handles of a loop.
const slotsWithTokens = 4096;

/** @type {(slot: number) => void} */
let callback = () => {};

// The held value is a number, which keeps nothing alive. Some runtimes have no registry: there, handles
// are freed only by free() and by scopes.
const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((/** @type {number} */ slot) => callback(slot));

/** Whether the slot's wrapper is watched. @type {boolean[]} */
const watched = [];
/** The slot's token while no wrapper has it. @type {(FinalizationToken | undefined)[]} */
const spare = [];
/** The key by which the slot's token is unregistered. @type {object[]} */
const keys = [];

/** @param {(slot: number) => void} dropped is called for each slot whose wrapper was dropped */
export function onDropped(dropped) {
  callback = dropped;
}

/**
 * Watches a wrapper, which must keep the returned token.
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
  // So that an optimizing engine does not drop the wrapper before the token.
  finalizationToken.wrapper = wrapper;
  finalizationToken.token = token;
  return finalizationToken;
}

/** Takes back the token of a wrapper that is freed. @param {FinalizationToken} finalizationToken @param {number} slot that it is for */
export function returnToken(finalizationToken, slot) {
  finalizationToken.wrapper = undefined;
  if (slot < slotsWithTokens) spare[slot] = finalizationToken;
}

/** Called when the slot's reference has ended. @param {number} slot */
export function unwatch(slot) {
  if (watched[slot] && spare[slot] === undefined) registry?.unregister(keys[slot]);
  watched[slot] = false;
}

/** The slots with a wrapper that is watched. */
export function* watchedSlots() {
  for (const slot of watched.keys()) if (watched[slot]) yield slot;
}
