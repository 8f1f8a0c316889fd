// For tests of programs that use onggi: throws if native objects outlive the code that made them.
import { markErrors, OnggiError } from '../errors.mjs';
import { keys, now } from '../intrinsics.mjs';
import { collectOnce } from '../memory/pressure.mjs';
import { checkOptions } from '../native/options.mjs';
import { isReadable, requireInstance, size, wrongType } from '../native/checks.mjs';

/** @typedef {Record<string, number>} Counts objects by type */
/** @typedef {{ memory(): any, leaks(): import('./leaks.mjs').Leak[] }} Onggi */
/** @typedef {{ collect?: boolean, allow?: Counts }} LeakOptions */

// A finalizer may release the last reference to another object, which a later collection finds.
const mostCollections = 4;
const sitesNamed = 5;

export class LeakError extends OnggiError {
  /** @param {string} message @param {Counts} leaked */
  constructor(message, leaked) {
    super('leaked', message);
    /** @readonly */
    this.leaked = Object.freeze(leaked);
  }

  get name() {
    return 'LeakError';
  }
}

markErrors(LeakError);

/** @param {Onggi} onggi @returns {Counts} */
const countObjects = ({ memory }) =>
  Object.fromEntries(Object.entries(memory().byType).map(([type, { count }]) => [type, count]));

/** Handles with a larger number than `since`. @param {Onggi} onggi @param {number} since */
function handlesSince(onggi, since) {
  const age = now() - since;
  return onggi.leaks().filter((leak) => leak.age <= age);
}

/** `vesta.Srs` is `VestaSrs` in memory().byType. @param {string} type */
const ledgerName = (type) => type.replace(/^(.)(.*)\./, (_, first, rest) => first.toUpperCase() + rest);

/**
 * Additional objects and handles, by type. The number of objects alone can hide a leak, because older
 * handles may have been freed meanwhile.
 * @param {Onggi} onggi @param {Counts} before @param {Counts} allow @param {number} since
 */
function additional(onggi, before, allow, since) {
  /** @type {Counts} */
  const more = {};
  for (const { type } of handlesSince(onggi, since)) {
    more[ledgerName(type)] = (more[ledgerName(type)] ?? 0) + 1;
  }
  for (const [type, count] of Object.entries(countObjects(onggi))) {
    more[type] = Math.max(more[type] ?? 0, count - (before[type] ?? 0));
  }
  return Object.fromEntries(Object.entries(more).filter(([type, count]) => count > (allow[type] ?? 0)));
}

/** Where they were created, if load({ debug }) recorded it. @param {Onggi} onggi @param {number} since */
function describeHandles(onggi, since) {
  const young = handlesSince(onggi, since);
  const lines = young.slice(0, sitesNamed).map(({ type, bytes, site }) => {
    const where = site === undefined ? '' : `, made ${site.split('\n')[0]}`;
    return `\n  ${type} of ${Math.round(bytes)} bytes${where}`;
  });
  if (young.length > sitesNamed) lines.push(`\n  and ${young.length - sitesNamed} more handles`);
  return lines.join('');
}

/** The numbers that are allowed, read once. @param {any} allow @returns {Counts} */
function readAllowed(allow) {
  if (!isReadable(allow)) return wrongType('onggi/testing: allow', 'an object', allow);
  const counts = keys(allow).map((type) => [
    ledgerName(type),
    size(allow[type], `onggi/testing: allow: ${type}`),
  ]);
  return Object.fromEntries(counts);
}

/**
 * @param {Onggi} onggi @param {LeakOptions} [options]
 * @returns {() => Promise<void>}
 */
export function leakCheck(onggi, options) {
  requireInstance(onggi, 'onggi/testing');
  const { collect = true, allow: allowed = {} } = checkOptions(options, 'onggi/testing: options', [
    'collect',
    'allow',
  ]);
  if (typeof collect !== 'boolean') wrongType('onggi/testing: collect', 'true or false', collect);
  const allow = readAllowed(allowed);
  const since = now();
  const before = countObjects(onggi);
  return async () => {
    let leaked = additional(onggi, before, allow, since);
    const isLeak = () => Object.keys(leaked).length > 0;
    for (let i = 0; collect && isLeak() && i < mostCollections; ++i) {
      if (!(await collectOnce())) break;
      leaked = additional(onggi, before, allow, since);
    }
    if (!isLeak()) return;
    const counts = Object.entries(leaked).map(([type, count]) => `${count} ${type}`);
    const how = collect ? 'and garbage collection did not free them' : 'and were not freed';
    throw new LeakError(
      `native objects outlived the code that made them, ${how}: ${counts.join(', ')}` +
        describeHandles(onggi, since),
      leaked
    );
  };
}

/**
 * @template T
 * @param {Onggi} onggi @param {() => T | PromiseLike<T>} body @param {LeakOptions} [options]
 * @returns {Promise<T>}
 */
export async function expectNoLeaks(onggi, body, options) {
  if (typeof body !== 'function') wrongType('expectNoLeaks: body', 'a function', body);
  const check = leakCheck(onggi, options);
  const result = await body();
  await check();
  return result;
}
