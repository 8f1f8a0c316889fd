// The instance that o1js runs on: loaded when it is first used, with the options of configure().
import os from 'node:os';

import { loadSync } from 'onggi';

import { OnggiError } from '../../runtime/errors.mjs';
import { checkOptions } from '../../runtime/native/options.mjs';

/** @typedef {{ threads?: number, maxMemory?: number, softLimit?: number, cache?: boolean | string }} Options */

const mebibyte = 2 ** 20;
const mostThreads = 64;

const cores = Math.min(os.availableParallelism(), mostThreads);

/** Enough for the index and a proof of a step circuit of 2^16 rows, next to the wrap circuit. */
const defaults = { threads: cores, maxMemory: 2048 * mebibyte, softLimit: 512 * mebibyte, cache: true };

/** The environment variables that are numbers. */
const variables = { threads: 'ONGGI_THREADS', maxMemory: 'ONGGI_MAX_MEMORY', softLimit: 'ONGGI_SOFT_LIMIT' };

/** @returns {Options} */
function fromEnvironment() {
  /** @type {Record<string, number>} */
  const found = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = process.env[variable];
    if (text === undefined || text === '') continue;
    if (!/^[1-9]\d*$/.test(text)) {
      throw new OnggiError(
        'invalid_argument',
        `onggi/o1js: ${variable}: must be a positive integer, got ${text.slice(0, 40)}`
      );
    }
    found[name] = Number(text);
  }
  return found;
}

/** @type {Options} */
let configured = {};
/** What o1js's setNumberOfWorkers() asks for. @type {Options} */
let asked = {};
/** @type {import('onggi').Onggi | undefined} */
let instance;

/** @type {import('onggi').Onggi | undefined} */
let preliminary;

/** The instance. @returns {import('onggi').Onggi} */
export function current() {
  if (instance === undefined) {
    preliminary?.close();
    preliminary = undefined;
    instance = loadSync({ ...defaults, ...asked, ...fromEnvironment(), ...configured });
  }
  return instance;
}

/**
 * The instance, for calls whose objects are freed before they return. o1js makes the digests of circuits before it
 * tells how many threads it wants: until then these calls have an instance with one thread.
 * @returns {import('onggi').Onggi}
 */
export function currentForDigests() {
  const threads = configured.threads ?? fromEnvironment().threads ?? asked.threads;
  if (instance !== undefined || threads !== undefined) return current();
  return (preliminary ??= loadSync({ cache: false }));
}

/**
 * o1js tells how many workers it would start: what the program has set, or one less than there are cores.
 * @param {number} workers
 */
export function askForWorkers(workers) {
  if (instance === undefined && workers !== Math.max(1, os.availableParallelism() - 1)) {
    asked = { threads: Math.min(Math.max(1, workers), mostThreads) };
  }
}

/** What a small circuit takes to compile or prove. */
const room = 64 * mebibyte;

/** Waits until indexes that o1js has dropped are freed, if there is little room below the soft limit. */
export const makeRoom = async () => instance?.reserve(Math.min(room, instance.memory().limits.soft));

/**
 * Sets options of the instance, before it is used.
 * @param {Options} options
 */
export function configure(options) {
  const read = checkOptions(options, 'configure: options', Object.keys(defaults));
  if (instance !== undefined) {
    throw new OnggiError(
      'invalid_argument',
      'configure: the instance is in use already: call configure() before o1js compiles or hashes anything'
    );
  }
  const given = Object.entries(read).filter(([, value]) => value !== undefined);
  configured = { ...configured, ...Object.fromEntries(given) };
}

/** What a program may use of the instance. close() and recycle() are left out: o1js holds handles. */
const members = /** @type {const} */ ([
  'vesta',
  'pallas',
  'fp',
  'fq',
  'id',
  'memory',
  'threads',
  'leaks',
  'reserve',
  'onMemory',
  'closed',
]);

/** The instance, which is loaded when a member of it is first read. */
export const onggi = Object.freeze(
  Object.defineProperties(
    {},
    Object.fromEntries(members.map((name) => [name, { get: () => current()[name], enumerable: true }]))
  )
);
