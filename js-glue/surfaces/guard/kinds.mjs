// The two kinds of modules, and how their objects are made, recognised and freed.
import { apply, getPrototypeOf, hasOwn } from '../../runtime/intrinsics.mjs';

/**
 * @typedef {object} Kind
 * @property {(prototype: any) => boolean} isPrototype whether objects with this prototype are native ones
 * @property {(raw: any) => number} address 0 if the object has been freed or taken over
 * @property {(raw: any) => boolean} isOwned whether it certainly belongs to JavaScript
 * @property {(raw: any) => void} destroy
 * @property {(raw: any) => void} forget the object has ended without destroy()
 * @property {boolean} handsOutAliases whether several objects may stand for one address
 * @property {boolean} lends whether the module frees the objects that it has passed to a callback
 * @property {(raw: any, known: any) => void} dropAlias ends a second object for the address of a known one
 * @property {ReadonlySet<string>} ownMethods that its handles replace
 */

/** @type {Kind} */
const wasmBindgen = {
  isPrototype: (prototype) =>
    hasOwn(prototype, 'free') &&
    (hasOwn(prototype, '__destroy_into_raw') || typeof prototype.constructor?.__wrap === 'function'),
  address: (raw) => (raw.__wbg_ptr ?? raw.ptr) >>> 0,
  isOwned: () => true,
  destroy: (raw) => raw.free(),
  // Takes it from the glue's own FinalizationRegistry, if there is one.
  forget: (raw) => raw.__destroy_into_raw?.(),
  handsOutAliases: false,
  lends: false,
  dropAlias: () => {},
  ownMethods: new Set(['constructor', 'free', '__destroy_into_raw']),
};

/** @param {any} prototype @returns {boolean} */
function isEmbindPrototype(prototype) {
  for (let each = prototype; each !== null; each = getPrototypeOf(each)) {
    if (hasOwn(each, 'isAliasOf') && hasOwn(each, 'delete')) return each !== prototype;
  }
  return false;
}

/** @type {Kind} */
export const embind = {
  isPrototype: isEmbindPrototype,
  // Each smart pointer is an object of its own: several may point to the same place.
  address: ({ $$ }) => ($$.smartPtr ?? $$.ptr) >>> 0,
  isOwned: ({ $$ }) => $$.smartPtr !== undefined,
  destroy: (raw) => raw.delete(),
  forget: () => {},
  handsOutAliases: true,
  lends: true,
  // A clone counts its object together with the original; another object only has the same pointer.
  dropAlias: (raw, known) => {
    if (raw.$$.count === known.$$.count) raw.delete();
  },
  ownMethods: new Set(['constructor', 'delete', 'deleteLater', 'isDeleted', 'clone']),
};

const kinds = [wasmBindgen, embind];

/** @param {any} prototype @returns {Kind | undefined} undefined if its objects are not native ones */
export function kindOf(prototype) {
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  return kinds.find(({ isPrototype }) => apply(isPrototype, undefined, [prototype]));
}
