// Random bytes for the native side, from Web Crypto.
import { getRandomValues } from '../intrinsics.mjs';

export class Entropy {
  /** Why the last request failed. @type {unknown} */
  failure;

  /** What bindings/embind/entropy.js calls. @param {Uint8Array} block @returns {boolean} whether it is filled */
  fill = (block) => {
    try {
      /** @type {(block: Uint8Array) => unknown} */ (getRandomValues)(block);
      return true;
    } catch (error) {
      this.failure = error;
      return false;
    }
  };
}
