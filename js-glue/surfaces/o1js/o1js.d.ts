// `import 'onggi/o1js'`, before o1js: o1js runs on onggi.
import type { LoadOptions, Onggi } from 'onggi';

/**
 * The instance that o1js runs on. It is loaded when o1js is initialized, or when a member of this object is first
 * read. It cannot be closed: o1js holds objects of it.
 */
export declare const onggi: Omit<Onggi, 'close' | 'recycle' | 'receive' | 'raw'>;

/** Sets options of the instance. It must be called before the instance is loaded. */
export declare function configure(options: Pick<LoadOptions, 'threads' | 'maxMemory' | 'softLimit'>): void;
