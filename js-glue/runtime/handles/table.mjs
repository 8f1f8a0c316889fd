// The slot table: which native objects JavaScript owns.
//
//   state     borrows   meaning
//   owned     0         one wrapper owns this reference to the object
//   owned     > 0       borrowed: a call uses it as well, perhaps an asynchronous one
//   pending   any       released, but a call uses it or native code runs: it ends when they have ended
//   gone      0         free for reuse, unless it is the home of an object with further references
//
// The home of an object is the slot of its first reference. An object is shared when its home counts more
// than one reference; each has its own slot, token and wrapper. The object is destroyed with its last
// reference, when no native code runs in its instance. The tokens of moved and freed references are stale:
// their generation is not the slot's.
//
// Table and registry belong to this JavaScript module: they live as long as any handle.
import { OnggiError, StaleHandleError } from '../errors.mjs';
import { now } from '../intrinsics.mjs';
import { SlotList } from './slot_list.mjs';
import { onDropped, unwatch, watchedSlots } from './finalization.mjs';
import {
  columns,
  endTokens,
  releaseTextOf,
  isCurrent,
  recycleSlot,
  slotOf,
  State,
  takeSlot,
  tokenOf,
} from './slots.mjs';

/**
 * The WebAssembly instance of an object, with the members that the table uses.
 * @typedef {object} Owner
 * @property {boolean} dead whether its memory, with all objects in it, is lost
 * @property {unknown} causeOfDeath
 * @property {number} frames number of running native calls
 * @property {number} handles references in the table
 * @property {number[]} deferred slots whose references end when no native code runs
 * @property {import('./addresses.mjs').Addresses} addresses of its objects that have a slot
 * @property {Record<ReleaseReason, number>} freed released references, by reason
 * @property {(error: unknown) => void} die
 * @property {import('../observe/events.mjs').Events} events
 */

/** Destroys the object at an address. @typedef {(address: number) => void} Destructor */

/** A class of handles; `trimmer` is the index of the native function that frees what an object keeps only for speed. @typedef {{ type: string, trimmer?: number }} HandleType */

/**
 * The call site of a sampled reference, and the number and bytes of all references that it stands for.
 * @typedef {{ site: string, count: number, bytes: number }} Sample
 */

/** How a reference was released. @typedef {'dispose' | 'scope' | 'collector' | 'move' | 'close'} ReleaseReason */

/** @type {Record<ReleaseReason, string>} */
const releaseTexts = {
  dispose: 'was freed',
  scope: 'was freed at the end of its scope',
  collector: 'was collected',
  move: 'was moved',
  close: 'ended with its instance',
};

/** @returns {Record<ReleaseReason, number>} */
export const noneFreed = () => ({ dispose: 0, scope: 0, collector: 0, move: 0, close: 0 });

/** By home. @type {(Destructor | null)[]} */
const destructors = [];
/** By slot. @type {(Owner | null)[]} */
const owners = [];
/** The class of the reference, by slot. @type {HandleType[]} */
const classes = [];
/** How a pending reference was released. @type {ReleaseReason[]} */
const reasons = [];

/** Where the sampled references were made. @type {Map<number, Sample>} */
const samples = new Map();

/** Callbacks that wait for the end of a reference. @type {Map<number, (() => void)[]>} */
const waiting = new Map();

onDropped((slot) => release(tokenOf(slot), 'collector'));

/** Of a slot that is in use. @param {number} slot */
export const ownerOf = (slot) => /** @type {Owner} */ (owners[slot]);

/** @param {number} slot whose tokens have ended */
function vacate(slot) {
  owners[slot] = null;
  recycleSlot(slot);
}

/**
 * Destroys an object and notifies the listeners of its instance.
 * @param {Destructor} destructor @param {number} address @param {Owner} owner @param {ReleaseReason} by
 */
function destroy(destructor, address, owner, by) {
  if (owner.dead) return;
  const { frames } = owner;
  owner.frames = frames + 1;
  try {
    destructor(address);
    owner.events.native.emit({ by });
  } catch (error) {
    owner.die(error);
  } finally {
    owner.frames = frames;
  }
}

/** @param {number} token of a reference that has ended */
function notifyWaiting(token) {
  if (waiting.size === 0) return;
  for (const notify of waiting.get(token) ?? []) notify();
  waiting.delete(token);
}

