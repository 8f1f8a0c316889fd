// For tests of programs that use onggi, with any test runner.
import type { Onggi, OnggiError } from 'onggi';

/** Options of expectNoLeaks(). */
export interface LeakOptions {
  /**
   * Whether dropped handles may be freed by garbage collection, which is then requested; by default true. With
   * `false`, dropped handles count as leaks.
   */
  collect?: boolean;
  /** Objects that may stay, by type: `{ VestaSrs: 1 }`. */
  allow?: Record<string, number>;
}

/** Code `leaked`: native objects outlived the code that made them. */
export declare class LeakError extends OnggiError {
  /** The numbers of additional live objects, by type. */
  readonly leaked: Readonly<Record<string, number>>;
}

/**
 * Runs the body, and fails with a LeakError if native objects that it made are alive afterwards.
 * @returns the result of the body
 */
export declare function expectNoLeaks<T>(
  onggi: Onggi,
  body: () => T | PromiseLike<T>,
  options?: LeakOptions
): Promise<T>;

/**
 * For hooks: records the objects that are alive now. The returned function fails with a LeakError if more
 * are alive when it is called.
 */
export declare function leakCheck(onggi: Onggi, options?: LeakOptions): () => Promise<void>;
