// `onggi/worker`: the classes of onggi, computed in a worker. Every member returns a promise. A handle refers to an object in
// the worker: free(), share(), scopes and the garbage collector concern the reference, and need no promise.
import type {
  CurveName,
  IndexOptions,
  IndexTaskOptions,
  Json,
  Leak,
  LoadOptions as LocalLoadOptions,
  MemoryReport,
  Parcel,
  ProofData,
  Progress,
  ProveOptions,
  TaskOptions,
} from 'onggi';

export type {
  Cell,
  Columns,
  CurveName,
  ErrorCode,
  FieldElement,
  Fields,
  GateType,
  IndexOptions,
  IndexTaskOptions,
  Json,
  Leak,
  MemoryReport,
  Parcel,
  Point,
  PointLike,
  Points,
  PreviousChallenge,
  ProofData,
  Progress,
  ProveOptions,
  RuntimeTable,
  TaskOptions,
  TypeUsage,
  WaitOptions,
} from 'onggi';
export {
  CancelledError,
  gateTypes,
  InstanceDeadError,
  NativeBudgetError,
  OnggiError,
  StaleHandleError,
} from 'onggi';

/** The members of every handle. A dropped handle is freed when it is collected. */
export interface Handle<C extends CurveName> {
  /** The curve that the object belongs to. */
  readonly curve: C;
  /** Whether the object can still be used through this handle. When its worker has ended, it cannot. */
  readonly live: boolean;
  /** Frees the object: at once, or when the running calls that use it have ended. */
  free(): void;
  /** The same as free(), for `using`. */
  [Symbol.dispose](): void;
  /** As free(); settles when the running calls that use the object have ended. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Moves the object out of the worker: see Handle.transfer() of onggi. Afterwards this handle is stale. */
  transfer(): Promise<Parcel>;
  /** Another handle to the same object. Each is freed separately; the object is freed with the last one. */
  share(): this;
}

/** Options of proveSync(). */
export interface ProveSyncOptions extends ProofData {
  /** Called with the progress after each step. */
  onProgress?: (progress: Progress) => void | PromiseLike<void>;
}

export interface PlonkIndexClass<C extends CurveName> {
  /** As create(), with options. */
  create(circuit: Json, srs: Srs<C>, options?: IndexOptions): Promise<PlonkIndex<C>>;
  /** As fromGates(), with options. */
  fromGates(
    gates: GateVector<C>,
    publicInputSize: number,
    srs: Srs<C>,
    extras?: Json,
    options?: IndexOptions
  ): Promise<PlonkIndex<C>>;
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
  decode(bytes: Uint8Array, srs: Srs<C>, options?: IndexOptions): Promise<PlonkIndex<C>>;
  /** As decode(), in steps if evaluations are to be kept. */
  decodeAsync(bytes: Uint8Array, srs: Srs<C>, options?: IndexTaskOptions): Promise<PlonkIndex<C>>;
  /**
   * A handle to the index of this circuit that a client of the same worker holds, so that it is not made again; null
   * if there is none.
   * @param digest of its verifier index
   */
  find(digest: bigint): Promise<PlonkIndex<C> | null>;
}

export interface SrsClass<C extends CurveName> {
  /** As create(), in steps: it takes seconds if there are many bases. */
  createAsync(depth: number, options?: TaskOptions): Promise<Srs<C>>;
}

export interface PlonkIndex<C extends CurveName> {
  /**
   * Proves in steps. Other calls run in the worker meanwhile. Index and witness may be freed: their memory is
   * released when the promise has settled.
   */
  prove(witness: Witness<C>, options?: ProveOptions): Promise<ProverProof<C>>;
  /** As prove(), without `signal`. */
  proveSync(witness: Witness<C>, options?: ProveSyncOptions): Promise<ProverProof<C>>;
}

