// Objects that move from one instance to another, in this thread or in a worker's: by bytes, for
// instances share no memory.
import { OnggiError } from '../errors.mjs';
import { requireStack, stackFor } from '../native/stack.mjs';
import { requireOptions, wrongType } from '../native/values.mjs';

/**
 * How objects of a class travel: what writes and reads their content, and the classes of the handles that
 * the reader takes besides, by the objects' methods that give them. Lists go entry by entry.
 * @typedef {{ write: string, read: string, parts?: Record<string, string> } | { list: true }} Route
 */
/**
 * What travels: it can be cloned and stored.
 * @typedef {{ type: string, content: unknown, parts?: Record<string, Parcel> }} Parcel
 */

/** A handle of the object's own, packed. @param {any} handle @param {string} name */
function packPart(handle, name) {
  const part = handle[name]();
  try {
    return pack(part);
  } finally {
    part.free();
  }
}

/**
 * The object as a parcel; the handle stays as it is.
 * @param {any} handle @returns {Parcel}
 */
export function pack(handle) {
  const { type, route, stays } =
    /** @type {{ type: string, route?: Route, stays?: string }} */ (handle.constructor);
  if (route === undefined) throw new OnggiError('unsupported', `a ${type} cannot be moved: ${stays}`);
  if ('list' in route) {
    const entries = Array.from({ length: handle.length }, (_, i) => handle.get(i));
    return { type, content: entries };
  }
  const content = handle[route.write]();
  if (route.parts === undefined) return { type, content };
  const parts = Object.keys(route.parts).map((name) => [name, packPart(handle, name)]);
  return { type, content, parts: Object.fromEntries(parts) };
}

/** @param {any} Class @param {unknown} entries */
function readList(Class, entries) {
  if (!Array.isArray(entries)) return wrongType(`receive: ${Class.type}`, 'a list', entries);
  const list = Class.create();
  try {
    for (const entry of entries) list.push(entry);
    return list;
  } catch (error) {
    list.free();
    throw error;
  }
}

/** @param {Record<string, any>} curves @param {unknown} type @returns {any} */
function classOf(curves, type) {
  const [curve = '', noun = ''] = typeof type === 'string' ? type.split('.') : [];
  return Object.hasOwn(curves, curve) ? curves[curve][noun] : undefined;
}

/**
 * The object of a parcel, in the instance of these classes.
 * @param {Record<string, any>} curves @param {unknown} parcel
 * @param {unknown} [parts] handles of this instance, in place of those of the parcel
 */
export function unpack(curves, parcel, parts = {}) {
  requireStack(stackFor.calls);
  requireOptions(parts, 'receive: parts');
  const { type, content, parts: packed } = /** @type {Partial<Parcel>} */ (parcel ?? {});
  const Class = classOf(curves, type);
  const route = /** @type {Route | undefined} */ (Class?.route);
  if (route === undefined) {
    return wrongType('receive', 'what transfer() of a handle returned', parcel);
  }
  if ('list' in route) return readList(Class, content);
  /** @type {any[]} */
  const unpacked = [];
  /** @param {string} name @param {string} noun */
  const part = (name, noun) => {
    const here = /** @type {any} */ (parts)[name];
    if (here !== undefined) return here;
    const there = packed?.[name];
    // Nothing but the part that belongs there, which has none itself.
    if (classOf(curves, there?.type)?.noun !== noun) {
      return wrongType(`receive: ${Class.type}: ${name}`, `a parcel or a handle of a ${noun}`, there);
    }
    unpacked.push(unpack(curves, there));
    return unpacked.at(-1);
  };
  try {
    const others = Object.entries(route.parts ?? {}).map(([name, noun]) => part(name, noun));
    return Class[route.read](content, ...others);
  } finally {
    for (const handle of unpacked) handle.free();
  }
}
