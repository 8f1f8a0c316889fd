// Instances with a name. Of each name at most one is alive in the realm, over all copies of this package:
// after a hot reload, whatever still refers to an old instance would otherwise keep its linear memory.
import { wrongType } from './values.mjs';

/** Shared with other copies and versions of the package. @type {Map<string, { close(): unknown }>} */
const instances = (/** @type {any} */ (globalThis)[Symbol.for('onggi.instances')] ??= new Map());

/** @param {unknown} name @returns {string | undefined} */
export function checkName(name) {
  return name === undefined || typeof name === 'string' ? name : wrongType('load: name', 'a string', name);
}

/**
 * Gives the name to the instance, until it has ended, and closes the instance that had it before.
 * @param {import('./instance.mjs').Instance} instance @param {string} name
 */
export function claimName(instance, name) {
  instances.get(name)?.close();
  instances.set(name, instance);
  instance.onEnd(async () => {
    if (instances.get(name) === instance) instances.delete(name);
  });
}