export interface VerifierIndexClass<C extends CurveName> {
  /** Whether all proofs are valid; checked together, with one multi-scalar multiplication for each SRS. */
  batchVerify(claims: readonly { index: VerifierIndex<C>; proof: ProverProof<C> }[]): Promise<boolean>;
  /** As batchVerify(), in steps: first of each proof, then of each SRS. */
  batchVerifyAsync(
    claims: readonly { index: VerifierIndex<C>; proof: ProverProof<C> }[],
    options?: TaskOptions
  ): Promise<boolean>;
}

export interface VerifierIndex<C extends CurveName> {
  /** As verify(), in steps. */
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

/** Options of load(). */
export interface LoadOptions
  extends Pick<
    LocalLoadOptions,
    'threads' | 'wasm' | 'worker' | 'maxMemory' | 'softLimit' | 'debug' | 'cache'
  > {
  /**
   * The address of the worker's script, `onggi/worker/script` or a bundle of it, as a URL, an absolute URL, or a
   * TrustedScriptURL. By default the package's own, or where the bundler has put it.
   */
  script?: LocalLoadOptions['worker'];
  /**
   * Milliseconds that the worker's script may take until it runs, by default 9,000. Reading and compiling the WebAssembly
   * module, which follows, does not count.
   */
  startDeadline?: number;
}

/** Options of close(). */
export interface CloseOptions {
  /** Milliseconds that running calls may still take, by default 10,000. */
  deadline?: number;
}

/** A client of a worker. */
export interface Onggi {
  /** Circuits over Fp; the same as `fp`. */
  readonly vesta: Curve<'vesta'>;
  /** Circuits over Fq; the same as `fq`. */
  readonly pallas: Curve<'pallas'>;
  /** The same as `vesta`. */
  readonly fp: Curve<'vesta'>;
  /** The same as `pallas`. */
  readonly fq: Curve<'pallas'>;
  /** The number of this client among the clients and instances of its thread. */
  readonly id: number;
  /** The memory in use in the worker. `handles` and `freed` are those of this client. */
  memory(): Promise<MemoryReport>;
  /**
   * Calls back when the memory in use has changed, at most once an interval, until the returned function is called or
   * the worker ends.
   */
  onMemory(callback: (report: MemoryReport) => void, options?: { interval?: number }): Promise<() => void>;
  /** How many threads take part in the work, the worker itself included. */
  threads(): Promise<{ running: number; failure?: string }>;
  /** The handles of this client that are alive, the largest first. */
  leaks(): Promise<Leak[]>;
  /** Waits until dropped handles have freed memory for so many bytes below the soft limit, as far as they can. */
  reserve(bytes: number): Promise<void>;
  /**
   * The handle of an object that transfer() has moved here.
   * @param parts handles of this client, to be shared in place of the parcel's parts
   */
  receive(parcel: Parcel, parts?: { srs?: Handle<CurveName> }): Promise<Handle<CurveName>>;
  /**
   * Another client of the same worker, with handles of its own: PlonkIndex.find() finds the indexes of all clients.
   * The worker ends when the last client is closed.
   */
  connect(): Promise<Onggi>;
  /**
   * Ends this client. Running calls may still end until the deadline; then they fail with an InstanceDeadError. The
   * second time it does nothing.
   * @returns the handles that were alive
   */
  close(options?: CloseOptions): Promise<Leak[]>;
  /** close(), for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
  /** Settles when the client has ended by close(). */
  readonly closed: Promise<void>;
  /** close(), then a new worker with the same options. */
  recycle(): Promise<Onggi>;
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
 * Runs the function and frees every handle that it has created, except the handles in its result. Without
 * AsyncLocalStorage, as in browsers, it frees only the handles that are passed to own() of the scope.
 */
export declare function scopeAsync<T>(body: (scope: Scope) => T | PromiseLike<T>): Promise<T>;

/**
 * Starts a worker that computes everything. If it ends unexpectedly, what runs in it fails with an InstanceDeadError, its
 * handles are stale, and the next call starts a new worker.
 */
export declare function load(options?: LoadOptions): Promise<Onggi>;
