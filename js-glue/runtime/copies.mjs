// Copies of this package in one process: as ES modules and as CommonJS, before and after a hot reload, of
// two versions. They do not share handles, but they recognise each other's.
import { defineProperty } from './intrinsics.mjs';

/** As in package.json. */
export const version = '0.2.0';

const mark = Symbol.for('onggi.handle');
const thisCopy = { version };

/** Marks the handles of this copy. @param {Function} Handle */
export function markHandles(Handle) {
  defineProperty(Handle.prototype, mark, { value: thisCopy });
}

/** The version of the copy that made this handle; undefined if it is not a handle of another copy. @param {unknown} value */
export function otherVersion(value) {
  try {
    const copy = /** @type {any} */ (value)?.[mark];
    return copy === undefined || copy === thisCopy ? undefined : String(copy.version);
  } catch {
    return undefined; // a proxy that throws
  }
}
