// The instance that o1js runs on: loaded when it is first used, with the options of configure().
import { loadSync } from 'onggi';

import { OnggiError } from '../../runtime/errors.mjs';
import { checkOptions } from '../../runtime/native/options.mjs';

/** @typedef {{ threads?: number, maxMemory?: number, softLimit?: number }} Options */

const optionNames = ['threads', 'maxMemory', 'softLimit'];

/** @type {Options} */
let options = {};
/** @type {import('onggi').Onggi | undefined} */
let instance;

/** The instance. @returns {import('onggi').Onggi} */
export const current = () => (instance ??= loadSync(options));

/**
 * Sets the options of the instance, before it is used.
 * @param {Options} wanted
 */
export function configure(wanted) {
  if (instance !== undefined) {
    throw new OnggiError(
      'invalid_argument',
      'configure: the instance is in use already: call configure() before o1js is initialized'
    );
  }
  const read = checkOptions(wanted, 'configure: options', optionNames);
  for (const [name, value] of Object.entries(read)) {
    if (value !== undefined) options = { ...options, [name]: value };
  }
}

/** What a program may use of the instance. close() and recycle() are left out: o1js holds handles. */
const members = /** @type {const} */ ([
  'vesta',
  'pallas',
  'fp',
  'fq',
  'id',
  'memory',
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
