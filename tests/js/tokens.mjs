// Tokens of native objects that only count how often they are destroyed.
import * as table from '../../js-glue/runtime/handles/table.mjs';
import { nativeObject, Owner } from './fake.mjs';

/** @param {number} token */
export const release = (token) => table.release(token, 'dispose');

/** The owner of objects in tests that need no owner of their own. */
export const owner = new Owner();

/** @param {any} native @param {Owner} [by] */
export const adopt = (native, by = owner) =>
  table.adopt(native.address, native.delete, by, { type: 'Sample' });

/** @param {Owner} [by] */
export function owned(by = owner) {
  const native = nativeObject();
  return { native, token: adopt(native, by) };
}
