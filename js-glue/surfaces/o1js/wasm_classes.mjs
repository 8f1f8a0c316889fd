// The classes of o1js's wasm module. An object of them wraps content in the form of the native addon (native.mjs):
// plain objects and bytes. The classes are made from lists of their members.
import { OnggiError } from '../../runtime/errors.mjs';

/**
 * How a value of one type crosses.
 * @typedef {object} Type
 * @property {(value: any) => any} in converts an argument, and may take the argument's content away
 * @property {(content: any) => any} out converts content for o1js
 * @property {(value: any) => void} [drop] takes the content away of an argument that is not used, if it is still there
 */

/** The content of objects that are passed as pointers in a list. */
class Pointers {
  /** @type {Map<number, unknown>} */
  #contents = new Map();
  #last = 0;

  /** @param {unknown} content @returns {number} */
  add(content) {
    do this.#last = (this.#last + 1) >>> 0;
    while (this.#last === 0 || this.#contents.has(this.#last));
    this.#contents.set(this.#last, content);
    return this.#last;
  }

  /** @param {number} pointer @returns {any} */
  take(pointer) {
    if (!this.#contents.has(pointer)) {
      throw new OnggiError(
        'stale_handle',
        `the pointer ${pointer} was used before, or is not a pointer of this module`
      );
    }
    const content = this.#contents.get(pointer);
    this.#contents.delete(pointer);
    return content;
  }

  /** @param {number} pointer that may have been taken */
  drop(pointer) {
    this.#contents.delete(pointer);
  }

  /** The number of pointers that were given out and not used. */
  get size() {
    return this.#contents.size;
  }
}

export const pointers = new Pointers();

const content = Symbol('content');

/** @param {any} object */
function contentOf(object) {
  const found = object?.[content];
  if (found !== undefined) return found;
  const name = object?.constructor?.name ?? typeof object;
  throw new OnggiError('stale_handle', `this ${name} was moved into another object or call, or freed`);
}

/** The content of an object that is moved. @param {any} object */
function take(object) {
  const found = contentOf(object);
  object[content] = undefined;
  return found;
}

/** @param {any} object that was to be moved */
function drop(object) {
  if (object?.[content] !== undefined) object[content] = undefined;
}

/**
 * Converts the arguments of a call. The call owns what is moved to it: if one argument is refused, the others are
 * taken as well.
 * @param {Type[]} types @param {any[]} values
 */
export function takeArguments(types, values) {
  try {
    return types.map((type, i) => type.in(values[i]));
  } catch (error) {
    types.forEach((type, i) => type.drop?.(values[i]));
    throw error;
  }
}

/** Numbers, texts and booleans. @type {Type} */
export const plain = { in: (value) => value, out: (value) => value };

/** Copied both ways: o1js writes to its arrays again. @type {Type} */
export const bytes = { in: (value) => Uint8Array.from(value), out: (value) => Uint8Array.from(value) };

/** @param {Type} type @returns {Type} */
export const optional = (type) => ({
  in: (value) => (value === undefined || value === null ? undefined : type.in(value)),
  out: (value) => (value === undefined || value === null ? undefined : type.out(value)),
  drop: (value) => type.drop?.(value),
});

/** An object that the callee takes over. @param {() => any} Class @returns {Type} */
export const moved = (Class) => ({ in: take, out: (value) => Class().of(value), drop });

/** An object that stays with the caller. @param {() => any} Class @returns {Type} */
export const borrowed = (Class) => ({ in: contentOf, out: (value) => Class().of(value) });

/** A list of objects: pointers as an argument, objects as a result. @param {() => any} Class @returns {Type} */
export const list = (Class) => ({
  in: (value) =>
    Array.from(value, (entry) => (typeof entry === 'number' ? pointers.take(entry) : contentOf(entry))),
  out: (values) => values.map((/** @type {unknown} */ value) => Class().of(value)),
  drop: (values) => Array.from(values ?? [], (entry) => typeof entry === 'number' && pointers.drop(entry)),
});

/**
 * @param {string} name
 * @param {Record<string, Type>} members in the order of the constructor's parameters
 */
export function defineClass(name, members) {
  const entries = Object.entries(members);
  const types = Object.values(members);
  class Wrapper {
    /** @type {any} */
    [content];

    /** @param {any[]} values */
    constructor(...values) {
      const taken = takeArguments(types, values);
      this[content] = Object.fromEntries(entries.map(([key], i) => [key, taken[i]]));
    }

    free() {
      this[content] = undefined;
    }

    /** Moves the object: the pointer stands for it from now on. */
    __destroy_into_raw() {
      return pointers.add(take(this));
    }

    /** The same, for versions of o1js that read the pointer. */
    get __wbg_ptr() {
      return /** @type {any} */ (pointers.add(contentOf(this)));
    }

    /** o1js makes an object of the class and sets its pointer: an entry of a list that it got. */
    set __wbg_ptr(value) {
      this[content] = typeof value === 'number' ? pointers.take(value) : contentOf(value);
    }

    /** @param {unknown} value */
    static of(value) {
      const object = Object.create(Wrapper.prototype);
      object[content] = value;
      return object;
    }
  }
  Object.defineProperty(Wrapper, 'name', { value: name });
  for (const [key, type] of entries) {
    Object.defineProperty(Wrapper.prototype, key, {
      /** @this {any} */
      get() {
        return type.out(contentOf(this)[key]);
      },
      /** @this {any} @param {unknown} value */
      set(value) {
        const [taken] = takeArguments([type], [value]);
        contentOf(this)[key] = taken;
      },
      configurable: true,
      enumerable: true,
    });
  }
  return Wrapper;
}

/**
 * A class of objects that o1js holds and passes back. o1js registers a second object with the same pointer, whose
 * free() it calls when the first one is collected.
 * @param {string} name
 * @param {(value: any) => void} [free] what becomes of the content then
 */
export function defineHeldClass(name, free = () => {}) {
  class Held {
    /** @type {any} */
    [content];

    free() {
      if (this[content] !== undefined) free(this[content]);
      this[content] = undefined;
    }

    __destroy_into_raw() {
      return pointers.add(take(this));
    }

    get __wbg_ptr() {
      return contentOf(this);
    }

    set __wbg_ptr(value) {
      this[content] = value;
    }

    /** @param {unknown} value */
    static of(value) {
      const object = Object.create(Held.prototype);
      object[content] = value;
      return object;
    }

    /** @param {unknown} pointer */
    static __wrap(pointer) {
      return Held.of(pointer);
    }
  }
  Object.defineProperty(Held, 'name', { value: name });
  return Held;
}
