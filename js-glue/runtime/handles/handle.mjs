// The base of all handle classes.
import { currentContext } from './scope_context.mjs';
import { markHandles } from '../copies.mjs';
import { OnggiError } from '../errors.mjs';
import { returnToken, watch } from './finalization.mjs';
import { isCurrent, slotOf } from './slots.mjs';
import { isLive, move, release, share, whenGone } from './table.mjs';
import { pack } from './transfer.mjs';

/** @typedef {import('./table.mjs').Owner & { armed: boolean }} Owner */

/** Where a runtime lacks Symbol.dispose, the registered symbol stands in, as compilers do it. */
export const dispose = /** @type {typeof Symbol.dispose} */ (
  Symbol.dispose ?? Symbol.for('Symbol.dispose')
);

export const asyncDispose = /** @type {typeof Symbol.asyncDispose} */ (
  Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')
);

const inspect = Symbol.for('nodejs.util.inspect.custom');

const maker = Symbol('maker of handles');

export class Handle {
  #token;
  #owner;
  /** @type {import('./finalization.mjs').FinalizationToken | undefined} */
  #finalizationToken;

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
    currentContext()?.list.take(slotOf(token));
    if (owner.armed) this.#finalizationToken = watch(this, token);
  }

  /** The token of a handle, or undefined for anything else. @param {unknown} value */
  static tokenOf(value) {
    try {
      return /** @type {Handle} */ (value).#token;
    } catch {
      return undefined;
    }
  }

  [inspect]() {
    return `${/** @type {any} */ (this.constructor).type} {${this.live ? '' : ' freed '}}`;
  }

  /** Whether the native object can still be used through this handle. */
  get live() {
    return isLive(this.#token);
  }

  /**
   * Another handle to the same native object, which goes with the last of them.
   * @returns {this}
   */
  share() {
    const Class = /** @type {any} */ (this.constructor);
    return makeHandle(Class, this.#owner, share(this.#token, Class.type));
  }

  /**
   * Moves the object out of this instance: what is returned can be posted to a worker, and becomes a
   * handle again by receive() of another instance. This handle is stale afterwards.
   */
  transfer() {
    const parcel = pack(this);
    move(this.#token, parcel.type);
    return parcel;
  }

  /** Gives the native object back, when running calls that use it have ended. Once is enough. */
  free() {
    const token = this.#token;
    if (this.#finalizationToken !== undefined && isCurrent(token)) {
      returnToken(this.#finalizationToken, slotOf(token));
      this.#finalizationToken = undefined;
    }
    release(token, 'dispose');
  }

  [dispose]() {
    this.free();
  }

  /** As free(), and settles when it is done. @returns {Promise<void>} */
  [asyncDispose]() {
    this.free();
    return whenGone(this.#token);
  }
}

markHandles(Handle);

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
