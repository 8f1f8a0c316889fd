// One call of a guarded function: handles become the module's own objects, and the objects that the module
// returns become handles. However it ends, borrows are given back, and what was taken over is not freed again.
import { InstanceDeadError, OnggiError, StaleHandleError } from '../../runtime/errors.mjs';
import { Handle, refuseNonHandle, typeName } from '../../runtime/handles/handle.mjs';
import {
  giveBack,
  isBorrowed,
  isLive,
  isShared,
  ownerOf,
  release,
  settle,
} from '../../runtime/handles/table.mjs';
import { slotOf } from '../../runtime/handles/slots.mjs';
import {
  apply,
  getPrototypeOf,
  isArray,
  isView,
  keys,
  Promise,
  typedArrayName,
  WasmRuntimeError,
} from '../../runtime/intrinsics.mjs';
import { isRevoked, wrongType } from '../../runtime/native/checks.mjs';

/** @typedef {import('./guarded_module.mjs').GuardedModule} GuardedModule */
/** @typedef {import('./guarded_module.mjs').NativeObject} NativeObject */
/** @typedef {import('./glue.mjs').Parameter} Parameter */

/**
 * The known facts about a function.
 * @typedef {object} Signature
 * @property {string} name
 * @property {readonly Parameter[]} parameters as far as the glue tells
 * @property {boolean} consumesThis
 * @property {ReadonlySet<number>} consumes positions that the caller's table names
 * @property {ReadonlySet<number>} borrows positions that the caller's table names
 * @property {boolean} owns whether a plain pointer that it returns belongs to the caller
 */

/** How objects and functions cross: see guarded_exports.mjs. @typedef {import('./guarded_exports.mjs').Crossing} Crossing */

/**
 * What becomes of an object in an argument: the call only uses it; the glue takes it over, and clears its pointer
 * when it does; the caller's table says that it is taken over; or nothing is known.
 * @typedef {'borrowed' | 'taken' | 'consumed' | 'unknown'} Use
 */

/** An object that a call uses. @typedef {{ token: number, object: NativeObject, use: Use }} Borrow */

/** The most values of an argument or a result that are searched for objects. */
const mostSearched = 2 ** 22;

/** Whether it is an array or a plain object, of any realm. @param {object} value */
function isContainer(value) {
  if (isRevoked(value)) return false;
  if (isArray(value)) return true;
  const prototype = getPrototypeOf(value);
  return prototype === null || getPrototypeOf(prototype) === null;
}

/**
 * Replaces values within arrays and plain objects. A container without any is returned as it is.
 * @param {unknown} value @param {(value: unknown, path: string) => unknown} replace returns the value itself to have it searched
 */
function replaceWithin(value, replace) {
  const seen = new Set();
  let searched = 0;
  /** @param {unknown} each @param {string} path @returns {unknown} */
  const visit = (each, path) => {
    const replaced = replace(each, path);
    if (replaced !== each || typeof each !== 'object' || each === null) return replaced;
    if (isView(each) || seen.has(each) || !isContainer(each) || ++searched > mostSearched) return each;
    seen.add(each);
    const source = /** @type {any} */ (each);
    const names = isArray(source) ? undefined : keys(source);
    const length = names === undefined ? source.length : names.length;
    let copy;
    for (let i = 0; i < length; ++i) {
      const key = names === undefined ? i : names[i];
      const before = source[key];
      const after = visit(before, names === undefined ? `${path}[${i}]` : `${path}.${key}`);
      if (after === before) continue;
      copy ??= names === undefined ? [...source] : { ...source };
      copy[key] = after;
    }
    return copy ?? each;
  };
  return visit(value, '');
}

export class GuardedCall {
  #module;
  #signature;
  #crossing;
  /** What it borrows. @type {Borrow[]} */
  #borrowed = [];
  /** Handles that it has made. @type {{ handle: Handle, token: number }[]} */
  #made = [];
  /** Tokens of the objects that a callback was called with. @type {number[]} */
  #lent = [];
  #linear;
  #hasCrossed = false;
  /** Whether a promise of the module still uses the borrowed objects. */
  #isRunning = false;

  /** @param {GuardedModule} module @param {Signature} signature @param {Crossing} crossing */
  constructor(module, signature, crossing) {
    module.admit();
    this.#module = module;
    this.#signature = signature;
    this.#crossing = crossing;
    this.#linear = module.linearBytes();
  }

