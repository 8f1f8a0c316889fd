// The exports of a module with handles in place of its objects: for each class a class of handles, for each
// function one that takes and returns handles. Everything else is read from the module at each access.
import { OnggiError } from '../../runtime/errors.mjs';
import { asyncDispose, dispose, Handle, refuseNonHandle } from '../../runtime/handles/handle.mjs';
import {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptors,
  getPrototypeOf,
  hasOwn,
  keys,
  setPrototypeOf,
} from '../../runtime/intrinsics.mjs';
import { size } from '../../runtime/native/checks.mjs';
import { requireStack, stackFor } from '../../runtime/native/stack.mjs';
import { GuardedCall, runFunction } from './guarded_call.mjs';
import { readGlue } from './glue.mjs';
import { kindOf } from './kinds.mjs';

/** @typedef {import('./guarded_module.mjs').GuardedModule} GuardedModule */
/** @typedef {import('./guarded_module.mjs').ObjectClass} ObjectClass */
/** @typedef {import('./guarded_call.mjs').Signature} Signature */
/**
 * The caller's tables: by function, positions of arguments; and the functions whose results it owns.
 * @typedef {object} Tables
 * @property {Readonly<Record<string, readonly number[]>>} consumes
 * @property {Readonly<Record<string, readonly number[]>>} borrows
 * @property {(name: string) => boolean} owns
 */
/**
 * The functions that a call uses.
 * @typedef {object} Crossing
 * @property {(value: unknown) => ObjectClass | undefined} classOf of one of the module's own objects
 * @property {(name: string) => Function | undefined} classNamed a guarded class, by its name in the glue
 * @property {(callback: Function) => Function} callback a function that the module may call with its objects
 */

const { free, share } = Handle.prototype;
const live = /** @type {() => boolean} */ (getOwnPropertyDescriptors(Handle.prototype).live.get);

const stays = 'only its module knows its content';
const none = /** @type {ReadonlySet<number>} */ (new Set());
const pointerNames = ['__wbg_ptr', 'ptr'];
/** Names of a class that are not its static functions. */
const ofFunctions = new Set(['prototype', 'length', 'name', 'arguments', 'caller', '__wrap', '__unwrap']);
/** The imports of wasm-bindgen's modules, and their bare exports: they work with addresses. */
const isInternal = (/** @type {string} */ name) => /^__w(?:bg|bindgen|asm)/.test(name);

