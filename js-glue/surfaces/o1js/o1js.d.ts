// `import 'onggi/o1js'`, before o1js: o1js runs on onggi.
//
// Environment variables:
//   ONGGI_THREADS, ONGGI_MAX_MEMORY, ONGGI_SOFT_LIMIT   as the options of configure(), which take precedence
//   ONGGI_CACHE                                         the folder for the points of the SRS, or `off`
//   ONGGI_KEEP_EVALUATIONS=on                           as `keepEvaluations: true` of configure()
//   ONGGI_O1JS=debug                                    prints on the standard error what was replaced
import type { IndexOptions, LoadOptions, Onggi } from 'onggi';

/**
 * The instance that o1js runs on. It is loaded when o1js first needs it, or when a member of this object is first
 * read; in browsers by `initializeBindings()` of o1js, which compile() and prove() call. It cannot be closed: o1js holds
 * objects of it.
 */
export declare const onggi: Omit<Onggi, 'close' | 'recycle' | 'receive' | 'raw'>;

/**
 * Sets options of the instance, before it is loaded; afterwards it throws. Wrong values are refused at once. The
 * defaults are as many threads as there are cores, or, after o1js's setNumberOfWorkers(n), n threads besides the calling
 * one, which takes part if there are more than n cores; `maxMemory` 2 GiB and `softLimit` 512 MiB, for step circuits of
 * up to 2^16 rows; and the system's cache folder. `keepEvaluations`, by default false, applies to every prover index that
 * o1js makes or reads from its cache; an index that cannot have the memory for it is made without. o1js's native backend does not tell how many workers the program wants, nor does it wait until dropped
 * programs are freed: the heap is searched for them when `maxMemory` is reached.
 */
export declare function configure(
  options: Pick<LoadOptions, 'threads' | 'maxMemory' | 'softLimit' | 'cache'> & IndexOptions
): void;
