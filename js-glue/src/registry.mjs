// Who is told when a wrapper is dropped. A FinalizationRegistry watches its ticket, which the wrapper
// has and nobody else, so that the two are collected together. A wrapper that its user frees hands its
// ticket in, still registered, for the next one in its slot: registering and unregistering take longer
// than everything else that a handle costs.

import { slotOf } from './slots.mjs';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** Nothing inherits from it, and nobody else has one: who searches the heap for tickets finds them all. */
export class Ticket {
  /** @param {object | undefined} wrapper @param {number} token of the wrapper */
  constructor(wrapper, token) {
    this.wrapper = wrapper;
    this.token = token;
  }

  /** What rescue.mjs reads. */
  [inspect]() {
    return String(this.token);
  }
}

// So many slots keep their tickets: those of a few handles that come and go.
const slotsWithTickets = 4096;

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
/** The slot's ticket while no wrapper has it. @type {(Ticket | undefined)[]} */
const spare = [];
/** What the slot's ticket is unregistered by. @type {object[]} */
const keys = [];

/** @param {(slot: number) => void} callback is told of the slots whose wrappers were dropped */
export function onDropped(callback) {
  tell = callback;
}

/**
 * Watches the wrapper, which is to hold the ticket.
 * @param {object} wrapper @param {number} token @returns {Ticket | undefined}
 */
export function watch(wrapper, token) {
  if (registry === undefined) return undefined;
  const slot = slotOf(token);
  watched[slot] = true;
  let ticket = spare[slot];
  spare[slot] = undefined;
  if (ticket === undefined) {
    ticket = new Ticket(wrapper, token);
    registry.register(ticket, slot, (keys[slot] ??= {}));
  }
  // Were it not for this, an optimizing engine might have the ticket and no wrapper.
  ticket.wrapper = wrapper;
  ticket.token = token;
  return ticket;
}

/** Takes the ticket of a wrapper that has it no more. @param {Ticket} ticket @param {number} slot that it is for */
export function handIn(ticket, slot) {
  ticket.wrapper = undefined;
  if (slot < slotsWithTickets) spare[slot] = ticket;
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
