// One instance of the WebAssembly module: its memory, its calls, and whether it is still alive.
import { Audit } from '../memory/audit.mjs';
import { Budget } from '../memory/budget.mjs';
import { Call } from './call.mjs';
import { InstanceDeadError, OnggiError } from '../errors.mjs';
import { reading } from '../observe/events.mjs';
import { bufferOf, byteLengthOf, decodeUtf8, setBytes, Uint8Array } from '../intrinsics.mjs';
import { changeBytes, references, settle } from '../handles/table.mjs';
import { ObjectOwner } from './object_owner.mjs';
import { requireStack } from './stack.mjs';
import { toJson } from './results.mjs';

/**
 * The exports of the module besides its classes.
 * @typedef {object} NativeModule
 * @property {() => number} _onggi_functions address
 * @property {() => number} _onggi_function_count
 * @property {() => number} _onggi_bytes address
 * @property {() => number} _onggi_length
 * @property {() => void} _onggi_release
 * @property {() => void} _onggi_memory
 * @property {() => number} _onggi_most_linear bytes to which linear memory may grow
 * @property {() => number} _onggi_heap bytes that the allocator has handed out
 * @property {(on: boolean) => void} _onggi_trace
 * @property {() => number} _onggi_trace_take how many bytes of lines
 * @property {() => number} _onggi_trace_lines address
 * @property {() => number} _onggi_heap_mark begins a measurement: bytes in use
 * @property {() => number} _onggi_heap_peak the most bytes since the mark
 * @property {() => number} _onggi_heap_largest bytes of the largest block since the mark
 * @property {(size: number) => number} _malloc 0 if there is no memory
 * @property {(address: number) => void} _onggi_free_block overwrites the block before it frees it
 * @property {import('./entropy.mjs').Entropy} [entropy] its source of random bytes
 */

/** Thrown through native frames when an allocation fails (bindings/embind/module.cpp). */
export class OutOfMemory extends Error {}

/**
 * How dropped handles are treated, and the limits in bytes.
 * @typedef {object} InstanceOptions
 * @property {boolean} freesDropped whether dropped handles are freed
 * @property {number} hard
 * @property {number} soft
 * @property {boolean | 'sample'} debug
 */

/** The error for the caller. @param {unknown} error */
const deathOf = (error) =>
  error instanceof OutOfMemory
    ? new OnggiError('out_of_memory', 'native memory is exhausted; the instance has died', {
        cause: error,
      })
    : new InstanceDeadError(error);

export class Instance extends ObjectOwner {
  /** Growth of the live bytes in the calls nested in the running one. */
  nestedGrowth = 0;
  #linear = new Uint8Array();

  /**
   * @param {NativeModule} native
   * @param {import('./native_functions.mjs').NativeFunctions} functions
   * @param {WebAssembly.Memory} memory
   * @param {ReadonlyMap<number, string>} errorCodes names by number
   * @param {InstanceOptions} options
   * @param {import('../store/store.mjs').Cache} [cache] of what takes long to make
   */
  constructor(native, functions, memory, errorCodes, { freesDropped, hard, soft, debug }, cache) {
    super(freesDropped, debug, hard);
    this.native = native;
    this.functions = functions;
    this.memory = memory;
    this.errorCodes = errorCodes;
    this.cache = cache;
    this.limits = { hard, soft };
    this.budget = new Budget(
      this,
      this.limits,
      () => (this.dead ? 0 : this.functions.live()),
      (bytes, largest) => this.functions.secure(bytes, largest) === 1
    );
    this.audit = debug ? new Audit(native) : undefined;
  }

  /**
   * Ends the instance and every handle of it.
   * @returns {import('../observe/leaks.mjs').Leak[]} the handles that were alive
   */
  close() {
    const left = super.close();
    // Classes and handles that are still referred to must not keep the linear memory.
    this.native = /** @type {any} */ (undefined);
    this.functions = /** @type {any} */ (undefined);
    this.memory = /** @type {any} */ (undefined);
    this.#linear = new Uint8Array();
    this.audit = undefined;
    return left;
  }

  /**
   * Linear memory. Reading `memory.buffer` takes longer than all else of a small call, so the array is kept
   * until memory has grown: a buffer that grew is detached or, if it is shared, shorter than the new one.
   * @param {number} end address that must be within it
   */
  linear(end) {
    if (byteLengthOf(this.#linear) < end) this.#linear = new Uint8Array(this.memory.buffer);
    return this.#linear;
  }

  /** A copy of a part of linear memory. @param {number} address @param {number} length */
  copyOf(address, length) {
    const bytes = new Uint8Array(length);
    setBytes(bytes, new Uint8Array(bufferOf(this.linear(address + length)), address, length));
    return bytes;
  }

  /** Bytes of linear memory. */
  linearBytes() {
    return this.memory.buffer.byteLength;
  }

  /** Bytes that the allocator has handed out. @returns {number | undefined} */
  heapBytes() {
    return this.native._onggi_heap() >>> 0;
  }

  /** Begins to write the lines of a trace. */
  beginTrace() {
    this.native._onggi_trace(true);
  }

  /** The lines that native code has written since the last time. @returns {string[]} */
  takeTraceLines() {
    const length = this.native._onggi_trace_take() >>> 0;
    if (length === 0) return [];
    // A copy: TextDecoder refuses memory that threads share.
    const bytes = this.copyOf(this.native._onggi_trace_lines() >>> 0, length);
    return decodeUtf8(bytes).split('\n').slice(0, -1);
  }

  /** Frees what indexes keep only for speed. */
  trim() {
    if (this.dead) return;
    const { functions } = this;
    let hasRun = false;
    for (const { token, address, trimmer } of references(this)) {
      const free = trimmer === undefined ? undefined : functions.classes[trimmer];
      if (free === undefined) continue;
      const before = functions.live();
      this.run(() => free(address));
      const change = functions.live() - before;
      this.nestedGrowth += change;
      changeBytes(token, change);
      hasRun = true;
    }
    if (hasRun) settle(this, { call: 'trim' });
  }

  /** Starts a call, which ends with its leave(). @param {string} name for messages @returns {Call} */
  enter(name) {
    requireStack();
    this.requireAlive();
    return new Call(this, name);
  }

  /**
   * Runs native code. An exception is a trap or a failed allocation: linear memory may be half
   * changed then, so the instance dies.
   * @template T @param {() => T} code @returns {T}
   */
  run(code) {
    const { frames } = this;
    this.frames = frames + 1;
    try {
      return code();
    } catch (error) {
      throw this.lost(error);
    } finally {
      this.frames = frames;
    }
  }

  /** Native code threw: the instance dies. @param {unknown} error @returns {OnggiError} for its caller */
  lost(error) {
    this.die(error);
    return deathOf(error);
  }

  /** The memory in use: see MemoryReport in index.d.ts. */
  report() {
    const call = this.enter(reading);
    try {
      call.cross(() => this.native._onggi_memory());
      return {
        ...toJson(call.result()),
        handles: this.handles,
        freed: { ...this.freed },
        limits: this.limits,
        ...(this.audit && { overruns: this.audit.overruns() }),
      };
    } finally {
      call.leave();
    }
  }
}
