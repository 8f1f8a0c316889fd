// A store in a folder: one file for each key. What cannot be read is missing, and what cannot be written is
// made again next time, so that neither is an error.
import { getRandomValues, Uint8Array } from '../intrinsics.mjs';

/** @typedef {import('./store.mjs').Store} Store */

/** @implements {Store} */
export class FolderStore {
  #fs;
  #folder;

  /** @param {typeof import('node:fs')} fs @param {string} folder */
  constructor(fs, folder) {
    this.#fs = fs;
    this.#folder = folder;
  }

  /** @param {string} key @param {number} most @returns {Uint8Array<ArrayBuffer> | undefined} */
  read(key, most) {
    const fs = this.#fs;
    const path = `${this.#folder}/${key}`;
    try {
      const stat = fs.statSync(path);
      return stat.isFile() && stat.size <= most ? fs.readFileSync(path) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Readers see the old file or the whole new one. @param {string} key @param {Uint8Array} bytes */
  write(key, bytes) {
    const fs = this.#fs;
    const unique = getRandomValues?.(new Uint8Array(8)).join('') ?? '';
    const temporary = `${this.#folder}/.${key}.${unique}`;
    try {
      fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      fs.writeFileSync(temporary, bytes, { flag: 'wx' });
      fs.renameSync(temporary, `${this.#folder}/${key}`);
    } catch {
      fs.rmSync(temporary, { force: true });
    }
  }
}
