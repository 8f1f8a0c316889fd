// Random bytes for the native side, from Web Crypto.
import { getRandomValues, setBytes, Uint8Array } from '../intrinsics.mjs';

export class Entropy {
  /** Why the last request failed. @type {unknown} */
  failure;

  /**
   * Fills a part of linear memory: bindings/embind/entropy.js calls it.
   * @param {Uint8Array} memory @param {number} address @param {number} size in bytes
   * @returns {boolean} whether it is filled
   */
  fill = (memory, address, size) => {
    try {
      const block = new Uint8Array(size); // Web Crypto does not take views of shared memory
      /** @type {NonNullable<typeof getRandomValues>} */ (getRandomValues)(block);
      setBytes(memory, block, address);
      setBytes(block, new Uint8Array(size));
      return true;
    } catch (error) {
      this.failure = error;
      return false;
    }
  };
}
