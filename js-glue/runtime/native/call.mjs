// One call into the module. It borrows handles, copies its arguments into blocks of linear memory, runs a
// native function and reads the result; however it ends, handles and blocks are given back.
import { causeText, OnggiError } from '../errors.mjs';
import { Handle, makeHandle, refuseNonHandle, typeName } from '../handles/handle.mjs';
import { adopt, borrow, classOf, giveBack, isOf, changeBytes, settle } from '../handles/table.mjs';
import { byteLengthOf, decodeUtf8 } from '../intrinsics.mjs';
import { copyBytes } from './caller_bytes.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */

/**
 * A handle class as it is generated; its `destructor` is the index of its destructor.
 * @typedef {(new (...args: any[]) => Handle) & { type: string, noun: string, destructor: number }} HandleClass
 */

// A block of linear memory has its size, 32 bits little-endian, and from this offset on its bytes
// (bindings/abi/crossing.h).
const blockHeader = 8;
const maxBlock = 2 ** 32 - 64;

// The bytes that any call may take besides its arguments and its own bound, and, for a call without a
// bound, how many times the bytes of its arguments it may take.
export const callBytes = 2 ** 16;
const argumentFactor = 2;

/** The largest block that a task allocates, as a share of all that it takes. */
const largestOfTask = 3 / 4;

