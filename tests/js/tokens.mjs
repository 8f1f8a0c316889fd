// Tokens of native objects that only count their destructions.
import * as table from '../../js-glue/runtime/handles/table.mjs';
import { nativeObject, Owner } from './fake.mjs';

/** @param {number} token */
export const release = (token) => table.release(token, 'dispose');

/** Of whatever a test has no owner of its own for. */
export const owner = new Owner();

/** @param {any} native @param {Owner} [by] */
export const adopt = (native, by = owner) => table.adopt(native.address, native.delete, by, { type: 'Sample' });

/** @param {Owner} [by] */
export function owned(by = owner) {
  const native = nativeObject();
  return { native, token: adopt(native, by) };
}
