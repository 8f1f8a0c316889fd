// Kimchi proofs. The objects are handles whose native memory is freed reliably.

// Classes of the platform, as the program's types know them. It may use neither the library `dom` nor Node's types.
type Platform<Name extends string> = typeof globalThis extends { [K in Name]: { prototype: infer T } }
  ? T
  : object;
type PlatformModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } }
  ? T
  : object;

/** `vesta` proves circuits over Fp, `pallas` circuits over Fq. */
export type CurveName = 'vesta' | 'pallas';

// Bytes are a Uint8Array of any realm (an iframe, a vm context), Node's Buffer included. They are copied when
// the call begins. Other views and bare buffers are refused with `wrong_type`, and bytes whose buffer is
// detached, or was resized and no longer contains them, with `detached_bytes`.

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
 * a public input's. The builder returns cells; programs need not compute them.
 */
export type Cell = number;
/**
 * JSON as text, as UTF-8 bytes or as an object. An object is written as JSON.stringify() does, except that
 * bigints become hex digits; it must not contain bytes, nor be more than 64 levels deep.
 */
export type Json = string | Uint8Array | object;

/** The members of every handle. A dropped handle is freed when it is collected. */
export interface Handle<C extends CurveName> {
  /** The curve that the object belongs to. */
  readonly curve: C;
  /** Whether the native object can still be used through this handle. */
  readonly live: boolean;
  /**
   * Frees the native object: at once, or when the running calls that use it have ended. The second time
   * it does nothing. Any other use of a freed handle throws a StaleHandleError.
   */
  free(): void;
  /** The same as free(), for `using`. */
  [Symbol.dispose](): void;
  /** As free(); settles when the running calls that use the object have ended and it is freed. */
  [Symbol.asyncDispose](): Promise<void>;
  /**
   * Moves the object out of this instance: the parcel holds its content as bytes, can be posted to a worker,
   * and becomes a handle again by receive() of another instance. Afterwards this handle is stale and its
   * native memory freed. If the worker dies, its objects are lost; a copy of the parcel can be received again.
   *
   * Throws with code `unsupported` if the content of an object cannot be read completely (`CircuitBuilder`,
   * `VerificationBatch`) and for unfinished work (`ProverTask`, `SrsTask`, `PlonkIndexTask`,
   * `VerifierTask`, `CircuitTask`).
   */
  transfer(): Parcel;
  /**
   * Another handle to the same native object. Each handle is freed separately; the object is freed with the
   * last one.
   */
  share(): this;
}

/** An object on its way to another instance: plain data, to be posted or stored. */
export interface Parcel {
  /** The class of the object, e.g. `Srs`. */
  readonly type: string;
  /** The object as plain data, whose form may change between versions. */
  readonly content: unknown;
  /**
   * Parcels of the objects that this one shares, such as `srs` of an index. A part can be removed if
   * receive() gets that object as a handle.
   */
  readonly parts?: Readonly<Record<string, Parcel>>;
}

/** The progress of a piece of work. */
export interface Progress {
  /**
   * For a proof "check", "witness", "permutation", "quotient", "evaluation", "opening"; for an SRS "points"; for
   * an index "columns", "commitments", and "evaluations" to be kept; of verification "transcript", "opening"; of a circuit "text"; at the
   * end "done".
   */
  phase: string;
  /** The estimated part of the whole work that is done, 0 to 1; never decreases. */
  fraction: number;
}

/** A challenge of an earlier proof, as in kimchi-witness/1. */
export interface PreviousChallenge {
  /** The challenges of the earlier opening, one for each halving of its SRS. */
  chals: readonly (bigint | string)[];
  /** The commitment to the polynomial that the challenges define: [x, y] or null for each chunk. */
  comm: readonly (readonly [bigint | string, bigint | string] | null)[];
}

/** The data of a runtime table, as in kimchi-witness/1. */
export interface RuntimeTable {
  /** The number of the table, as lookups name it. */
  id: number;
  /** Its values. */
  data: readonly (bigint | string)[];
}

