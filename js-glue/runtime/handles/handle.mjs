// The base of all handle classes.
import { currentContext } from './scope_context.mjs';
import { markHandles } from '../copies.mjs';
import { OnggiError } from '../errors.mjs';
import { returnToken, watch } from './finalization.mjs';
import { requireStack, stackFor } from '../native/stack.mjs';
import { isCurrent, slotOf } from './slots.mjs';
import { classOf, isLive, move, release, share, whenGone } from './table.mjs';
import { pack } from './transfer.mjs';
import { wrongType } from '../native/checks.mjs';

/** @typedef {import('./table.mjs').Owner & { freesDropped: boolean }} Owner */

/** In runtimes without Symbol.dispose it is the registered symbol, as in the output of compilers. */
export const dispose = /** @type {typeof Symbol.dispose} */ (Symbol.dispose ?? Symbol.for('Symbol.dispose'));

export const asyncDispose = /** @type {typeof Symbol.asyncDispose} */ (
  Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')
);

const inspect = Symbol.for('nodejs.util.inspect.custom');

const maker = Symbol('maker of handles');

export class Handle {
  /** Of classes whose objects keep something only for speed. @type {number | undefined} */
  static trimmer = undefined;

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
    // A structured clone would refer to the native object without owning it. A function among the
    // enumerable properties makes structuredClone() throw a DataCloneError.
    this.uncloneable = refuse;
    currentContext()?.list.take(slotOf(token));
    if (owner.freesDropped) this.#finalizationToken = watch(this, token);
  }

  /** The token of a handle, or undefined for anything else. @param {unknown} value */
  static tokenOf(value) {
    try {
      return /** @type {Handle} */ (value).#token; // quicker than `#token in value`
    } catch {
      return undefined;
    }
  }

  /** As tokenOf(), quicker for values that are not handles. @param {unknown} value */
  static isHandle(value) {
    return typeof value === 'object' && value !== null && #token in value;
  }

  /** Never throws, for any `this`. */
  [inspect]() {
    const token = Handle.tokenOf(this);
    if (token === undefined) return 'Handle { a proxy around a handle, or an object that inherits from one }';
    return `${typeName(this)} {${isLive(token) ? '' : ' freed '}}`;
  }

  /** Whether the native object can still be used through this handle. */
  get live() {
    return isLive(requireHandle(this, 'live').#token);
  }

  /**
   * Another handle to the same native object, which is destroyed with the last of them.
   * @returns {this}
   */
  share() {
    requireStack();
    const handle = requireHandle(this, 'share');
    const token = handle.#token;
    const Class = classOf(token, typeName(handle));
    return /** @type {this} */ (
      makeHandle(/** @type {any} */ (Class), handle.#owner, share(token, Class.type))
    );
  }

  /**
   * Moves the object out of this instance: the returned parcel can be posted to a worker, and becomes a
   * handle again by receive() of another instance. This handle is stale afterwards.
   */
  transfer() {
    requireStack(stackFor.calls);
    const handle = requireHandle(this, 'transfer');
    const token = handle.#token;
    const parcel = pack(handle, (each) => classOf(/** @type {Handle} */ (each).#token, typeName(each)));
    move(token, parcel.type);
    return parcel;
  }

  /** Frees the native object when the calls that use it have ended. A second call does nothing. */
  free() {
    requireStack(stackFor.freeing);
    const handle = requireHandle(this, 'free');
    const token = handle.#token;
    if (handle.#finalizationToken !== undefined && isCurrent(token)) {
      returnToken(handle.#finalizationToken, slotOf(token));
      handle.#finalizationToken = undefined;
    }
    release(token, 'dispose');
  }

  [dispose]() {
    requireHandle(this, 'dispose').free();
  }

  /** As free(); settles when the object is freed. @returns {Promise<void>} */
  async [asyncDispose]() {
    const handle = requireHandle(this, 'dispose');
    handle.free();
    return whenGone(handle.#token);
  }
}

markHandles(Handle);

function refuse() {
  throw new OnggiError('unsupported', 'handles cannot be cloned');
}

/**
 * The class of a handle by its prototype, for messages: nothing else is known of a stale handle.
 * @param {object} handle @param {string} [otherwise] where it has none
 */
export function typeName(handle, otherwise = 'handle') {
  try {
    const { type } = /** @type {any} */ (handle).constructor;
    if (typeof type === 'string') return type;
  } catch {
    // A handle without a prototype, or with a constructor of the program's own.
  }
  return otherwise;
}

/** Whether the value inherits from Handle, but is not a handle itself. @param {unknown} value */
function looksLikeHandle(value) {
  try {
    return value instanceof Handle;
  } catch {
    return false; // a proxy that was revoked
  }
}

/**
 * Throws a typed error for a value that is not a handle of the expected kind.
 * @param {unknown} value @param {string} name for messages @param {string} [expected]
 * @returns {never}
 */
export function refuseNonHandle(value, name, expected = 'a handle') {
  const refused = `${name}: expected ${expected}, got`;
  if (looksLikeHandle(value)) {
    throw new OnggiError(
      'wrong_type',
      `${refused} a Proxy around a handle or an object that inherits from one: pass the handle itself ` +
        '(Vue: toRaw(handle), MobX: observable.ref)'
    );
  }
  if (value === undefined && name.endsWith('this')) {
    throw new OnggiError(
      'wrong_type',
      `${refused} undefined: call the method on its handle, as in handle.free(), or bind it`
    );
  }
  return wrongType(name, expected, value);
}

/** @param {unknown} value @param {string} method @returns {Handle} */
function requireHandle(value, method) {
  if (Handle.tokenOf(value) === undefined) refuseNonHandle(value, `${method}: this`);
  return /** @type {Handle} */ (value);
}

/**
 * Makes the handle of a new reference. If that fails, the reference is released.
 * @template {Handle} T
 * @param {new (key: symbol, owner: Owner, token: number) => T} Class
 * @param {Owner} owner
 * @param {number} token
 * @returns {T}
 */
export function makeHandle(Class, owner, token) {
  try {
    return new Class(maker, owner, token);
  } catch (error) {
    release(token, 'dispose');
    throw error;
  }
}