/** Ends the reference, and the object with the last one. @param {number} slot */
function drop(slot) {
  const owner = ownerOf(slot);
  const home = columns.home[slot];
  const token = tokenOf(slot);
  unwatch(slot);
  SlotList.remove(slot);
  endTokens(slot, releaseTexts[reasons[slot]]);
  ++owner.freed[reasons[slot]];
  --owner.handles;
  columns.state[slot] = State.gone;
  if (slot !== home) vacate(slot);
  if (--columns.refs[home] === 0) {
    const [destructor, address] = [destructors[home], columns.address[home]];
    owner.addresses.delete(address);
    destructors[home] = null;
    vacate(home);
    destroy(/** @type {Destructor} */ (destructor), address, owner, reasons[slot]);
  }
  if (samples.size > 0) samples.delete(token);
  notifyWaiting(token);
}

/** @param {number} slot of a pending reference */
function dropWhenUnused(slot) {
  if (columns.borrows[slot] !== 0) return;
  const owner = ownerOf(slot);
  if (owner.frames !== 0) {
    owner.deferred.push(slot);
  } else {
    drop(slot);
    dropDeferred(owner);
  }
}

/** Ends the references that waited for native code to end. @param {Owner} owner */
function dropDeferred(owner) {
  const { deferred } = owner;
  if (owner.frames !== 0 || deferred.length === 0) return;
  // Listeners may free further handles, which are added to the list.
  for (const slot of deferred) {
    if (columns.state[slot] === State.pending && columns.borrows[slot] === 0) drop(slot);
  }
  deferred.length = 0;
}

/**
 * After native code: notifies the listeners of the instance, and ends the references that waited. While
 * other native code of the instance runs it does nothing.
 * @param {Owner} owner @param {import('../observe/events.mjs').NativeEnd} [end] left out if none has run
 */
export function settle(owner, end) {
  if (owner.frames !== 0) return;
  if (end !== undefined) {
    owner.frames = 1;
    try {
      owner.events.native.emit(end);
    } finally {
      owner.frames = 0;
    }
  }
  dropDeferred(owner);
}

/** @param {number} slot @param {number} home @param {Owner} owner @param {HandleType} Class */
function open(slot, home, owner, Class) {
  columns.state[slot] = State.owned;
  columns.home[slot] = home;
  classes[slot] = Class;
  columns.made[slot] = now();
  owners[slot] = owner;
  ++owner.handles;
  return tokenOf(slot);
}

/**
 * Takes ownership of a native object that has no slot.
 * @param {number} address of the object
 * @param {Destructor} destructor
 * @param {Owner} owner
 * @param {HandleType} Class
 * @param {number} [bytes] by which it increased the live bytes
 * @returns {number} its token
 */
export function adopt(address, destructor, owner, Class, bytes = 0) {
  if (owner.addresses.has(address)) throw new Error('a native object has been adopted twice');
  const slot = takeSlot();
  owner.addresses.add(address);
  destructors[slot] = destructor;
  columns.address[slot] = address;
  columns.refs[slot] = 1;
  columns.bytes[slot] = bytes;
  return open(slot, slot, owner, Class);
}

/** @param {number} token @param {string} type named in the error if the token is stale */
function usableSlot(token, type) {
  const slot = slotOf(token);
  if (!isCurrent(token)) throw new StaleHandleError(type, releaseTextOf(token));
  if (columns.state[slot] === State.pending) {
    throw new StaleHandleError(type, 'was freed during a running call');
  }
  return slot;
}

/**
 * Another reference to the same object, which is released separately.
 * @param {number} token
 * @param {string} type
 * @returns {number} its token
 */
export function share(token, type) {
  const shared = usableSlot(token, type);
  const home = columns.home[shared];
  const slot = takeSlot();
  ++columns.refs[home];
  return open(slot, home, ownerOf(shared), classes[shared]);
}

/** The class of the reference. @param {number} token @param {string} type named in the error if the token is stale */
export const classOf = (token, type) => classes[usableSlot(token, type)];

/**
 * Whether the slot of the token has a reference of that class in that instance.
 * @param {number} token @param {HandleType} Class @param {Owner} owner
 */
export function isOf(token, Class, owner) {
  const slot = slotOf(token);
  return classes[slot] === Class && owners[slot] === owner;
}

/** The address of the object. @param {number} token that is not stale */
export const addressOf = (token) => columns.address[columns.home[slotOf(token)]];

