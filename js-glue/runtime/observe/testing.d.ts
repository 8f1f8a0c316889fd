// For tests of programs that use onggi, with any test runner.
import type { Onggi, OnggiError } from 'onggi';

export interface LeakOptions {
  /**
   * Whether the collector may give back what was dropped. By default it may, and is asked to. Without
   * it, only what was freed or scoped is gone.
   */
  collect?: boolean;
  /** Objects that may stay, by type: `{ VestaSrs: 1 }`. */
  allow?: Record<string, number>;
}

/** Code `leaked`: native objects outlived the code that made them. */
export declare class LeakError extends OnggiError {
  /** How many more objects are alive, by type. */
  readonly leaked: Readonly<Record<string, number>>;
}

/**
 * Runs the body, and fails with a LeakError if native objects that it made are alive afterwards.
 * @returns what the body returned
 */
export declare function expectNoLeaks<T>(
  onggi: Onggi,
  body: () => T | PromiseLike<T>,
  options?: LeakOptions,
): Promise<T>;

/**
 * For hooks: notes what is alive now. The function that it returns fails with a LeakError if more is
 * alive when it is called.
 */
export declare function leakCheck(onggi: Onggi, options?: LeakOptions): () => Promise<void>;
