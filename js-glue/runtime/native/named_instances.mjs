// Instances with a name. At most one instance per name is alive in the realm, over all copies of this package:
// otherwise, after a hot reload, any reference to the old instance would keep its linear memory alive.
import { wrongType } from './checks.mjs';

const realm = /** @type {any} */ (globalThis);
/** Shared with other copies and versions of the package. @type {Map<string, { close(): unknown }>} */
const instances = (realm[Symbol.for('onggi.instances')] ??= new Map());

/** @param {unknown} name @returns {string | undefined} */
export function checkName(name) {
  return name === undefined || typeof name === 'string' ? name : wrongType('load: name', 'a string', name);
}

/**
 * Gives the name to the instance until it ends, and closes the instance that had it before.
 * @param {import('./instance.mjs').Instance} instance @param {string} name
 */
export function claimName(instance, name) {
  instances.get(name)?.close();
  instances.set(name, instance);
  instance.onEnd(async () => {
    if (instances.get(name) === instance) instances.delete(name);
  });
}
