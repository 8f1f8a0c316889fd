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
/** Points as objects, or as one flat array: x, then y, 32 little-endian bytes each. */
export type Points = Uint8Array | readonly ({ x: FieldElement; y: FieldElement } | null)[];
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
}

/** How far a proof is. */
export interface Progress {
  /** "witness", "permutation", "quotient", "evaluation", "opening" or "done". */
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

export interface ProveSyncOptions {
  /** Told of the progress after each step. If it throws, proving ends with what it threw. */
  onProgress?: (progress: Progress) => void;
  /** In place of the witness's own. */
  previousChallenges?: readonly PreviousChallenge[];
  /** In place of the witness's own. */
  runtimeTables?: readonly RuntimeTable[];
}

export interface ProveOptions extends ProveSyncOptions {
  /** Aborting it ends the work with a CancelledError. */
  signal?: AbortSignal;
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
  /** Whether all proofs are valid; checked together, with one multi-scalar multiplication. */
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
  /** By type, e.g. `byType.VestaSrs`; types are listed from their first object on. */
  byType: Record<string, TypeUsage>;
}

export interface LoadOptions {
  /** Threads to prove with; this build has one. */
  threads?: 1;
  /** Where to take onggi.wasm from, if not from beside this file. */
  wasm?: BufferSource | WebAssembly.Module | URL | string;
  /**
   * Handles that are dropped are not given back, only free() does so: what plain embind does. And
   * the result has the Emscripten module as `raw`. For measurements.
   */
  raw?: boolean;
  /**
   * Told of every native object that is made, resized or dropped: one line each, its end included.
   * Without it, the file that the environment variable ONGGI_TRACE names is appended to.
   */
  trace?: TraceSink;
}

/** Where a trace goes: a function, or a stream. */
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
  /** The Emscripten module, with `load({ raw: true })` only. */
  readonly raw?: any;
}

/** Loads an instance of the module. Instances share nothing; the code is compiled once. */
export declare function load(options?: LoadOptions): Promise<Onggi>;

/** What every public door throws. */
export declare class OnggiError extends Error {
  readonly code: ErrorCode;
}
/** Code `stale_handle`. */
export declare class StaleHandleError extends OnggiError {
  /** The class of the handle, e.g. `vesta.Srs`. */
  readonly type: string;
}
/** Code `cancelled`; the cause is the signal's reason. */
export declare class CancelledError extends OnggiError {}
/** Code `instance_dead`; the cause is what killed the instance. */
export declare class InstanceDeadError extends OnggiError {}
