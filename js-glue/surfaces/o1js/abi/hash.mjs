// The Poseidon permutation of one field.
import { bytesOf, flatten } from '../field.mjs';

/** @param {string} f `fp` or `fq` @param {() => any} curve of onggi */
export const hashAbi = (f, curve) => ({
  /** @param {Uint8Array} state of three elements */
  [`caml_pasta_${f}_poseidon_block_cipher`]: (state) =>
    flatten(curve().poseidonPermutation(Uint8Array.from(state)).map(bytesOf)),
});