export class GuardedExports {
  #module;
  #tables;
  #exports;
  /** By prototype. @type {Map<object, ObjectClass | undefined>} */
  #classes = new Map();
  /** The exported name of each class. @type {Map<object, string>} */
  #names = new Map();
  /** By the name that the class has in the glue; undefined if several have it. @type {Map<string, any>} */
  #byOwnName = new Map();
  /** @type {WeakMap<Function, Function>} */
  #callbacks = new WeakMap();
  /** @type {Crossing} */
  #crossing = {
    classOf: (value) => this.#classOf(value),
    classNamed: (name) => this.#byOwnName.get(name),
    callback: (callback) => this.#callback(callback),
  };

  /** @param {GuardedModule} module @param {any} exports @param {Tables} tables */
  constructor(module, exports, tables) {
    this.#module = module;
    this.#exports = exports;
    this.#tables = tables;
  }

  /** The guarded exports. */
  all() {
    const guarded = {};
    for (const name of keys(this.#exports)) {
      const { prototype } = this.#exports[name] ?? {};
      if (kindOf(prototype) !== undefined) this.#names.set(prototype, name);
    }
    for (const name of keys(this.#exports)) {
      if (!isInternal(name)) defineProperty(guarded, name, this.#property(name));
    }
    return Object.freeze(guarded);
  }

  /** @param {string} name @returns {PropertyDescriptor} */
  #property(name) {
    const value = this.#exports[name];
    if (typeof value !== 'function') return { enumerable: true, get: () => this.#exports[name] };
    const of = this.#classFor(value.prototype);
    if (of !== undefined) return { enumerable: true, value: of.Class.prototype.constructor };
    return { enumerable: true, value: this.#function(value, name, () => this.#exports) };
  }

  /** @param {string} name @param {Function} code @returns {() => Signature} reads the glue when it is first needed */
  #signature(name, code) {
    const { consumes, borrows, owns } = this.#tables;
    /** @param {Readonly<Record<string, readonly number[]>>} table */
    const positions = (table) => (hasOwn(table, name) ? new Set(table[name]) : none);
    /** @type {Signature | undefined} */
    let signature;
    return () =>
      (signature ??= {
        name,
        ...readGlue(code),
        consumes: positions(consumes),
        borrows: positions(borrows),
        owns: owns(name),
      });
  }

  /**
   * @param {Function} code @param {string} name
   * @param {((self: unknown, call: GuardedCall) => unknown)} receiver the object that it is called on
   */
  #function(code, name, receiver) {
    const signature = this.#signature(name, code);
    const exports = this;
    const guarded = function (/** @type {unknown[]} */ ...values) {
      requireStack(stackFor.calls);
      const call = new GuardedCall(exports.#module, signature(), exports.#crossing);
      try {
        // @ts-expect-error `this` is the caller's
        return runFunction(call, code, receiver(this, call), values);
      } finally {
        call.leave();
      }
    };
    return defineProperty(guarded, 'name', { value: name });
  }

  /** @param {Function} code @param {string} name */
  #method = (code, name) =>
    this.#function(code, name, (/** @type {unknown} */ self, /** @type {GuardedCall} */ call) =>
      call.receiver(self)
    );

  /** @param {Function} callback */
  #callback(callback) {
    const known = this.#callbacks.get(callback);
    if (known !== undefined) return known;
    const { name } = callback;
    /** @type {Signature} */
    const signature = {
      name,
      parameters: [],
      consumesThis: false,
      consumes: none,
      borrows: none,
      owns: false,
    };
    const exports = this;
    const lowered = function (/** @type {unknown[]} */ ...values) {
      const call = new GuardedCall(exports.#module, signature, exports.#crossing);
      try {
        const raised = values.map((value) => call.raiseForCallback(value));
        // @ts-expect-error `this` is the module's
        const result = apply(callback, this, raised);
        return call.lower([result])[0];
      } finally {
        call.endLent();
        call.leave();
      }
    };
    this.#callbacks.set(callback, lowered);
    return lowered;
  }

  /** @param {unknown} value */
  #classOf(value) {
    if (typeof value !== 'object' || value === null || Handle.isHandle(value)) return undefined;
    try {
      return this.#classFor(getPrototypeOf(value));
    } catch {
      return undefined; // a revoked proxy
    }
  }

  /** The class for the module's objects with this prototype. @param {any} prototype @returns {ObjectClass | undefined} */
  #classFor(prototype) {
    if (prototype === null || typeof prototype !== 'object') return undefined;
    if (!this.#classes.has(prototype)) this.#classes.set(prototype, this.#makeClass(prototype));
    return this.#classes.get(prototype);
  }

  /** @param {any} prototype @returns {ObjectClass | undefined} */
  #makeClass(prototype) {
    const kind = kindOf(prototype);
    if (kind === undefined) return undefined;
    const Raw = prototype.constructor;
    const type = this.#names.get(prototype) ?? (String(Raw.name) || 'object');
    const Parent = this.#classFor(getPrototypeOf(prototype))?.Class ?? Handle;
    const Class = class extends Parent {};
    /** @type {ObjectClass} */
    const of = { type, kind, Class };
    const descriptors = getOwnPropertyDescriptors(prototype);
    for (const name of Reflect.ownKeys(descriptors)) {
      if (kind.ownMethods.has(/** @type {string} */ (name)) || name === dispose || name === asyncDispose)
        continue;
      this.#defineMember(Class.prototype, name, /** @type {any} */ (descriptors)[name], type);
    }
    if (kind.handsOutAliases)
      this.#defineMember(Class.prototype, 'isAliasOf', { value: prototype.isAliasOf }, type);
    this.#defineOwn(Class.prototype, of);
    const Constructor = this.#publicClass(Raw, of);
    Object.assign(Class, { type, stays });
    const ownName = String(Raw.name);
    this.#byOwnName.set(ownName, this.#byOwnName.has(ownName) ? undefined : Class);
    defineProperty(Class.prototype, 'constructor', { value: Constructor });
    return of;
  }

  /** @param {object} prototype @param {PropertyKey} name @param {PropertyDescriptor} descriptor @param {string} type */
  #defineMember(prototype, name, { value, get, set }, type) {
    const label = `${type}.${String(name)}`;
    if (typeof value === 'function') {
      defineProperty(prototype, name, { value: this.#method(value, label) });
    } else if (get !== undefined || set !== undefined) {
      defineProperty(prototype, name, {
        get: get && /** @type {any} */ (this.#method(get, label)),
        set: set && /** @type {any} */ (this.#method(set, label)),
      });
    }
  }

  /** Gives handles the members of the module's objects. @param {object} prototype @param {ObjectClass} of */
  #defineOwn(prototype, { type, kind }) {
    const module = this.#module;
    /** @param {unknown} self @param {string} name @returns {Handle} */
    const handle = (self, name) =>
      !Handle.isHandle(self) ? refuseNonHandle(self, `${type}.${name}: this`) : /** @type {Handle} */ (self);
    /** @type {Record<string, (this: any) => unknown>} */
    const methods = {
      delete() {
        apply(free, this, []);
      },
      deleteLater() {
        return handle(this, 'deleteLater'); // its scope or the collector frees it
      },
      isDeleted() {
        return !apply(live, this, []);
      },
      clone() {
        return apply(share, this, []);
      },
      __destroy_into_raw() {
        return module.giveAway(handle(this, '__destroy_into_raw'), type);
      },
    };
    for (const [name, value] of Object.entries(methods)) {
      if (kind.ownMethods.has(name)) defineProperty(prototype, name, { value });
    }
    if (!kind.ownMethods.has('__destroy_into_raw')) return;
    for (const name of pointerNames) {
      if (hasOwn(prototype, name)) continue;
      defineProperty(prototype, name, {
        get() {
          return module.expose(handle(this, name), type);
        },
        set() {
          throw new OnggiError('unsupported', `${type}.${name}: use ${type}.__wrap(pointer)`);
        },
      });
    }
  }

  /** The public class: makes an object of the module, and returns its handle. @param {any} Raw @param {ObjectClass} of */
  #publicClass(Raw, of) {
    const signature = this.#signature(of.type, Raw);
    const exports = this;
    const Constructor = function (/** @type {unknown[]} */ ...values) {
      requireStack(stackFor.calls);
      if (new.target === undefined) {
        throw new OnggiError('invalid_argument', `${of.type}: is a class: call it with new`);
      }
      const call = new GuardedCall(exports.#module, signature(), exports.#crossing);
      try {
        const lowered = call.lower(values);
        const handle = call.raise(
          call.cross(() => construct(Raw, lowered)),
          true
        );
        // For subclasses of the program.
        const { prototype } = new.target;
        if (prototype instanceof Constructor) setPrototypeOf(handle, prototype);
        return handle;
      } finally {
        call.leave();
      }
    };
    defineProperty(Constructor, 'name', { value: of.type });
    defineProperty(Constructor, 'prototype', { value: of.Class.prototype });
    Object.assign(Constructor, { type: of.type, stays });
    this.#defineStatics(Constructor, Raw, of);
    return Constructor;
  }

  /** @param {object} Constructor @param {any} Raw @param {ObjectClass} of */
  #defineStatics(Constructor, Raw, of) {
    for (const [name, { value }] of Object.entries(getOwnPropertyDescriptors(Raw))) {
      if (ofFunctions.has(name) || typeof value !== 'function') continue;
      const label = `${of.type}.${name}`;
      defineProperty(Constructor, name, { value: this.#function(value, label, () => Raw) });
    }
    if (typeof Raw.__wrap !== 'function') return;
    /** @param {unknown} pointer */
    const wrap = (pointer) => {
      requireStack(stackFor.calls);
      this.#module.requireAlive();
      const address = size(pointer, `${of.type}.__wrap: pointer`);
      if (address === 0) throw new OnggiError('invalid_argument', `${of.type}.__wrap: the pointer is null`);
      return this.#module.handleAt(address, of, (each) => Raw.__wrap(each));
    };
    defineProperty(Constructor, '__wrap', { value: wrap });
  }
}