/** Options of functions that wait until their result fits below the soft limit. */
export interface WaitOptions {
  /** Aborting it ends the work with a CancelledError, and frees everything that the work has made. */
  signal?: Platform<'AbortSignal'>;
}

/** Options of work that is done in steps, with a turn of the event loop between them. */
export interface TaskOptions extends WaitOptions {
  /**
   * Called with the progress after each step. The work waits for a promise that it returns. If it throws,
   * or its promise rejects, the work ends with that error.
   */
  onProgress?: (progress: Progress) => void | PromiseLike<void>;
}

/** Data of a proof that is not in the witness. */
export interface ProofData {
  /** Used in place of those of the witness. */
  previousChallenges?: readonly PreviousChallenge[];
  /** Used in place of those of the witness. */
  runtimeTables?: readonly RuntimeTable[];
}

/** Options of proveSync(). */
export interface ProveSyncOptions extends ProofData {
  /** Called with the progress after each step. If it throws, proving ends with that error. */
  onProgress?: (progress: Progress) => void;
}

/** Options of prove(). */
export interface ProveOptions extends TaskOptions, ProofData {}

/** Options of a prover index. */
export interface IndexOptions {
  /**
   * Keeps more than an index needs, so that its proofs take less time: its columns on the cosets of the quotient and,
   * if its domain is not larger than the SRS, the Lagrange basis, which takes seconds to compute unless the SRS has
   * it. By default false. It takes some four times the memory of the index, which trim() gives back, as do calls that do
   * not fit below a limit otherwise. Proofs are the same.
   */
  keepEvaluations?: boolean;
}

/** Options of a prover index that is made in steps. */
export interface IndexTaskOptions extends TaskOptions, IndexOptions {}

export interface PlonkIndexClass<C extends CurveName> {
  /** As create(), with options. */
  create(circuit: Json, srs: Srs<C>, options?: IndexOptions): PlonkIndex<C>;
  /** As fromGates(), with options. */
  fromGates(
    gates: GateVector<C>,
    publicInputSize: number,
    srs: Srs<C>,
    extras?: Json,
    options?: IndexOptions
  ): PlonkIndex<C>;
  /** As create(), in steps: it takes seconds if there are many rows. */
  createAsync(circuit: Json, srs: Srs<C>, options?: IndexTaskOptions): Promise<PlonkIndex<C>>;
  /** As fromGates(), in steps. */
  fromGatesAsync(
    gates: GateVector<C>,
    publicInputSize: number,
    srs: Srs<C>,
    extras?: Json,
    options?: IndexTaskOptions
  ): Promise<PlonkIndex<C>>;
  /** As decode(), with options. */
  decode(bytes: Uint8Array, srs: Srs<C>, options?: IndexOptions): PlonkIndex<C>;
  /** As decode(), in steps if evaluations are to be kept. */
  decodeAsync(bytes: Uint8Array, srs: Srs<C>, options?: IndexTaskOptions): Promise<PlonkIndex<C>>;
}

export interface SrsClass<C extends CurveName> {
  /** As create(), in steps: it takes seconds if there are many bases. */
  createAsync(depth: number, options?: TaskOptions): Promise<Srs<C>>;
}

export interface PlonkIndex<C extends CurveName> {
  /**
   * Proves in steps, with a turn of the event loop between them. Index and witness may be freed
   * meanwhile: their memory is released when the promise has settled.
   */
  prove(witness: Witness<C>, options?: ProveOptions): Promise<ProverProof<C>>;
  /** Proves without a turn of the event loop. It cannot be cancelled. */
  proveSync(witness: Witness<C>, options?: ProveSyncOptions): ProverProof<C>;
}

