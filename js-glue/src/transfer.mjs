// Objects that move from one instance to another, in this thread or in a worker's: by bytes, for
// instances share no memory.
import { OnggiError } from './errors.mjs';
import { wrongType } from './values.mjs';

/** How objects of a class travel. @typedef {{ write: string, read: string }} Route */
/** What travels: it can be cloned and stored. @typedef {{ type: string, content: unknown }} Parcel */

/**
 * The object as a parcel; the handle stays as it is.
 * @param {any} handle @returns {Parcel}
 */
export function pack(handle) {
  const { type, route } = /** @type {{ type: string, route?: Route }} */ (handle.constructor);
  if (route === undefined) {
    throw new OnggiError('unsupported', `a ${type} cannot be moved: move what it is made from`);
  }
  return { type, content: handle[route.write]() };
}

/**
 * The object of a parcel, in the instance of these classes.
 * @param {Record<string, any>} curves @param {unknown} parcel
 */
export function unpack(curves, parcel) {
  const { type, content } = /** @type {Parcel} */ (parcel ?? {});
  const [curve = '', noun = ''] = typeof type === 'string' ? type.split('.') : [];
  const Class = Object.hasOwn(curves, curve) ? curves[curve][noun] : undefined;
  if (Class?.route === undefined) {
    return wrongType('receive', 'what transfer() of a handle returned', parcel);
  }
  return Class[Class.route.read](content);
}
