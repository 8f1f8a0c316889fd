// Handles around the objects of another WebAssembly module, of wasm-bindgen or of Emscripten's embind.
import type { Leak, TraceSink, TypeUsage } from 'onggi';

/** What every object of a guarded module has besides the members of its class. */
export interface Guarded {
  /** Whether the native object can still be used through this handle. */
  readonly live: boolean;
  /** Frees the native object when the calls that use it have ended. A second call does nothing. */
  free(): void;
  /** Another handle to the same native object, which is destroyed with the last of them. */
  share(): this;
  /** The same as free(), for `using`. */
  [Symbol.dispose](): void;
  /** As free(); settles when the running calls that use the object have ended. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** As MemoryReport of `onggi`, with what can be known of another module. */
export interface GuardReport {
  /** Bytes of linear memory. It never shrinks. */
  linear: number;
  /** Bytes of all objects that have handles: by the function `bytes`, or estimated. */
  live: number;
  /** The largest value of `live` so far. */
  peak: number;
  /** Handles that have not been released. */
  handles: number;
  /** Released handles, by reason; `move` are objects that native code has taken over. */
  freed: { dispose: number; scope: number; collector: number; move: number; close: number };
  /** In bytes. */
  limits: { soft: number };
  /** By class. */
  byType: Record<string, TypeUsage>;
}

/** Options of guard(). */
export interface GuardOptions {
  /**
   * The bytes of an object, called once when the module has handed it out. By default they are estimated by
   * the growth of linear memory.
   */
  bytes?: (object: any, type: string) => number;
  /** Linear memory, or a function that returns its bytes, if the exports do not contain it. */
  memory?: { readonly buffer: ArrayBuffer | SharedArrayBuffer } | (() => number);
  /**
   * Functions that take objects over without saying so in wasm-bindgen's glue, with the positions of these
   * arguments: `{ verify_all: [0, 1], 'Batch.add': [0], Batch: [1] }`, the last for the constructor.
   */
  consumes?: Record<string, readonly number[]>;
  /** Functions that read objects by pointers in lists, with the positions of these lists. */
  borrows?: Record<string, readonly number[]>;
  /**
   * For embind: the functions whose results belong to the caller, or `true` if all do. An object that a
   * constructor or a smart pointer made always belongs to the caller. Other results are never destroyed, and keep
   * the objects of their call alive.
   */
  owns?: boolean | readonly string[];
  /**
   * Bytes from which on garbage collections are requested, by default 256 MiB: of objects if `bytes` is given, else
   * of linear memory.
   */
  softLimit?: number;
  /** As for load(): records where objects were made, and reports at exit which were never freed. */
  debug?: boolean | 'sample';
  /** As for load(): receives one line for each object that is made, resized or destroyed. */
  trace?: TraceSink;
}

/** A module with handles around its objects. */
export interface GuardedModule<E> {
  /** The exports, with handles in place of the module's objects. */
  readonly exports: E;
  /** Its number among the instances of this thread, in diagnostics channels and metrics. */
  readonly id: number;
  /** The memory in use. */
  memory(): GuardReport;
  /** The handles that are alive, the largest first. */
  leaks(): Leak[];
  /** Calls back when the memory in use has changed, at most once an interval (ms, by default 1000). */
  onMemory(callback: (report: GuardReport) => void, options?: { interval?: number }): () => void;
  /**
   * Waits until dropped handles have freed memory for so many bytes below the soft limit, as far as they can. The
   * bytes are reserved until the event loop turns.
   */
  reserve(bytes: number): Promise<void>;
  /**
   * Frees every object that no running call uses, and ends all handles.
   * @returns the handles that were alive
   */
  close(): Leak[];
  /** Settles when the guard has ended, by close() or because the module has trapped. */
  readonly closed: Promise<void>;
}

/**
 * Guards a module: each object that the returned exports hand out has one owner, and is freed by free(), by a
 * scope of `onggi`, or when the garbage collector finds it dropped. The module's own exports stay as they are.
 */
export declare function guard<E extends object>(exports: E, options?: GuardOptions): GuardedModule<E>;
