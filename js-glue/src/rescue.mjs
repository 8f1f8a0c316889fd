// In Node, the handles that synchronous code has dropped can be found at once: the heap is searched
// for those that are left. It takes a collection and a walk over the heap, so it comes last.
import { Handle } from './handle.mjs';
import { nodeModules } from './runtime.mjs';
import { releaseDropped } from './table.mjs';

/** @typedef {(constructor: Function, options: { format: 'summary' }) => string[]} QueryObjects */

/** @returns {QueryObjects | undefined} */
const query = () => /** @type {any} */ (nodeModules.v8)?.queryObjects;

export const canRescue = () => query() !== undefined;

/** Gives up what dropped handles hold. @returns {boolean} whether there was a way to find them */
export function rescue() {
  const queryObjects = query();
  if (queryObjects === undefined) return false;
  const found = Handle.asTokens(() => queryObjects(Handle, { format: 'summary' }));
  const survivors = new Set(found.map(Number));
  releaseDropped((token) => survivors.has(token));
  return true;
}
