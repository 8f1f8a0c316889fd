// Instances by name, of all copies of this module that the realm has: one that hot reloading replaced
// lives on in whatever still refers to it, and so would its linear memory.
import { wrongType } from './values.mjs';

/** Known to other versions of the package as well. @type {Map<string, { close(): unknown }>} */
const instances = (/** @type {any} */ (globalThis)[Symbol.for('onggi.instances')] ??= new Map());

/** @param {unknown} name @returns {string | undefined} */
export function checkName(name) {
  return name === undefined || typeof name === 'string' ? name : wrongType('load: name', 'a string', name);
}

/**
 * Has the instance bear the name, until it is closed, and closes the one that bore it.
 * @param {import('./instance.mjs').Instance} instance @param {string} name
 */
export function claimName(instance, name) {
  instances.get(name)?.close();
  instances.set(name, instance);
  instance.events.on('closing', () => void instances.delete(name));
}
