// One call into the module: what it lends, allocates and gets, and that all of it is given back
// whichever way the call ends.
import { InstanceDeadError, OnggiError } from '../errors.mjs';
import { Handle, makeHandle } from '../handles/handle.mjs';
import { adopt, borrow, giveBack, isOf, reweigh, typeOf } from '../handles/table.mjs';
import { wrongType } from './values.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */

/**
 * A handle class as it is generated; its `destructor` is the index of its destructor.
 * @typedef {(new (...args: any[]) => Handle) & { type: string, noun: string, destructor: number }} HandleClass
 */

// A block is its size, 32 bits little-endian, and from this offset on its bytes
// (bindings/embind/crossing.h).
const blockHeader = 8;
const maxBlock = 2 ** 32 - 64;

// What any call takes at most besides its arguments and its own bound. One without a bound takes so
// many times the bytes of its arguments.
export const callBytes = 2 ** 16;
const argumentFactor = 2;

export class Call {
  /** Tokens of what it is lent: of the first handle, and of others. @type {number | undefined} */
  #first;
  /** @type {number[] | undefined} */
  #others;
  /** @type {number[] | undefined} */
  #blocks;
  #blockBytes = 0;
  #promised = 0;
  #grown = 0;
  #allowed = callBytes;
  /** @type {number | undefined} */
  #estimated;
  #hasCrossed = false;
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
   * @returns {number} the address of the native object
   */
  borrow(value, Class, parameter) {
    const token = Handle.tokenOf(value);
    if (token === undefined) return wrongType(this.label(parameter), `a ${Class.type}`, value);
    // By the table: whoever changes the prototype of a handle does not change what it stands for.
    if (!isOf(token, Class.type, this.#instance)) {
      this.#refuse(/** @type {Handle} */ (value), token, Class, parameter);
    }
    const address = borrow(token, Class.type);
    if (this.#first === undefined) this.#first = token;
    else (this.#others ??= []).push(token);
    return address;
  }

  /** @param {Handle} handle @param {number} token @param {HandleClass} Class @param {string} parameter @returns {never} */
  #refuse(handle, token, Class, parameter) {
    const type = typeOf(token, /** @type {any} */ (handle.constructor)?.type ?? Class.type);
    const code =
      type.split('.')[1] !== Class.noun
        ? 'wrong_type'
        : type !== Class.type
          ? 'wrong_curve'
          : 'wrong_instance';
    const got = code === 'wrong_instance' ? 'one of another load()' : `a ${type}`;
    throw new OnggiError(code, `${this.label(parameter)}: expected a ${Class.type}, got ${got}`);
  }

  /** @param {number} bytes @returns {never} */
  #noMemory(bytes) {
    throw new OnggiError('out_of_memory', `${this.#name}: no memory for ${bytes} bytes`);
  }

  /** Throws if there cannot be a block of so many bytes. @param {number} bytes */
  admitBlock(bytes) {
    this.#instance.budget.require(bytes, this.#name);
    if (bytes > maxBlock) this.#noMemory(bytes);
  }

  /**
   * Copies bytes into a block of linear memory.
   * @param {Uint8Array} bytes @returns {number} its address
   */
  block(bytes) {
    const { native, memory, budget } = this.#instance;
    budget.admit(bytes.length, this.#name);
    const address = bytes.length > maxBlock ? 0 : native._malloc(blockHeader + bytes.length) >>> 0;
    if (address === 0) this.#noMemory(bytes.length);
    (this.#blocks ??= []).push(address);
    this.#blockBytes += bytes.length;
    budget.hold(bytes.length);
    new DataView(memory.buffer).setUint32(address, bytes.length, true);
    new Uint8Array(memory.buffer).set(bytes, address + blockHeader);
    return address;
  }

  /** The most that the call may take besides its blocks. @param {() => number} [bound] */
  #estimate(bound) {
    this.#estimated ??=
      callBytes + (bound ? this.#instance.run(bound) : argumentFactor * this.#blockBytes);
    return this.#estimated;
  }

  /**
   * Throws if the call might not fit.
   * @param {() => number} [bound] in bytes
   */
  admit(bound) {
    const { budget } = this.#instance;
    this.#allowed = this.#estimate(bound);
    budget.admit(this.#allowed, this.#name);
    budget.secure(this.#allowed, this.#name);
  }

  /** The same where an object is charged for what the call takes. @param {() => number} bound in bytes */
  admitCharged(bound) {
    const { budget } = this.#instance;
    budget.admit(this.#allowed, this.#name);
    budget.secure(this.#estimate(bound), this.#name);
  }

  /** Waits until dropped handles have made room for the call. @param {() => number} [bound] */
  async reserve(bound) {
    const { budget, signal } = this.#instance;
    const bytes = this.#blockBytes + this.#estimate(bound);
    const wait = budget.reserve(bytes, signal);
    if (wait) {
      await wait;
      // What it is lent may have changed meanwhile.
      this.#estimated = undefined;
    }
    this.#promised = bytes;
  }

  /**
   * Runs the native function, and throws its error if it failed. What it left is overwritten by the
   * next: its frame, after which others may call, lasts until leave().
   * @template T @param {() => T} code @returns {T}
   */
  cross(code) {
    const instance = this.#instance;
    if (instance.dead) throw new InstanceDeadError(instance.causeOfDeath);
    const { functions, audit, grown: outside } = instance;
    let returned;
    if (!this.#hasCrossed) ++instance.frames;
    this.#hasCrossed = true;
    try {
      // How much it takes for good, calls within it apart.
      instance.grown = 0;
      const before = functions.live();
      const audited = audit?.begin(before);
      returned = code();
      if (audited !== undefined) audited(this.#name, this.#allowed);
      const change = functions.live() - before;
      this.#grown += change - instance.grown;
      instance.grown = outside + change;
    } catch (error) {
      throw instance.lost(error);
    }
    const status = functions.status();
    if (status === 0) return returned;
    const message = new TextDecoder().decode(this.result());
    throw new OnggiError(instance.errorCodes.get(status) ?? 'unknown', `${this.#name}: ${message}`);
  }

  /** The number that the native function left. */
  number() {
    return this.#instance.functions.number();
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
   * @param {C} Class @param {number} pointer to it, of 32 bits and perhaps with a sign
   * @returns {InstanceType<C>}
   */
  adopt(Class, pointer) {
    const instance = this.#instance;
    const address = pointer >>> 0;
    const destructor = /** @type {import('./native_functions.mjs').NativeFunction} */ (instance.functions.classes[Class.destructor]);
    const bytes = this.#grown;
    let token;
    try {
      token = adopt(address, destructor, instance, Class.type, bytes);
    } catch (error) {
      // Not one that another handle has.
      if (!instance.addresses.has(address)) instance.run(() => destructor(address));
      throw error;
    }
    this.#grown = 0;
    const handle = makeHandle(Class, instance, token);
    instance.sampler.note(token, bytes);
    return /** @type {InstanceType<C>} */ (handle);
  }

  /** Gives back what was lent and allocated, and ends the frame. */
  leave() {
    const blocks = this.#blocks;
    if (this.#promised !== 0) this.#instance.budget.fulfil(this.#promised);
    try {
      if (blocks !== undefined) this.#free(blocks);
    } finally {
      if (this.#first !== undefined) this.#giveBack(this.#first);
      if (this.#hasCrossed) this.#instance.leaveFrame(this.#name);
    }
  }

  /** @param {number[]} blocks */
  #free(blocks) {
    const instance = this.#instance;
    instance.budget.release(this.#blockBytes);
    if (instance.dead) return;
    instance.run(() => {
      for (const address of blocks) instance.native._free(address);
    });
  }

  /** @param {number} first */
  #giveBack(first) {
    // What the call took, and no new handle stands for, is the first one's.
    if (this.#grown !== 0) reweigh(first, this.#grown);
    giveBack(first);
    if (this.#others !== undefined) for (const token of this.#others) giveBack(token);
  }
}