export interface VerifierIndexClass<C extends CurveName> {
  /** Whether all proofs are valid; checked together, with one multi-scalar multiplication
   *  for each SRS. */
  batchVerify(claims: readonly { index: VerifierIndex<C>; proof: ProverProof<C> }[]): boolean;
  /** As batchVerify(), in steps: first of each proof, then of each SRS. */
  batchVerifyAsync(
    claims: readonly { index: VerifierIndex<C>; proof: ProverProof<C> }[],
    options?: TaskOptions
  ): Promise<boolean>;
}

export interface VerifierIndex<C extends CurveName> {
  /**
   * As verify(), in steps, with a turn of the event loop between them. Index and proof may be freed
   * meanwhile: their memory is released when the promise has settled.
   */
  verifyAsync(proof: ProverProof<C>, options?: TaskOptions): Promise<boolean>;
}

export interface VerificationBatch<C extends CurveName> {
  /** As verify(), in steps: first of each proof, then of each SRS. Proofs added meanwhile do not count. */
  verifyAsync(options?: TaskOptions): Promise<boolean>;
}

export interface CircuitBuilder<C extends CurveName> {
  /** As circuit(), of the circuit as it is now, in steps. */
  circuitAsync(srsDepth: number, options?: TaskOptions): Promise<any>;
}

/** Native memory of one type of object. */
export interface TypeUsage {
  /** Live objects. A shared one lives until its last user is freed. */
  count: number;
  /** Bytes that they hold, by capacity. */
  bytes: number;
  /** The largest value of `bytes` so far. */
  peak: number;
}

/** Native memory in use; numbers of bytes unless stated. */
export interface MemoryReport {
  /** Bytes of linear memory. It never shrinks. */
  linear: number;
  /** Bytes that the allocator has handed out. */
  heap: number;
  /** Bytes of all native objects alive. */
  live: number;
  /** The largest value of `live` so far. */
  peak: number;
  /** Handles that have not been released. */
  handles: number;
  /** Released handles, by reason. */
  freed: { dispose: number; scope: number; collector: number; move: number; close: number };
  /**
   * With load({ debug }) only: calls that took more bytes than their bound. There should be none.
   */
  overruns?: { call: string; allowed: number; taken: number }[];
  /** In bytes. */
  limits: { soft: number; hard: number };
  /** By type, e.g. `byType.VestaSrs`; types are listed from their first object on. */
  byType: Record<string, TypeUsage>;
}

/** A WebAssembly module: an absolute URL, a response with its bytes, the bytes, or a compiled module. */
export type WasmSource =
  | ArrayBuffer
  | ArrayBufferView
  | PlatformModule
  | Platform<'Response'>
  | Platform<'URL'>
  | string;

/** Options of load({ cache }). */
export interface CacheOptions {
  /** The path of the folder; by default as with `cache: true`. Browsers ignore it. */
  folder?: string;
  /** Keeps entries in the memory of this process, page or worker, for all its instances, and writes nothing. */
  memory?: boolean;
  /** Whether indexes are kept as well as points, by default true. */
  indexes?: boolean;
  /** Bytes of all entries, by default 1 GiB. Above that, those that were used least recently are removed. */
  maxBytes?: number;
}

