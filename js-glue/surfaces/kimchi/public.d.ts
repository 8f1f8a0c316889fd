// Kimchi proofs in handles that give their memory back.

/** `vesta` proves circuits over Fp, `pallas` circuits over Fq. */
export type CurveName = 'vesta' | 'pallas';

/** A field element: a bigint, or 32 little-endian bytes. */
export type FieldElement = bigint | Uint8Array;
/** Field elements: one array entry each, or one flat array of 32 little-endian bytes each. */
export type Fields = Uint8Array | readonly FieldElement[];
/** Columns: one array entry each, or one flat array of all in turn. */
export type Columns = Uint8Array | readonly Fields[];
/** A point of the curve; null is the point at infinity. */
export type Point = { x: bigint; y: bigint } | null;
/** A point: an object, 64 bytes (x, then y, little-endian), or null for the point at infinity. */
export type PointLike = { x: FieldElement; y: FieldElement } | Uint8Array | null;
/** Points: one array entry each, or one flat array of 64 bytes each. */
export type Points = Uint8Array | readonly PointLike[];
/**
 * A witness cell of a CircuitBuilder: 7·row + column, where rows count from the first one that is not
 * a public input's. What the builder returns; nothing has to be computed with it.
 */
export type Cell = number;
/** JSON as text, as UTF-8 bytes or as an object, in which bigints may stand for field elements. */
export type Json = string | Uint8Array | object;

/** What every handle has. A handle that is dropped is freed when it is collected. */
export interface Handle<C extends CurveName> {
  /** The curve that the object belongs to. */
  readonly curve: C;
  /** Whether the native object can still be used through this handle. */
  readonly live: boolean;
  /**
   * Gives the native object back: at once, or when the running calls that use it have ended. The
   * second time it does nothing. Any other use of a freed handle is a StaleHandleError.
   */
  free(): void;
  /** The same as free(), for `using`. */
  [Symbol.dispose](): void;
  /** As free(); settles when the running calls that use the object have ended and it is gone. */
  [Symbol.asyncDispose](): Promise<void>;
  /**
   * Moves the object out of this instance, by bytes: what is returned can be posted to a worker, and
   * becomes a handle again by receive() of another instance. This handle is stale afterwards, and its
   * native memory given back: the parcel is all that is left. If the worker that it was posted to dies,
   * what the worker had is lost; whoever has kept the parcel may receive() it again.
   *
   * Code `unsupported` where not all can be read that an object holds (`CircuitBuilder`,
   * `VerificationBatch`) and for work under way (`ProverTask`, `SrsTask`, `PlonkIndexTask`).
   */
  transfer(): Parcel;
  /**
   * Another handle to the same native object. Each is freed by itself; the object goes with the
   * last of them.
   */
  share(): this;
}

/** An object on its way to another instance: plain data, to be posted or stored. */
export interface Parcel {
  readonly type: string;
  readonly content: unknown;
  /**
   * What the object shares, packed as well: of an index `srs`. It need not travel where receive() is
   * given that object.
   */
  readonly parts?: Readonly<Record<string, Parcel>>;
}

/** How far some work is. */
export interface Progress {
  /**
   * Of a proof "witness", "permutation", "quotient", "evaluation", "opening"; of an SRS "points"; of
   * an index "columns", "commitments"; at the end "done".
   */
  phase: string;
  /** Of the whole work, 0 to 1, estimated; never decreases. */
  fraction: number;
}

/** A claim of an earlier proof's accumulator, as in kimchi-witness/1. */
export interface PreviousChallenge {
  chals: readonly (bigint | string)[];
  comm: readonly (readonly [bigint | string, bigint | string] | null)[];
}

/** The data of a runtime table, as in kimchi-witness/1. */
export interface RuntimeTable {
  id: number;
  data: readonly (bigint | string)[];
}

/** Of work that is done in steps, with a turn of the event loop between them. */
export interface TaskOptions {
  /** BoundArgument of the progress after each step. If it throws, the work ends with what it threw. */
  onProgress?: (progress: Progress) => void;
  /** Aborting it ends the work with a CancelledError, and leaves nothing behind. */
  signal?: AbortSignal;
}

export interface ProofData {
  /** In place of the witness's own. */
  previousChallenges?: readonly PreviousChallenge[];
  /** In place of the witness's own. */
  runtimeTables?: readonly RuntimeTable[];
}

export interface ProveSyncOptions extends ProofData {
  /** BoundArgument of the progress after each step. If it throws, proving ends with what it threw. */
  onProgress?: (progress: Progress) => void;
}

