// Public functions throw only OnggiErrors. The `code` is one of the native side's
// (core/error/error.h) or of those below.
import { defineProperty } from './intrinsics.mjs';

/** The codes that only JavaScript uses, with their meanings. */
export const ownCodes = Object.freeze({
  wrong_type: 'an argument is not of the type that the function takes',
  detached_bytes: 'the buffer of the bytes is detached, or was resized and no longer contains them',
  wrong_instance: 'the object belongs to another load() of the module',
  stale_handle: 'the handle was freed, or will be when the running call ends',
  handle_in_use: 'a running call uses the handle, which cannot be moved meanwhile',
  scope_is_async: 'the function of a synchronous scope returned a promise',
  scope_ended: 'the scope has ended: it cannot own anything',
  too_many_handles: 'more than four million handles are alive',
  leaked: 'native objects outlived the code that made them (onggi/testing)',
  native_budget: 'the call might take more native memory than maxMemory leaves',
  instance_dead: 'the WebAssembly instance has died: load() a new one',
  load_failed: 'the module could not be read, compiled or instantiated',
  stack_exhausted: 'the call stack is nearly full: the call was not begun',
  unsupported: 'this build or runtime cannot do that',
  unknown_option: 'the function has no option of that name',
});

/** The symbol that marks errors of a class, also those of other copies of this package. @type {Map<Function, symbol>} */
const marks = new Map();

/**
 * Makes instanceof recognise errors of the class from every copy of this package.
 * @param {Function} Class a subclass of OnggiError, or itself
 */
export function markErrors(Class) {
  const mark = Symbol.for(`onggi.${Class.prototype.name}`);
  marks.set(Class, mark);
  defineProperty(Class.prototype, mark, { value: true });
}

const { [Symbol.hasInstance]: hasInstance } = Function.prototype;

export class OnggiError extends Error {
  /** @param {unknown} value */
  static [Symbol.hasInstance](value) {
    const mark = marks.get(this);
    try {
      // A program's own subclass has no mark.
      if (mark === undefined) return hasInstance.call(this, value);
      return typeof value === 'object' && value !== null && mark in value;
    } catch {
      return false; // a proxy that throws
    }
  }

  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    /** @readonly */
    this.code = code;
  }

  get name() {
    return 'OnggiError';
  }
}

export class StaleHandleError extends OnggiError {
  /** @param {string} type @param {string} state */
  constructor(type, state) {
    super('stale_handle', `this ${type} ${state}`);
    /** The class of the handle, e.g. `vesta.Srs`. @readonly */
    this.type = type;
  }

  get name() {
    return 'StaleHandleError';
  }
}

export class CancelledError extends OnggiError {
  /** @param {unknown} reason of the signal */
  constructor(reason) {
    super('cancelled', 'the work was cancelled', { cause: reason });
  }

  get name() {
    return 'CancelledError';
  }
}

export class NativeBudgetError extends OnggiError {
  /**
   * @param {string} message
   * @param {{ needed: number, live: number, limit: number, top: import('./observe/leaks.mjs').TopType[] }} state
   */
  constructor(message, { needed, live, limit, top }) {
    super('native_budget', message);
    /** Bytes that the call might have taken. @readonly */
    this.needed = needed;
    /** Native bytes in use. @readonly */
    this.live = live;
    /** The hard limit in bytes. @readonly */
    this.limit = limit;
    /** The types with the most bytes, and where in the program they were made. @readonly */
    this.top = top;
  }

  get name() {
    return 'NativeBudgetError';
  }
}

export class InstanceDeadError extends OnggiError {
  /** @param {unknown} cause of its death */
  constructor(cause) {
    super('instance_dead', `the WebAssembly instance has died: ${causeText(cause)}`, { cause });
  }

  get name() {
    return 'InstanceDeadError';
  }
}

for (const Class of [OnggiError, StaleHandleError, CancelledError, NativeBudgetError, InstanceDeadError]) {
  markErrors(Class);
}

/** The text for a thrown value in a message. @param {unknown} error @returns {string} */
export function causeText(error) {
  try {
    return error === undefined || error === null || error === '' ? 'the cause is unknown' : String(error);
  } catch {
    return 'the cause cannot be shown';
  }
}