/** Options of load(). */
export interface LoadOptions {
  /**
   * Number of threads, the calling one included: 1 to 64, by default 1. With more than one, load() takes
   * another module, onggi.threads.wasm, whose memory is shared by workers. If threads are impossible, load()
   * throws an error with code `unsupported` and the reason. 'auto' is as many as there are cores, at most 16; or one
   * if threads are impossible or do not start, and then threads() and doctor() tell the reason.
   */
  threads?: number | 'auto';
  /**
   * The module. By default onggi.wasm, or with threads onggi.threads.wasm, from the folder of this file or from where
   * the bundler has put it. A module of another build, or for another number of threads, is refused with code
   * `load_failed`. loadSync() takes no response.
   */
  wasm?: WasmSource;
  /**
   * The address of the script of the threads, `onggi/thread` or a bundle of it, as a URL, an absolute URL, or a
   * TrustedScriptURL. By default the package's own, or where the bundler has put it.
   */
  worker?: Platform<'URL'> | string | object;
  /**
   * Native bytes that may be in use at once, by default 1 GiB: those of objects, and of the arguments
   * of running calls. A call that might need more throws a NativeBudgetError before it allocates.
   */
  maxMemory?: number;
  /**
   * Native bytes, by default 256 MiB. Above them, the …Async functions wait, one after another, until
   * dropped handles are collected.
   */
  softLimit?: number;
  /**
   * Records where each handle is created, or one of 64 with 'sample', and lists at the exit of Node the
   * handles that were never freed.
   */
  debug?: boolean | 'sample';
  /**
   * At most one instance of a name is alive: load() closes the earlier one, even if it belongs to another
   * copy of this package. For hot reloading.
   */
  name?: string;
  /**
   * Dropped handles are not freed, as with plain embind, and the result has the Emscripten module as `raw`.
   * For measurements.
   */
  raw?: boolean;
  /**
   * Receives a line, with its line end, for every native object that is created, resized or destroyed.
   * Without this option, the lines are appended to the file that the environment variable ONGGI_TRACE names.
   */
  trace?: TraceSink;
  /**
   * Keeps the points of the standard SRS with 2^9 … 2^16 bases, and the prover indexes over them, so that creating them
   * again reads them: in a folder in Node, Deno and Bun, in IndexedDB in browsers, where only the …Async functions use
   * it. A path names the folder; true stands for the one that the environment variable ONGGI_CACHE names, or else the
   * system's; false for none. By default, the one that ONGGI_CACHE names, if any. `ONGGI_CACHE=off` is none, unless the
   * option is a path. A damaged or foreign entry is replaced; storage that cannot be used is no error.
   */
  cache?: boolean | string | CacheOptions;
}

/** Receives a trace: a function or a stream. It must not call close(). */
export type TraceSink = ((line: string) => void) | { write(line: string): unknown };

/** An instance of the module. */
export interface Onggi {
  /** Circuits over Fp; the same as `fp`. */
  readonly vesta: Curve<'vesta'>;
  /** Circuits over Fq; the same as `fq`. */
  readonly pallas: Curve<'pallas'>;
  /** The same as `vesta`. */
  readonly fp: Curve<'vesta'>;
  /** The same as `pallas`. */
  readonly fq: Curve<'pallas'>;
  /** The memory in use. */
  memory(): MemoryReport;
  /** The number of this instance: the first one of a thread has 1. */
  readonly id: number;
  /**
   * Calls back when the memory in use has changed, at most once an interval (0 to 2^31 − 1 ms, by default
   * 1000), until the returned function is called. It does not keep the process alive. In Node the diagnostics
   * channels `onggi:memory` ({ instance, memory }) and `onggi:proof` ({ instance, curve, outcome, ms }) report
   * on all instances.
   */
  onMemory(callback: (report: MemoryReport) => void, options?: { interval?: number }): () => void;
  /**
   * How many threads take part in the work, the calling one included; none when the instance has ended. After
   * loadSync() they join one after the other; `failure` says why one did not.
   */
  threads(): { running: number; failure?: string };
  /** The handles that are alive, the largest first. */
  leaks(): Leak[];
  /**
   * Waits until dropped handles have freed memory for so many bytes below the soft limit, as far as
   * they can. The bytes are reserved until the event loop turns. The …Async functions and prove() do this
   * themselves.
   */
  reserve(bytes: number): Promise<void>;
  /**
   * The handle of an object that transfer() has moved here.
   * @param parts handles of this instance, to be shared in place of the parcel's parts
   */
  receive(parcel: Parcel, parts?: { srs?: Handle<CurveName> }): Handle<CurveName>;
  /**
   * Ends the instance, and frees all its handles; running calls end with an InstanceDeadError. The second
   * time it does nothing.
   * @returns the handles that were alive
   */
  close(): Leak[];
  /**
   * Settles when the instance and its threads have ended, by close() or because it has died.
   */
  readonly closed: Promise<void>;
  /** close(), for `await using`; settles as `closed`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** close(), then a new instance with the same options: linear memory itself never shrinks. */
  recycle(): Promise<Onggi>;
  /** The Emscripten module, with `load({ raw: true })` only. */
  readonly raw?: any;
}