export class Call {
  /** Tokens of the handles that it borrows: of the first, and of others. @type {number | undefined} */
  #first;
  /** @type {number[] | undefined} */
  #others;
  /** @type {number[] | undefined} */
  #blocks;
  #blockBytes = 0;
  #promised = 0;
  #growth = 0;
  #allowed = callBytes;
  /** The largest block that the call may allocate. */
  #block = callBytes;
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
   * Borrows a handle for this call.
   * @param {unknown} value @param {HandleClass} Class @param {string} parameter
   * @returns {number} the address of the native object
   */
  borrow(value, Class, parameter) {
    const token = Handle.tokenOf(value);
    if (token === undefined) {
      return refuseNonHandle(value, this.label(parameter), `a ${Class.type}`);
    }
    // Looked up in the table: changing the prototype of a handle does not change what it stands for.
    if (!isOf(token, Class, this.#instance)) this.#refuse(value, token, Class, parameter);
    const address = borrow(token, Class.type);
    if (this.#first === undefined) this.#first = token;
    else (this.#others ??= []).push(token);
    return address;
  }

  /** @param {unknown} handle @param {number} token @param {HandleClass} Class @param {string} parameter @returns {never} */
  #refuse(handle, token, Class, parameter) {
    const { type } = classOf(token, typeName(/** @type {object} */ (handle), Class.type));
    const code =
      type.split('.')[1] !== Class.noun
        ? 'wrong_type'
        : type !== Class.type
          ? 'wrong_curve'
          : 'wrong_instance';
    const got = code === 'wrong_instance' ? 'one of another instance' : `a ${type}`;
    throw new OnggiError(code, `${this.label(parameter)}: expected a ${Class.type}, got ${got}`);
  }

  /** @param {number} bytes @returns {never} */
  #noMemory(bytes) {
    throw new OnggiError('out_of_memory', `${this.#name}: ${bytes} bytes cannot be allocated`);
  }

  /** Throws if there cannot be a block of so many bytes. @param {number} bytes */
  admitBlock(bytes) {
    this.#instance.budget.require(bytes, this.#name);
    if (bytes > maxBlock) this.#noMemory(bytes);
  }

  /**
   * Copies bytes into a block of linear memory.
   * @param {Uint8Array} bytes of our own, or a view that values.mjs made of the caller's
   * @returns {number} its address
   */
  block(bytes) {
    this.#instance.requireAlive(); // an argument's code may have closed it
    const { native, budget } = this.#instance;
    const length = byteLengthOf(bytes);
    budget.admit(length, this.#name);
    const address = length > maxBlock ? 0 : native._malloc(blockHeader + length) >>> 0;
    if (address === 0) this.#noMemory(length);
    (this.#blocks ??= []).push(address);
    this.#blockBytes += length;
    budget.hold(length);
    const linear = this.#instance.linear(address + blockHeader + length);
    for (let i = 0; i < 4; ++i) linear[address + i] = length >>> (8 * i);
    copyBytes(bytes, length, linear, address + blockHeader, this.#name);
    return address;
  }

  /** The most that the call may take besides its blocks. @param {() => number} [bound] */
  #estimate(bound) {
    this.#estimated ??= callBytes + (bound ? this.#instance.run(bound) : argumentFactor * this.#blockBytes);
    return this.#estimated;
  }

  /** Secures memory. @param {number} bytes @param {number} largest the largest block, as a share of them */
  #secure(bytes, largest) {
    this.#block = largest * bytes;
    this.#instance.budget.secure(bytes, this.#block, this.#name);
  }

  /**
   * Throws if the call might not fit.
   * @param {() => number} [bound] in bytes
   * @param {number} [largest] the largest block that is allocated, as a share of the bound
   */
  admit(bound, largest = 1) {
    this.#instance.requireAlive(); // an argument's code, or code that ran during a wait, may have closed it
    const { budget } = this.#instance;
    this.#allowed = this.#estimate(bound);
    budget.admit(this.#allowed, this.#name);
    this.#secure(this.#allowed, largest);
  }

  /** The same for a call that makes a task. @param {() => number} bound of the call and all steps */
  admitTask(bound) {
    this.admit(bound, largestOfTask);
  }

  /** The same where a task is charged for what the call takes. @param {() => number} bound in bytes */
  admitCharged(bound) {
    this.#instance.requireAlive();
    this.#instance.budget.admit(this.#allowed, this.#name);
    this.#secure(this.#estimate(bound), largestOfTask);
  }

  /**
   * Waits until dropped handles have made room for the call.
   * @param {(() => number) | undefined} bound
   * @param {AbortSignal} [signal] aborting it ends the wait with a CancelledError
   */
  async reserve(bound, signal) {
    const { budget } = this.#instance;
    const bytes = this.#blockBytes + this.#estimate(bound);
    const wait = budget.reserve(bytes, signal);
    if (wait) {
      await wait;
      // Its handles may have changed meanwhile.
      this.#estimated = undefined;
    }
    this.#promised = bytes;
  }

  /**
   * Runs the native function, and throws its error if it failed. The next native call overwrites its result, so
   * nothing else is called before leave().
   * @template T @param {() => T} code @param {boolean} [isGetter] which leaves the bytes of live objects as they are
   * @returns {T}
   */
  cross(code, isGetter = false) {
    const instance = this.#instance;
    instance.requireAlive();
    const { functions, audit, frames, nestedGrowth: outside } = instance;
    let returned;
    this.#hasCrossed = true;
    instance.frames = frames + 1;
    try {
      // The growth of live objects in this call, without that in nested calls.
      instance.nestedGrowth = 0;
      const before = isGetter ? 0 : functions.live();
      const audited = audit?.begin(functions.live());
      returned = code();
      if (audited !== undefined) audited(this.#name, this.#allowed, this.#block);
      const change = isGetter ? 0 : functions.live() - before;
      this.#growth += change - instance.nestedGrowth;
      instance.nestedGrowth = outside + change;
    } catch (error) {
      throw instance.lost(error);
    } finally {
      instance.frames = frames;
    }
    const status = functions.status();
    if (status === 0) return returned;
    throw this.#failure(status);
  }

  /** The error of a native function. @param {number} status the number of its code */
  #failure(status) {
    const { errorCodes, native } = this.#instance;
    const code = errorCodes.get(status) ?? 'unknown';
    const message = `${this.#name}: ${decodeUtf8(this.result())}`;
    if (code !== 'system_random_failed') return new OnggiError(code, message);
    const cause = native.entropy?.failure;
    return new OnggiError(code, `${message}: ${causeText(cause)}`, { cause });
  }

  /** The number that the native function returned. */
  number() {
    return this.#instance.functions.number();
  }

  /** The bytes that the native function returned; they can be read once. @returns {Uint8Array} */
  result() {
    const { native } = this.#instance;
    const bytes = this.#instance.copyOf(native._onggi_bytes() >>> 0, native._onggi_length() >>> 0);
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
    const destructor = /** @type {import('./native_functions.mjs').NativeFunction} */ (
      instance.functions.classes[Class.destructor]
    );
    const bytes = this.#growth;
    let token;
    try {
      token = adopt(address, destructor, instance, Class, bytes);
    } catch (error) {
      // An object that already has a handle is not destroyed.
      if (!instance.addresses.has(address)) instance.run(() => destructor(address));
      throw error;
    }
    this.#growth = 0;
    const handle = makeHandle(Class, instance, token);
    instance.sampler.note(token, bytes);
    return /** @type {InstanceType<C>} */ (handle);
  }

  /** Ends the call: what it borrows and has allocated is given back. */
  leave() {
    const instance = this.#instance;
    const { frames } = instance;
    if (this.#promised !== 0) instance.budget.fulfil(this.#promised);
    // Objects that were freed during the call are destroyed in settle(), after the listeners were told that it has ended.
    instance.frames = frames + 1;
    try {
      if (this.#blocks !== undefined) this.#free(this.#blocks);
      if (this.#first !== undefined) this.#giveBack(this.#first);
    } finally {
      instance.frames = frames;
    }
    settle(instance, this.#hasCrossed ? { call: this.#name } : undefined);
  }

  /** @param {number[]} blocks */
  #free(blocks) {
    const instance = this.#instance;
    instance.budget.release(this.#blockBytes);
    if (instance.dead) return;
    try {
      for (const address of blocks) instance.native._onggi_free_block(address);
    } catch (error) {
      instance.die(error);
    }
  }

  /** @param {number} first */
  #giveBack(first) {
    // Growth that belongs to no new handle is charged to the first borrowed one.
    if (this.#growth !== 0) changeBytes(first, this.#growth);
    giveBack(first);
    if (this.#others !== undefined) for (const token of this.#others) giveBack(token);
  }
}