export interface ProveOptions extends TaskOptions, ProofData {}

export interface PlonkIndexClass<C extends CurveName> {
  /** As create(), step by step: it takes seconds for many rows. */
  createAsync(circuit: Json, srs: Srs<C>, options?: TaskOptions): Promise<PlonkIndex<C>>;
  /** As fromGates(), step by step. */
  fromGatesAsync(
    gates: GateVector<C>,
    publicInputSize: number,
    srs: Srs<C>,
    extras?: Json,
    options?: TaskOptions,
  ): Promise<PlonkIndex<C>>;
}

export interface SrsClass<C extends CurveName> {
  /** As create(), step by step: it takes seconds for many bases. */
  createAsync(depth: number, options?: TaskOptions): Promise<Srs<C>>;
}

export interface PlonkIndex<C extends CurveName> {
  /**
   * Proves, step by step, with a turn of the event loop between steps. Index and witness may be
   * freed meanwhile: they are given back when the promise has settled.
   */
  prove(witness: Witness<C>, options?: ProveOptions): Promise<ProverProof<C>>;
  /** Proves at once, without a turn of the event loop. */
  proveSync(witness: Witness<C>, options?: ProveSyncOptions): ProverProof<C>;
}

export interface VerifierIndexClass<C extends CurveName> {
  /** Whether all proofs are valid; checked together, with one multi-scalar multiplication
   *  for each SRS. */
  batchVerify(
    claims: readonly { index: VerifierIndex<C>; proof: ProverProof<C> }[],
  ): boolean;
}

/** Native memory of one type of object. */
export interface TypeUsage {
  /** Objects alive. One that others share stays until the last of them goes. */
  count: number;
  /** Bytes that they hold, by capacity. */
  bytes: number;
  /** The most that `bytes` has been. */
  peak: number;
}

export interface MemoryReport {
  /** Bytes of linear memory. It never shrinks. */
  linear: number;
  /** Bytes that the allocator has handed out. */
  heap: number;
  /** Bytes of all native objects alive. */
  live: number;
  /** The most that `live` has been. */
  peak: number;
  /** Handles that have not been given back. */
  handles: number;
  /** Handles that were given back, by means; a scope, the collector … */
  freed: { dispose: number; scope: number; collector: number; move: number; close: number };
  /**
   * With load({ debug }) only: calls that took more bytes than was estimated when they began. There
   * should be none.
   */
  overruns?: { call: string; allowed: number; taken: number }[];
  /** In bytes. */
  limits: { soft: number; hard: number };
  /** By type, e.g. `byType.VestaSrs`; types are listed from their first object on. */
  byType: Record<string, TypeUsage>;
}

export interface LoadOptions {
  /**
   * Threads to compute with, the calling one included: 1 … 64, by default 1. With more than one another
   * module is loaded, onggi.threads.wasm, and workers share its memory. Where they cannot, load()
   * throws `unsupported` and says why.
   */
  threads?: number;
  /** Where to take onggi.wasm, or onggi.threads.wasm, from, if not from beside this file. */
  wasm?: BufferSource | WebAssembly.Module | URL | string;
  /**
   * Native bytes that may be in use at once, by default 1 GiB: those of objects, and of the arguments
   * of calls that are not over. A call that might take more throws a NativeBudgetError before it takes
   * anything.
   */
  maxMemory?: number;
  /**
   * Native bytes from which on the …Async functions wait for dropped handles, one after another, by
   * default 256 MiB.
   */
  softLimit?: number;
  /**
   * Notes where each handle is made, or one of 64 with 'sample', and says at the exit of Node which
   * were never freed.
   */
  debug?: boolean | 'sample';
  /**
   * At most one instance of a name is alive: load() closes the one before it, which may be that of an
   * earlier copy of this module. For hot reloading.
   */
  name?: string;
  /**
   * Handles that are dropped are not given back, only free() does so: what plain embind does. And
   * the result has the Emscripten module as `raw`. For measurements.
   */
  raw?: boolean;
  /**
   * BoundArgument of every native object that is made, resized or dropped: one line each, its end included.
   * Without it, the file that the environment variable ONGGI_TRACE names is appended to.
   */
  trace?: TraceSink;
}

/** Where a trace goes: a function, or a stream. It may call whatever it likes, except close(). */
export type TraceSink = ((line: string) => void) | { write(line: string): unknown };