/** A handle that is alive. */
export interface Leak {
  /** Its class, e.g. `vesta.Srs`. */
  type: string;
  /** Native bytes of its object; bytes that several handles share are divided among them. */
  bytes: number;
  /** Milliseconds since it was created. */
  age: number;
  /** The stack that created it, if it was recorded. */
  site?: string;
}

/** Handles that are created in a scope are freed at its end, the newest first, also if it throws. */
export declare class Scope {
  /** A scope for `using`; it owns the handles that are passed to own(). */
  constructor();
  /** Frees the handle at the end of this scope and of no other. */
  own<H extends Handle<CurveName>>(handle: H): H;
  /** Moves the handle to the surrounding scope; if there is none, the caller has to free it. */
  keep<H extends Handle<CurveName>>(handle: H): H;
  /** Ends the scope. The second time it does nothing. */
  close(): void;
  /** The same as close(), for `using`. */
  [Symbol.dispose](): void;
  /** As close(); settles when the running calls that use its handles have ended. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs the function and frees every handle that it has created, except the handles in its result: the result
 * itself, or in its arrays and plain objects, of which the first 4,194,304 values are searched. If both the
 * function and the end of the scope fail, the call throws an AggregateError, with the function's error first.
 */
export declare function scope<T>(body: (scope: Scope) => T extends PromiseLike<unknown> ? never : T): T;
/**
 * As scope(), for asynchronous functions. Without AsyncLocalStorage, it frees only the handles that are
 * passed to own() of the scope.
 */
export declare function scopeAsync<T>(body: (scope: Scope) => T | PromiseLike<T>): Promise<T>;

/** Which features the runtime has, and what works with or without them. */
export declare function doctor(): Promise<{
  /** Its name, e.g. `node`. */
  runtime: string;
  /** Each feature, and what its presence or absence means. */
  findings: { name: string; present: boolean; meaning: string }[];
}>;

/** Loads an instance of the module. Instances share no memory; the code is compiled once. */
export declare function load(options?: LoadOptions): Promise<Onggi>;
/**
 * As load(), without a turn of the event loop: in Node from 20.16 or 22.3 on, for programs that cannot wait, such as
 * CommonJS modules. The module is read from a file. Threads are started, and join the work when they are ready.
 */
export declare function loadSync(options?: LoadOptions): Onggi;

/**
 * The error that every public function throws. `instanceof` also recognises errors of another copy of this
 * package.
 */
export declare class OnggiError extends Error {
  /** What went wrong. It stays the same between versions; messages may change. */
  readonly code: ErrorCode;
}
/** Code `stale_handle`. */
export declare class StaleHandleError extends OnggiError {
  /** The class of the handle, e.g. `vesta.Srs`. */
  readonly type: string;
}
/** Code `native_budget`. Nothing was allocated, and the instance stays usable. */
export declare class NativeBudgetError extends OnggiError {
  /** Bytes that the call might have needed. */
  readonly needed: number;
  /** Native bytes in use: those of objects, and of the arguments of running calls. */
  readonly live: number;
  /** The hard limit in bytes. */
  readonly limit: number;
  /** The types with the most bytes, each with its largest call sites in the program. */
  readonly top: { type: string; count: number; bytes: number; sites: string[] }[];
}
/** Code `cancelled`; the cause is the signal's reason. */
export declare class CancelledError extends OnggiError {}
/** Code `instance_dead`; the cause is the error that killed the instance. */
export declare class InstanceDeadError extends OnggiError {}
