// A store in a database of the browser (IndexedDB). If storage is blocked or full, it finds nothing and keeps nothing.
import { clearTimeout, indexedDatabases, Promise, setTimeout } from '../intrinsics.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** The size of an entry and the time of its last use. @typedef {{ size: number, used: number }} Use */

const name = 'onggi';
/** Where storage is blocked, some browsers do not answer. */
const patience = 3000; // ms

export const canIndex = () => indexedDatabases() !== undefined;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const completed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** @implements {Store} */
export class IndexedStore {
  isSynchronous = false;
  #maxBytes;
  /** @type {Promise<IDBDatabase> | undefined} */
  #database;
  /** Whether the browser has not answered once: it is not asked again. */
  #isSilent = false;

  /** @param {number} maxBytes */
  constructor(maxBytes) {
    this.#maxBytes = maxBytes;
  }

  /** @returns {undefined} */
  read() {}
  write() {}

  /** The result, or undefined if there is an error or no answer. @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
  async #attempt(work) {
    if (this.#isSilent) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#isSilent = true;
        resolve(undefined);
      }, patience);
      const settle = (/** @type {T | undefined} */ result) => {
        clearTimeout(timer);
        resolve(result);
      };
      work().then(settle, () => settle(undefined));
    });
  }

  #open() {
    this.#database ??= this.#connect();
    this.#database.catch(() => (this.#database = undefined));
    return this.#database;
  }

  /** @returns {Promise<IDBDatabase>} */
  async #connect() {
    const request = /** @type {IDBFactory} */ (indexedDatabases()).open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('content');
      request.result.createObjectStore('uses');
    };
    const database = await resultOf(request);
    const forget = () => {
      database.close();
      this.#database = undefined;
    };
    database.onversionchange = forget; // the user removes the data of the site
    database.onclose = forget;
    return database;
  }

  async #begin() {
    const transaction = (await this.#open()).transaction(['content', 'uses'], 'readwrite');
    const [content, uses] = [transaction.objectStore('content'), transaction.objectStore('uses')];
    return { transaction, content, uses };
  }

  /** @param {string} key @param {number} most @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
  readAsync(key, most) {
    return this.#attempt(async () => {
      const { content, uses } = await this.#begin();
      const bytes = await resultOf(content.get(key));
      if (!(bytes instanceof Uint8Array) || bytes.length > most) return undefined;
      uses.put({ size: bytes.length, used: Date.now() }, key);
      return /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
    });
  }

  /** @param {string} key @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<void>} */
  async writeAsync(key, bytes) {
    if (bytes.length > this.#maxBytes) return;
    await this.#attempt(async () => {
      const { transaction, content, uses } = await this.#begin();
      content.put(bytes, key);
      uses.put({ size: bytes.length, used: Date.now() }, key);
      await this.#removeOldest(content, uses, key);
      await completed(transaction);
    });
  }

  /** @param {IDBObjectStore} content @param {IDBObjectStore} uses @param {string} written the key that stays */
  async #removeOldest(content, uses, written) {
    const keys = uses.getAllKeys();
    /** @type {Use[]} */
    const known = await resultOf(uses.getAll());
    const entries = known.map((use, i) => ({ key: /** @type {IDBValidKey} */ (keys.result[i]), ...use }));
    let total = entries.reduce((sum, { size }) => sum + size, 0);
    for (const { key, size } of entries.sort((a, b) => a.used - b.used)) {
      if (total <= this.#maxBytes || key === written) continue;
      content.delete(key);
      uses.delete(key);
      total -= size;
    }
  }
}