export interface Onggi {
  /** Circuits over Fp; the same as `fp`. */
  readonly vesta: Curve<'vesta'>;
  /** Circuits over Fq; the same as `fq`. */
  readonly pallas: Curve<'pallas'>;
  readonly fp: Curve<'vesta'>;
  readonly fq: Curve<'pallas'>;
  /** What memory is in use. */
  memory(): MemoryReport;
  /** The number of this instance among those that its thread has loaded. */
  readonly id: number;
  /**
   * Calls back when memory has changed, at most once an interval (in ms up to 2^31 - 1, 1000 by
   * default), until the function that it returns is called. It keeps no process alive. In Node the
   * diagnostics channels `onggi:memory` ({ instance, memory }) and `onggi:proof` ({ instance, curve,
   * outcome, ms }) tell of all instances.
   */
  onMemory(callback: (report: MemoryReport) => void, options?: { interval?: number }): () => void;
  /** The handles that are alive, the largest first. */
  leaks(): Leak[];
  /**
   * Waits until dropped handles have made room for so many bytes below the soft limit, as far as
   * they hold it. The room is kept until the event loop turns. The …Async functions and prove() wait
   * themselves.
   */
  reserve(bytes: number): Promise<void>;
  /**
   * The handle of an object that transfer() has moved here.
   * @param parts what this instance has already of the parcel's parts, to be shared with the object
   */
  receive(parcel: Parcel, parts?: { srs?: Handle<CurveName> }): Handle<CurveName>;
  /**
   * Ends the instance, and frees every handle of it; running calls end with an InstanceDeadError.
   * The second time it does nothing.
   * @returns the handles that were alive
   */
  close(): Leak[];
  /**
   * Settles when the instance has ended, by close() or because it has died, and its threads with it.
   */
  readonly closed: Promise<void>;
  /** close(), then a new instance with the same options: linear memory itself never shrinks. */
  recycle(): Promise<Onggi>;
  /** The Emscripten module, with `load({ raw: true })` only. */
  readonly raw?: any;
}

/** A handle that is alive. */
export interface Leak {
  /** Its class, e.g. `vesta.Srs`. */
  type: string;
  /** Native bytes that came with it; what several handles share is divided among them. */
  bytes: number;
  /** Milliseconds since it was made. */
  age: number;
  /** The stack that made it, where it was noted. */
  site?: string;
}

/** What is made in a scope is freed at its end, the newest first, whichever way it ends. */
export declare class Scope {
  /** A scope by itself, for `using`; it owns what is given to own(). */
  constructor();
  /** Has the handle freed at the end of this scope, and of no other. */
  own<H extends Handle<CurveName>>(handle: H): H;
  /** Leaves the handle to the scope around this one; without one, to its user. */
  keep<H extends Handle<CurveName>>(handle: H): H;
  /** Ends the scope. The second time it does nothing. */
  close(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs the function, and frees every handle that was made meanwhile, but for those in its result:
 * itself, or in its arrays and plain objects. If the end fails as well as the function, both errors
 * are in an AggregateError, the function's first.
 */
export declare function scope<T>(body: (scope: Scope) => T extends PromiseLike<unknown> ? never : T): T;
/**
 * The same over awaits. Where the runtime has no AsyncLocalStorage, only what is given to own() of
 * the scope is freed.
 */
export declare function scopeAsync<T>(body: (scope: Scope) => T | PromiseLike<T>): Promise<T>;

/** What the runtime has, and what holds with or without it. */
export declare function doctor(): Promise<{
  runtime: string;
  findings: { name: string; present: boolean; meaning: string }[];
}>;

/** Loads an instance of the module. Instances share nothing; the code is compiled once. */
export declare function load(options?: LoadOptions): Promise<Onggi>;

/** What every public function throws. */
export declare class OnggiError extends Error {
  readonly code: ErrorCode;
}
/** Code `stale_handle`. */
export declare class StaleHandleError extends OnggiError {
  /** The class of the handle, e.g. `vesta.Srs`. */
  readonly type: string;
}
/** Code `native_budget`. Nothing was allocated, and everything goes on working. */
export declare class NativeBudgetError extends OnggiError {
  /** Bytes that the call might have taken. */
  readonly needed: number;
  /** Native bytes in use: of objects, and of the arguments of calls that are not over. */
  readonly live: number;
  /** The hard limit in bytes. */
  readonly limit: number;
  /** The types that hold most, and where in the program most of each was made. */
  readonly top: { type: string; count: number; bytes: number; sites: string[] }[];
}
/** Code `cancelled`; the cause is the signal's reason. */
export declare class CancelledError extends OnggiError {}
/** Code `instance_dead`; the cause is what killed the instance. */
export declare class InstanceDeadError extends OnggiError {}
