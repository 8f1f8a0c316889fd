// The limits on native memory: nothing is allocated beyond the hard one.
import { NativeBudgetError, OnggiError } from '../errors.mjs';
import { describeTypes, topTypes } from '../observe/leaks.mjs';
import { Pressure } from './pressure.mjs';
import { freeUnreachable } from './heap_search.mjs';
import { wrongType } from '../native/checks.mjs';

const mebibyte = 2 ** 20;
const defaultSoft = 256 * mebibyte;
const defaultHard = 1024 * mebibyte;
const shareOfLinear = 0.6;

/**
 * @param {unknown} value @param {number} otherwise @param {string} name @returns {number}
 */
function limit(value, otherwise, name) {
  if (value === undefined) return otherwise;
  if (typeof value !== 'number') return wrongType(name, 'a number of bytes', value);
  if (!(value > 0)) {
    throw new OnggiError('size_out_of_range', `${name}: must be a positive number of bytes, got ${value}`);
  }
  return value;
}

/** @typedef {{ hard: number, soft: number }} Limits in bytes */

/**
 * The limits that are asked for.
 * @param {{ maxMemory?: unknown, softLimit?: unknown }} options
 * @param {string} [name] of the function that has them
 * @returns {Limits}
 */
export function limits({ maxMemory, softLimit }, name = 'load') {
  return {
    hard: limit(maxMemory, defaultHard, `${name}: maxMemory`),
    soft: limit(softLimit, defaultSoft, `${name}: softLimit`),
  };
}

/**
 * The limits that a module can keep.
 * @param {Limits} limits @param {number} mostLinear bytes to which linear memory may grow
 * @returns {Limits}
 */
export function withinLinear(limits, mostLinear) {
  const hard = Math.min(limits.hard, Math.floor(shareOfLinear * mostLinear));
  return { hard, soft: Math.min(limits.soft, hard) };
}

export class Budget {
  #owner;
  #live;
  #hasMemory;
  #hard;
  #pressure;
  /** Bytes of arguments that calls have in linear memory. */
  #held = 0;

  /**
   * @param {import('../handles/table.mjs').Owner & { trim: () => void }} owner whose trim() frees what objects keep
   * only for speed
   * @param {Limits} limits
   * @param {() => number} live bytes of native objects
   * @param {(bytes: number, largest: number) => boolean} hasMemory whether the allocator has so many bytes for a
   * call, and for the largest block of them
   */
  constructor(owner, { hard, soft }, live, hasMemory) {
    this.#owner = owner;
    this.#live = live;
    this.#hasMemory = hasMemory;
    this.#hard = hard;
    this.#pressure = new Pressure(soft, live, () => owner.trim());
  }

  /** Bytes in use: of objects, and of the arguments of calls that are not over. */
  #used() {
    return this.#owner.dead ? 0 : this.#live() + this.#held;
  }

  /** @param {number} bytes */
  #fits(bytes) {
    return this.#used() + bytes <= this.#hard;
  }

  /** Frees dropped handles and, if that is not enough, what objects keep for speed. @param {() => boolean} isEnough */
  #makeRoom(isEnough) {
    freeUnreachable();
    if (isEnough()) return true;
    this.#owner.trim();
    return isEnough();
  }

  /** A call has allocated so many bytes of arguments, which admit() has allowed. @param {number} bytes */
  hold(bytes) {
    this.#held += bytes;
  }

  /** A call has freed its arguments. @param {number} bytes */
  release(bytes) {
    this.#held -= bytes;
  }

  /**
   * Allows a call that may take so many bytes, or throws.
   * @param {number} bytes @param {string} name of the call
   */
  admit(bytes, name) {
    const live = this.#live();
    this.#pressure.hasten(bytes, live);
    if (live + this.#held + bytes > this.#hard) this.require(bytes, name);
  }

  /**
   * Throws if so many bytes do not fit.
   * @param {number} bytes @param {string} name of the call that needs them
   */
  require(bytes, name) {
    if (this.#fits(bytes)) return;
    // A call above the limit itself cannot fit, whatever is freed.
    if (bytes <= this.#hard && this.#makeRoom(() => this.#fits(bytes))) return;
    const top = topTypes(this.#owner);
    throw new NativeBudgetError(
      `${name}: ${bytes} bytes do not fit: ${this.#used()} of ${this.#hard} are in use` +
        (top.length > 0 ? ` by ${describeTypes(top)}` : ''),
      { needed: bytes, live: this.#used(), limit: this.#hard, top }
    );
  }

  /**
   * Grows linear memory to what a call takes, or throws before the call has begun.
   * @param {number} bytes @param {number} largest of them in one block @param {string} name of the call
   */
  secure(bytes, largest, name) {
    if (this.#hasMemory(bytes, largest)) return;
    if (this.#makeRoom(() => this.#hasMemory(bytes, largest))) return;
    throw new OnggiError('out_of_memory', `${name}: ${bytes} bytes cannot be allocated`);
  }

  /**
   * Waits until dropped handles have made room for so many bytes, if there is too little: for a call, which says
   * with fulfil() when it is over.
   * @param {number} bytes @param {AbortSignal} [signal] @returns {Promise<void> | undefined}
   */
  reserve(bytes, signal) {
    return this.#pressure.reserve(bytes, signal);
  }

  /** @param {number} bytes */
  fulfil(bytes) {
    this.#pressure.fulfil(bytes);
  }

  /** The same for code that allocates before the event loop turns. @param {number} bytes */
  reserveUntilTurn(bytes) {
    return this.#pressure.reserveUntilTurn(bytes);
  }
}
