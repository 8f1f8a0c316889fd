// A store in a folder: one file for each key. The time of a file's last use is its modification time. Other files in the
// folder stay as they are.
import { getRandomValues, Uint8Array } from '../intrinsics.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {{ fs: typeof import('node:fs'), path: typeof import('node:path') }} NodeModules */

/** Whether a file is an entry, of any version of this package. @param {string} name */
const isKey = (name) => /^(?:srs|index)-\d+-(?:vesta|pallas)-[\da-f]+$/.test(name);
const temporaryName = /^\.(?:srs|index)-.*\.\d+$/;
/** Files of writers that have ended before they were complete are removed after so many milliseconds. */
const hour = 3_600_000;

/** @implements {Store} */
export class FolderStore {
  isSynchronous = true;
  #fs;
  #parentOf;
  #folder;
  #maxBytes;

  /** @param {NodeModules} modules @param {string} folder @param {number} maxBytes */
  constructor({ fs, path }, folder, maxBytes) {
    this.#fs = fs;
    this.#parentOf = path.dirname;
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** @param {string} key @param {number} most @returns {Uint8Array<ArrayBuffer> | undefined} */
  read(key, most) {
    const fs = this.#fs;
    const path = `${this.#folder}/${key}`;
    try {
      const stat = fs.statSync(path);
      // Empty ones are not read: some files of the system never end.
      if (!stat.isFile() || stat.size === 0 || stat.size > Math.min(most, this.#maxBytes)) return undefined;
      const bytes = fs.readFileSync(path);
      this.#touch(path);
      return bytes;
    } catch {
      return undefined;
    }
  }

  /** Notes that the file was used, if the folder can be written. @param {string} path */
  #touch(path) {
    const now = new Date();
    try {
      this.#fs.utimesSync(path, now, now);
    } catch {
      // The folder can only be read: other programs maintain it.
    }
  }

  /** Readers see the old file or the whole new one. @param {string} key @param {Uint8Array} bytes */
  write(key, bytes) {
    if (bytes.length > this.#maxBytes) return;
    const fs = this.#fs;
    const unique = getRandomValues?.(new Uint8Array(8)).join('') ?? '';
    const temporary = `${this.#folder}/.${key}.${unique}`;
    try {
      this.#makeFolder(this.#folder);
      fs.writeFileSync(temporary, bytes, { flag: 'wx' });
      fs.renameSync(temporary, `${this.#folder}/${key}`);
    } catch {
      this.#remove(temporary);
      return;
    }
    this.#removeOldest(key);
  }

  /** Does not use the option `recursive`: with it, Node does not return on file systems that cannot have folders. @param {string} folder */
  #makeFolder(folder) {
    const fs = this.#fs;
    if (fs.existsSync(folder)) return;
    const parent = this.#parentOf(folder);
    if (parent !== folder) this.#makeFolder(parent);
    try {
      fs.mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (!fs.existsSync(folder)) throw error; // another process has not made it meanwhile
    }
  }

  /** @param {string} path */
  #remove(path) {
    try {
      this.#fs.rmSync(path, { force: true });
    } catch {
      // A path that cannot exist.
    }
  }

  /** The files of the store, the one that was used last at the end. */
  #files() {
    const fs = this.#fs;
    return fs
      .readdirSync(this.#folder)
      .filter((name) => isKey(name) || temporaryName.test(name))
      .flatMap((name) => {
        const stat = fs.statSync(`${this.#folder}/${name}`, { throwIfNoEntry: false });
        return stat?.isFile() ? [{ name, size: stat.size, used: stat.mtimeMs }] : [];
      })
      .sort((a, b) => a.used - b.used);
  }

  /** @param {string} written the key that was just written, which stays */
  #removeOldest(written) {
    try {
      const files = this.#files();
      let total = files.reduce((sum, { size }) => sum + size, 0);
      for (const { name, size, used } of files) {
        const isOld = isKey(name) ? total > this.#maxBytes && name !== written : used < Date.now() - hour;
        if (!isOld) continue;
        this.#remove(`${this.#folder}/${name}`);
        total -= size;
      }
    } catch {
      // Another process removes files as well.
    }
  }

  /** @param {string} key @param {number} most */
  async readAsync(key, most) {
    return this.read(key, most);
  }

  /** @param {string} key @param {Uint8Array} bytes */
  async writeAsync(key, bytes) {
    this.write(key, bytes);
  }
}