/** Whether the object has further references. @param {number} token */
export const isShared = (token) => columns.refs[columns.home[slotOf(token)]] > 1;

/** Whether a call uses the reference. @param {number} token */
export const isBorrowed = (token) => columns.borrows[slotOf(token)] > 0;

/**
 * Lends the object to a call. Every borrow ends with giveBack().
 * @param {number} token
 * @param {string} type
 * @returns {number} its address
 */
export function borrow(token, type) {
  const slot = usableSlot(token, type);
  ++columns.borrows[slot];
  return columns.address[columns.home[slot]];
}

/** @param {number} token */
export function giveBack(token) {
  const slot = slotOf(token);
  // The references of a closed instance have ended.
  if (!isCurrent(token)) return;
  --columns.borrows[slot];
  if (columns.state[slot] === State.pending) dropWhenUnused(slot);
}

/**
 * Releases the reference: at once, or when the calls that use it have ended. Does nothing the second
 * time.
 * @param {number} token
 * @param {ReleaseReason} by
 */
export function release(token, by) {
  const slot = slotOf(token);
  if (!isCurrent(token) || columns.state[slot] !== State.owned) return;
  columns.state[slot] = State.pending;
  reasons[slot] = by;
  dropWhenUnused(slot);
}

/**
 * Releases the reference of an object that native code has taken over. As its destructor calls no native code,
 * the reference ends at once, also while native code runs.
 * @param {number} token
 */
export function giveUp(token) {
  const slot = slotOf(token);
  release(token, 'move');
  if (isCurrent(token) && columns.borrows[slot] === 0) drop(slot);
}

/**
 * Releases the reference because the object has moved to another instance.
 * @param {number} token
 * @param {string} type
 */
export function move(token, type) {
  const slot = usableSlot(token, type);
  if (columns.borrows[slot] !== 0) {
    throw new OnggiError('handle_in_use', `this ${type} is in use by a running call`);
  }
  release(token, 'move');
}

/** The references of an owner that have not ended. @param {Owner} owner */
export function* references(owner) {
  for (const slot of owners.keys()) {
    if (owners[slot] !== owner || columns.state[slot] === State.gone) continue;
    const token = tokenOf(slot);
    yield {
      token,
      type: classes[slot].type,
      trimmer: classes[slot].trimmer,
      address: addressOf(token),
      bytes: columns.bytes[columns.home[slot]] / columns.refs[columns.home[slot]],
      made: columns.made[slot],
      sample: samples.get(token),
    };
  }
}

/** @param {number} token @param {Sample} sample */
export function setSample(token, sample) {
  samples.set(token, sample);
}

/** The native bytes of the object. @param {number} token */
export const bytesOf = (token) => columns.bytes[columns.home[slotOf(token)]];

/**
 * The object has grown or shrunk. It may shrink by more than it was charged for: by what another handle to the same native
 * object was charged for.
 * @param {number} token @param {number} change in bytes
 */
export function changeBytes(token, change) {
  if (!isCurrent(token)) return;
  const home = columns.home[slotOf(token)];
  columns.bytes[home] = Math.max(columns.bytes[home] + change, 0);
  ownerOf(home).events.resized.emit(columns.address[home]);
}

/** The native bytes of an object are known anew. @param {number} home slot of a live object @param {number} bytes */
export function replaceBytes(home, bytes) {
  columns.bytes[home] = bytes;
}

/**
 * Releases the references that do not survive.
 * @param {(token: number) => boolean} survives
 */
export function releaseDropped(survives) {
  for (const slot of watchedSlots()) {
    if (!survives(tokenOf(slot))) release(tokenOf(slot), 'collector');
  }
}

/** Ends every reference to objects of a dead owner. @param {Owner} owner */
export function releaseAll(owner) {
  for (const { token } of references(owner)) {
    const slot = slotOf(token);
    if (columns.state[slot] === State.owned) reasons[slot] = 'close';
    columns.borrows[slot] = 0;
    drop(slot);
  }
}

/** @param {number} token */
export const isLive = (token) => isCurrent(token) && columns.state[slotOf(token)] === State.owned;

/** Settles when the reference has ended. @param {number} token @returns {Promise<void>} */
export function whenGone(token) {
  if (!isCurrent(token)) return Promise.resolve();
  return new Promise((resolve) => {
    const others = waiting.get(token) ?? [];
    waiting.set(token, [...others, resolve]);
  });
}
