// One call into the module: what it lends, allocates and gets, and that all of it is given back
// whichever way the call ends.
import { OnggiError } from './errors.mjs';
import { Handle, makeHandle } from './handle.mjs';
import { adopt, borrow, giveBack } from './table.mjs';
import { wrongType } from './values.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */
/** @typedef {import('./table.mjs').NativeObject} NativeObject */

/**
 * A handle class as it is generated.
 * @typedef {(new (...args: any[]) => Handle) & { type: string, noun: string }} HandleClass
 */

// A block is its size, 32 bits little-endian, and from this offset on its bytes
// (bindings/embind/crossing.h).
const blockHeader = 8;
const maxBlock = 2 ** 32 - 64;

export class Call {
  /** @type {number[]} */
  #borrowed = [];
  /** @type {number[]} */
  #blocks = [];
  #instance;
  #name;

  /** @param {Instance} instance @param {string} name */
  constructor(instance, name) {
    this.#instance = instance;
    this.#name = name;
  }

  /** @param {string} parameter */
  label(parameter) {
    return `${this.#name}: ${parameter}`;
  }

  /**
   * Lends a handle to this call.
   * @param {unknown} value @param {HandleClass} Class @param {string} parameter
   * @returns {any} the native object
   */
  borrow(value, Class, parameter) {
    const inside = Handle.inside(value);
    if (inside === undefined) return wrongType(this.label(parameter), `a ${Class.type}`, value);
    if (!(value instanceof Class)) this.#refuse(/** @type {object} */ (value), Class, parameter);
    const native = borrow(inside.token, Class.type);
    this.#borrowed.push(inside.token);
    return native;
  }

  /** @param {object} handle @param {HandleClass} Class @param {string} parameter @returns {never} */
  #refuse(handle, Class, parameter) {
    const other = /** @type {HandleClass} */ (handle.constructor);
    const code =
      other.noun !== Class.noun
        ? 'wrong_type'
        : other.type !== Class.type
          ? 'wrong_curve'
          : 'wrong_instance';
    const got = code === 'wrong_instance' ? 'one of another load()' : `a ${other.type}`;
    throw new OnggiError(code, `${this.label(parameter)}: expected a ${Class.type}, got ${got}`);
  }

  /**
   * Copies bytes into a block of linear memory.
   * @param {Uint8Array} bytes @returns {number} its address
   */
  block(bytes) {
    const { native, memory } = this.#instance;
    const address = bytes.length > maxBlock ? 0 : native._malloc(blockHeader + bytes.length) >>> 0;
    if (address === 0) {
      throw new OnggiError('out_of_memory', `${this.#name}: no memory for ${bytes.length} bytes`);
    }
    this.#blocks.push(address);
    new DataView(memory.buffer).setUint32(address, bytes.length, true);
    new Uint8Array(memory.buffer).set(bytes, address + blockHeader);
    return address;
  }

  /**
   * Runs the native function, and throws its error if it failed.
   * @template T @param {() => T} code @returns {T}
   */
  cross(code) {
    const { native, errorCodes } = this.#instance;
    const returned = this.#instance.run(code, this.#name);
    const status = native._onggi_status();
    if (status === 0) return returned;
    const message = new TextDecoder().decode(this.result());
    throw new OnggiError(errorCodes.get(status) ?? 'unknown', `${this.#name}: ${message}`);
  }

  /** The number that the native function left. */
  number() {
    return this.#instance.native._onggi_number();
  }

  /** The bytes that the native function left, once. @returns {Uint8Array} */
  result() {
    const { native, memory } = this.#instance;
    const address = native._onggi_bytes() >>> 0;
    const end = address + (native._onggi_length() >>> 0);
    const bytes = new Uint8Array(memory.buffer).slice(address, end);
    native._onggi_release();
    return bytes;
  }

  /**
   * Takes over the native object that the function gave away.
   * @template {HandleClass} C
   * @param {C} Class @param {NativeObject} native
   * @returns {InstanceType<C>}
   */
  adopt(Class, native) {
    let token;
    try {
      token = adopt(native, this.number(), this.#instance);
    } catch (error) {
      native.delete();
      throw error;
    }
    return /** @type {InstanceType<C>} */ (makeHandle(Class, this.#instance, token));
  }

  /** Gives back what was lent and allocated. */
  leave() {
    const instance = this.#instance;
    try {
      if (this.#blocks.length > 0 && !instance.dead) {
        instance.run(() => {
          for (const address of this.#blocks) instance.native._free(address);
        });
      }
    } finally {
      for (const token of this.#borrowed) giveBack(token);
    }
  }
}
