// Native objects that only count how often they are destroyed, and their handles: the shim without a module.
import { Addresses } from '../../js-glue/runtime/handles/addresses.mjs';
import { Events } from '../../js-glue/runtime/observe/events.mjs';
import { Handle, makeHandle } from '../../js-glue/runtime/handles/handle.mjs';
import { adopt, noneFreed } from '../../js-glue/runtime/handles/table.mjs';

let nextAddress = 8;

/** An instance, with the members that the slot table uses. */
export class Owner {
  dead = false;
  frames = 0;
  handles = 0;
  freesDropped = true;
  events = new Events();
  freed = noneFreed();
  /** @type {number[]} */
  deferred = [];
  addresses = new Addresses();
  /** @type {unknown} */
  causeOfDeath = undefined;
  /** How often it was asked to free what objects keep for speed. */
  trimmed = 0;

  trim() {
    ++this.trimmed;
  }

  /** @param {unknown} error */
  die(error) {
    this.dead = true;
    this.causeOfDeath = error;
  }
}

/** @param {() => void} [destroy] */
export function nativeObject(destroy = () => {}) {
  const native = {
    address: (nextAddress += 8),
    destroyed: 0,
    delete() {
      ++native.destroyed;
      destroy();
    },
  };
  return native;
}

export class Sample extends Handle {
  static noun = 'Sample';
  static type = 'test.Sample';
}

/**
 * A handle and its object.
 * @param {Owner} owner @param {() => void} [destroy] @param {number} [bytes]
 */
export function made(owner, destroy, bytes) {
  const native = nativeObject(destroy);
  const token = adopt(native.address, native.delete, owner, Sample, bytes);
  return { native, token, handle: makeHandle(Sample, owner, token) };
}

/** Makes handles of an instance and records the order of their destruction. @param {Owner} owner */
export function recorder(owner) {
  /** @type {string[]} */
  const destroyed = [];
  return {
    destroyed,
    /** @param {string} name */
    make: (name) => made(owner, () => destroyed.push(name)).handle,
  };
}
