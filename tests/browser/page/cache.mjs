// load({ cache }) in a page: points and indexes in IndexedDB.
import { load } from '../../../dist/index.mjs';

const circuit = async () =>
  (await fetch(new URL('../../vectors/circuits/fp_generic/circuit.json', import.meta.url))).text();

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The content of the database. @param {IDBTransactionMode} [mode] */
async function content(mode = 'readonly') {
  const database = await resultOf(indexedDB.open('onggi'));
  return database.transaction('content', mode).objectStore('content');
}

/** The names of the entries. @returns {Promise<string[]>} */
export const entries = async () => /** @type {any} */ (resultOf((await content()).getAllKeys()));

/** Waits until so many entries are kept: nothing waits for their writing. @param {number} count */
async function kept(count) {
  for (let tries = 0; tries < 500; ++tries) {
    if ((await entries()).length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the database has ${(await entries()).join()}`);
}

/**
 * Makes an SRS and an index; whether each was made or read, by its first progress report.
 * @param {any} cache @param {number} [count] entries afterwards @param {number} [depth]
 */
export async function visit(cache, count, depth = 512) {
  const { vesta, close } = await load({ cache });
  /** @type {number[]} */
  const fractions = [];
  /** @param {(options: object) => Promise<any>} make */
  const made = async (make) => {
    const before = fractions.length;
    const handle = await make({
      onProgress: (/** @type {any} */ step) => void fractions.push(step.fraction),
    });
    return { handle, read: fractions[before] === 1 };
  };
  const text = await circuit();
  const srs = await made((options) => vesta.Srs.createAsync(depth, options));
  const index = await made((options) => vesta.PlonkIndex.createAsync(text, srs.handle, options));
  const digest = String(index.handle.verifierIndex().digest());
  close();
  if (count !== undefined) await kept(count);
  return { read: [srs.read, index.read], digest };
}

/** Changes every entry. @param {'bit' | 'half' | 'text'} how */
export async function damage(how) {
  const keys = await entries();
  for (const key of keys) {
    const bytes = await resultOf((await content()).get(key));
    const changed = {
      bit: () => bytes.map((b, i) => (i === 1000 ? b ^ 1 : b)),
      half: () => bytes.slice(0, bytes.length / 2),
      text: () => 'x',
    };
    await resultOf((await content('readwrite')).put(changed[how](), key));
  }
}

/** A page whose storage is blocked. @param {'throws' | 'fails' | 'is silent'} how */
export async function blocked(how) {
  const fake = {
    open() {
      if (how === 'is silent') return {};
      if (how === 'throws') throw new DOMException('no', 'SecurityError');
      const request = /** @type {any} */ ({ error: new DOMException('full', 'QuotaExceededError') });
      setTimeout(() => request.onerror());
      return request;
    },
  };
  Object.defineProperty(globalThis, 'indexedDB', { value: fake, configurable: true });
  try {
    return await visit(true);
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  }
}
