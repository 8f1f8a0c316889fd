// Moves objects from one instance to another, of this thread or of a worker. Instances share no memory:
// objects travel as bytes.
import { OnggiError } from '../errors.mjs';
import { apply, getProperty, hasOwn } from '../intrinsics.mjs';
import { requireStack, stackFor } from '../native/stack.mjs';
import { countOf, isReadable, wrongType } from '../native/checks.mjs';

/**
 * How objects of a class move: the methods that write and read their content, and the classes of the handles
 * that the reader also takes, by the methods that return them. Lists move entry by entry.
 * @typedef {{ write: string, read: string, parts?: Record<string, string> } | { list: true }} Route
 */
/**
 * The data that moves: it can be cloned and stored.
 * @typedef {{ type: string, content: unknown, parts?: Record<string, Parcel> }} Parcel
 */

/**
 * The object as a parcel; the handle stays as it is. Its own properties and its `constructor` are not read: the program
 * may have changed them.
 * @param {any} handle @param {(handle: any) => any} classOf the class of a handle, as the table knows it
 * @returns {Parcel}
 */
export function pack(handle, classOf) {
  const { type, route, stays, prototype } =
    /** @type {{ type: string, route?: Route, stays?: string, prototype: any }} */ (classOf(handle));
  if (route === undefined) throw new OnggiError('unsupported', `a ${type} cannot be moved: ${stays}`);
  /** @param {string} method @param {unknown[]} args */
  const call = (method, ...args) => apply(prototype[method], handle, args);
  if ('list' in route) {
    const length = getProperty(prototype, 'length', handle);
    return { type, content: Array.from({ length }, (_, i) => call('get', i)) };
  }
  const content = call(route.write);
  if (route.parts === undefined) return { type, content };
  const parts = Object.keys(route.parts).map((name) => {
    const part = call(name); // a new handle
    try {
      return [name, pack(part, classOf)];
    } finally {
      part.free();
    }
  });
  return { type, content, parts: Object.fromEntries(parts) };
}

/**
 * @param {any} Class @param {unknown} entries of a caller's
 * @returns {any} a handle
 */
function readList(Class, entries) {
  const count = countOf(entries, `receive: ${Class.type}`, 'a list');
  const list = Class.create();
  try {
    for (let i = 0; i < count; ++i) list.push(/** @type {unknown[]} */ (entries)[i]);
    return list;
  } catch (error) {
    list.free();
    throw error;
  }
}

/** @param {Record<string, any>} curves @param {unknown} type @returns {any} */
function classNamed(curves, type) {
  if (typeof type !== 'string') return undefined;
  const dot = type.indexOf('.');
  const curve = type.slice(0, dot);
  const noun = type.slice(dot + 1);
  return hasOwn(curves, curve) && hasOwn(curves[curve], noun) ? curves[curve][noun] : undefined;
}

/**
 * The properties of a parcel, read once; `original` is for messages.
 * @typedef {{ Class: any, content: unknown, parts: unknown, original: unknown }} ReadParcel
 */

/** @param {Record<string, any>} curves @param {unknown} original @returns {ReadParcel} */
function readParcel(curves, original) {
  if (!isReadable(original)) return { Class: undefined, content: undefined, parts: undefined, original };
  const { type, content, parts } = /** @type {Partial<Parcel>} */ (original);
  return { Class: classNamed(curves, type), content, parts, original };
}

/**
 * @param {Record<string, any>} curves @param {ReadParcel} parcel
 * @param {unknown} given handles of this instance, in place of those of the parcel
 * @returns {any} a handle
 */
function unpackRead(curves, { Class, content, parts: packed, original }, given) {
  const route = /** @type {Route | undefined} */ (Class?.route);
  if (route === undefined) return wrongType('receive', 'what transfer() of a handle returned', original);
  if ('list' in route) return readList(Class, content);
  /** @type {any[]} */
  const unpacked = [];
  /** @param {string} name @param {string} noun */
  const part = (name, noun) => {
    const here = /** @type {any} */ (given)[name];
    if (here !== undefined) return here;
    const there = readParcel(curves, isReadable(packed) ? packed[name] : undefined);
    // Only a part of the expected class, which has no parts itself.
    if (there.Class?.noun !== noun) {
      return wrongType(
        `receive: ${Class.type}: ${name}`,
        `a parcel or a handle of a ${noun}`,
        there.original
      );
    }
    const handle = unpackRead(curves, there, {});
    unpacked.push(handle);
    return handle;
  };
  try {
    const others = Object.entries(route.parts ?? {}).map(([name, noun]) => part(name, noun));
    return Class[route.read](content, ...others);
  } finally {
    for (const handle of unpacked) handle.free();
  }
}

/**
 * Makes the object of a parcel, in the instance of these classes.
 * @param {Record<string, any>} curves @param {unknown} parcel
 * @param {unknown} [parts] handles of this instance, in place of those of the parcel
 */
export function unpack(curves, parcel, parts = {}) {
  requireStack(stackFor.calls);
  if (!isReadable(parts)) wrongType('receive: parts', 'an object of handles', parts);
  return unpackRead(curves, readParcel(curves, parcel), parts);
}
