// The base of all handle classes.
import { OnggiError } from './errors.mjs';
import { isLive, release, unwatch, watch } from './table.mjs';

/** @typedef {import('./table.mjs').Owner} Owner */

/** Where a runtime lacks Symbol.dispose, the registered symbol stands in, as compilers do it. */
export const dispose = /** @type {typeof Symbol.dispose} */ (
  Symbol.dispose ?? Symbol.for('Symbol.dispose')
);

const maker = Symbol('maker of handles');

export class Handle {
  #token;
  #owner;

  /**
   * Handles are made by the static functions of their classes.
   * @param {symbol} key
   * @param {Owner} owner
   * @param {number} token
   */
  constructor(key, owner, token) {
    if (key !== maker) {
      throw new OnggiError('invalid_argument', 'handles are made by the functions of their class');
    }
    this.#token = token;
    this.#owner = owner;
    // A structured clone would share the native object without owning it: a function among the
    // enumerable properties makes it throw a DataCloneError.
    this.uncloneable = refuse;
    if (owner.armed) watch(this, token);
  }

  /** The token and owner of a handle, or undefined for anything else. @param {unknown} value */
  static inside(value) {
    return typeof value === 'object' && value !== null && #token in value
      ? { token: value.#token, owner: value.#owner }
      : undefined;
  }

  /** Whether the native object can still be used through this handle. */
  get live() {
    return isLive(this.#token);
  }

  /** Gives the native object back, when running calls that use it have ended. Once is enough. */
  free() {
    unwatch(this);
    release(this.#token);
  }

  [dispose]() {
    this.free();
  }
}

function refuse() {
  throw new OnggiError('unsupported', 'handles cannot be cloned');
}

/**
 * The wrapper of a native object that was just adopted.
 * @template {Handle} T
 * @param {new (key: symbol, owner: Owner, token: number) => T} Class
 * @param {Owner} owner
 * @param {number} token
 * @returns {T}
 */
export const makeHandle = (Class, owner, token) => new Class(maker, owner, token);