  /** @param {number} position */
  #label(position) {
    const { name, parameters } = this.#signature;
    return `${name}: ${parameters[position]?.name ?? `argument ${position + 1}`}`;
  }

  /** The module's own object. @param {Handle} handle @param {string} label @param {Use} use @returns {NativeObject} */
  #borrow(handle, label, use) {
    const token = /** @type {number} */ (Handle.tokenOf(handle));
    const type = typeName(handle);
    if (isLive(token) && ownerOf(slotOf(token)) !== this.#module) {
      throw new OnggiError(
        'wrong_instance',
        `${label}: expected an object of this module, got one of another`
      );
    }
    const isInUse = isLive(token) && isBorrowed(token);
    const isTaken =
      isInUse && this.#borrowed.some((other) => other.token === token && other.use !== 'borrowed');
    const object = this.#module.borrow(token, type);
    this.#borrowed.push({ token, object, use: 'borrowed' });
    if (isTaken || (isInUse && use !== 'borrowed')) {
      throw new OnggiError('handle_in_use', `${label}: this ${type} is in use by a call, or passed twice`);
    }
    if (use !== 'borrowed' && isShared(token)) {
      throw new OnggiError(
        'handle_in_use',
        `${label}: this ${type} has further handles, which would be stale`
      );
    }
    /** @type {any} */ (this.#borrowed.at(-1)).use = use;
    return object;
  }

  /** @param {unknown} self the receiver of a method @returns {any} */
  receiver(self) {
    const { name, consumesThis } = this.#signature;
    if (!Handle.isHandle(self)) return refuseNonHandle(self, `${name}: this`);
    return this.#borrow(/** @type {Handle} */ (self), `${name}: this`, consumesThis ? 'taken' : 'borrowed')
      .raw;
  }

  /** @param {readonly unknown[]} values @returns {unknown[]} for the module */
  lower(values) {
    this.#signature.parameters.forEach((_, position) => this.#checkClass(values[position], position));
    return values.map((value, position) => this.#lowerArgument(value, position));
  }

  /** @param {unknown} value @param {number} position */
  #lowerArgument(value, position) {
    const { parameters, consumes, borrows } = this.#signature;
    const parameter = parameters[position];
    /** @type {Use} */
    const stated = consumes.has(position) ? 'consumed' : borrows.has(position) ? 'borrowed' : 'unknown';
    /** @type {Use} */
    const use = parameter?.consumed ? 'taken' : stated === 'unknown' ? 'borrowed' : stated;
    const asPointers = parameter?.isPointerList && !isRevoked(value) && isArray(value);
    return replaceWithin(value, (each, path) => {
      const label = `${this.#label(position)}${path}`;
      if (Handle.isHandle(each)) {
        const handle = /** @type {Handle} */ (each);
        if (!asPointers) return this.#borrow(handle, label, use).raw;
        if (stated === 'unknown') this.#refusePointer(label, typeName(handle));
        const { raw, of } = this.#borrow(handle, label, stated);
        return of.kind.address(raw);
      }
      if (typeof each === 'function') return this.#crossing.callback(each);
      this.#findPointers(each, label, stated);
      if (this.#crossing.classOf(each) !== undefined) {
        throw new OnggiError(
          'wrong_type',
          `${label}: an object of the module that is not guarded: make it by the guarded exports`
        );
      }
      return each;
    });
  }

  /** Throws before anything is taken over, where the glue would throw in the middle. @param {unknown} value @param {number} position */
  #checkClass(value, position) {
    const parameter = this.#signature.parameters[position];
    const Class = parameter?.class === undefined ? undefined : this.#crossing.classNamed(parameter.class);
    if (parameter === undefined || Class === undefined) return;
    if ((value === undefined || value === null) && parameter.optional) return;
    const label = this.#label(position);
    if (!Handle.isHandle(value)) refuseNonHandle(value, label, `a ${parameter.class}`);
    if (!(value instanceof Class)) wrongType(label, `a ${parameter.class}`, value);
  }

  /** Addresses that the program has read from handles, and passes as numbers. @param {unknown} value @param {string} label @param {Use} use */
  #findPointers(value, label, use) {
    if (!this.#module.hasExposed) return;
    const isList = isView(value) && /^(?:Uint|Int)32Array$/.test(typedArrayName(value) ?? '');
    const numbers = isList ? /** @type {Uint32Array} */ (value) : [value];
    for (const number of numbers) {
      const exposed = this.#module.exposedAt(number);
      if (exposed === undefined) continue;
      if (!exposed.handle) throw new StaleHandleError(exposed.type, 'was freed, and its pointer was passed');
      if (use === 'unknown') this.#refusePointer(label, exposed.type);
      this.#borrow(exposed.handle, label, use);
    }
  }

  /** @param {string} label @param {string} type @returns {never} */
  #refusePointer(label, type) {
    throw new OnggiError(
      'unsupported',
      `${label}: the pointer of a ${type}, and nothing tells whether the function takes the object over: ` +
        'name it in the option consumes or borrows of guard()'
    );
  }

  /** Runs the module's code. @template T @param {() => T} code @returns {T} */
  cross(code) {
    const module = this.#module;
    module.requireAlive();
    const { frames } = module;
    this.#hasCrossed = true;
    module.frames = frames + 1;
    try {
      return code();
    } catch (error) {
      if (!(error instanceof WasmRuntimeError)) throw error;
      // A trap: linear memory may be half changed.
      module.die(error);
      throw new InstanceDeadError(error);
    } finally {
      module.frames = frames;
      // Before the results become handles: a new object may have the address of one that was taken over.
      if (!module.dead) this.#giveBack(({ use, object }) => use === 'consumed' || this.#isGone(object));
    }
  }

  /** A result for the program. @param {unknown} value @param {boolean} [isNew] whether a constructor made it @returns {unknown} */
  raise(value, isNew = false) {
    if (value instanceof Promise) return this.#raisePromise(value);
    return replaceWithin(value, (each) => {
      const of = this.#crossing.classOf(each);
      if (of === undefined) return each;
      const isOwned = isNew || this.#signature.owns || of.kind.isOwned(each);
      const handle = this.#module.handleOf(each, of, isOwned, () => this.#parents());
      this.#made.push({ handle, token: /** @type {number} */ (Handle.tokenOf(handle)) });
      return handle;
    });
  }

  /** An argument of a callback, for the program. @param {unknown} value */
  raiseForCallback(value) {
    return replaceWithin(value, (each) => {
      const of = this.#crossing.classOf(each);
      if (of === undefined) return each;
      if (!of.kind.lends) return this.raise(each);
      const handle = this.#module.handleOfLent(each, of);
      this.#lent.push(/** @type {number} */ (Handle.tokenOf(handle)));
      return handle;
    });
  }

  /** Ends the handles of objects that were lent to the callback, which has returned. */
  endLent() {
    for (const token of this.#lent) release(token, 'dispose');
  }

  /** Borrows, for an object without an owner, the objects of the call. */
  #parents() {
    return this.#borrowed
      .filter(({ use, object }) => use === 'borrowed' && !this.#isGone(object))
      .map(({ token, object }) => (this.#module.borrow(token, object.of.type), token));
  }

  /** Borrows last until the promise has settled. @param {Promise<unknown>} promise @returns {Promise<unknown>} */
  #raisePromise(promise) {
    this.#isRunning = true;
    return promise.then(
      (value) => {
        this.#isRunning = false;
        try {
          this.#module.requireAlive();
          return this.raise(value);
        } finally {
          this.leave();
        }
      },
      (error) => {
        this.#isRunning = false;
        this.leave();
        throw error;
      }
    );
  }

  /** Ends the call. */
  leave() {
    const module = this.#module;
    if (module.dead) return;
    const made = this.#made.splice(0);
    const grown = module.linearBytes() - this.#linear;
    this.#linear += grown;
    settle(module, this.#hasCrossed ? { call: this.#signature.name } : undefined);
    try {
      module.setSizes(made, grown, this.#borrowed.find(({ object }) => !this.#isGone(object))?.token);
    } finally {
      if (!this.#isRunning) this.#giveBack(() => true);
    }
  }

  /** @param {NativeObject} object whether the glue has cleared its pointer */
  #isGone({ raw, of }) {
    return of.kind.address(raw) === 0;
  }

  /** Ends borrows. @param {(entry: Borrow) => boolean} isOver */
  #giveBack(isOver) {
    const borrowed = this.#borrowed;
    this.#borrowed = [];
    for (const entry of borrowed) {
      if (!isOver(entry)) {
        this.#borrowed.push(entry);
        continue;
      }
      const { token, object, use } = entry;
      const isTaken = this.#isGone(object) || (use === 'consumed' && this.#hasCrossed);
      if (isTaken) object.isConsumed = true;
      giveBack(token);
      if (isTaken) this.#module.consume(token, object);
    }
  }
}

/**
 * Calls a function of the module.
 * @param {GuardedCall} call @param {Function} code @param {unknown} self @param {readonly unknown[]} values
 */
export const runFunction = (call, code, self, values) => {
  const lowered = call.lower(values);
  return call.raise(call.cross(() => apply(code, self, lowered)));
};
