// The store of load({ cache }), for content that takes long to compute. A key names the kind of content, the version of
// its format, the curve, and everything that the content is computed from. Content is not trusted: its reader checks it
// and computes it again if the check fails. Nothing here throws: content that cannot be read is missing, and content
// that cannot be written is computed again next time.
import { nodeModules } from '../environment.mjs';
import { OnggiError } from '../errors.mjs';
import { isArray } from '../intrinsics.mjs';
import { isReadable, wrongType } from '../native/checks.mjs';
import { checkOptions } from '../native/options.mjs';
import { FolderStore } from './folder.mjs';
import { canIndex, IndexedStore } from './indexed.mjs';
import { memoryStore } from './memory.mjs';

/**
 * @typedef {object} Store
 * @property {boolean} isSynchronous whether read() and write() work; otherwise only the asynchronous functions do
 * @property {(key: string, most: number) => Uint8Array<ArrayBuffer> | undefined} read at most so many bytes; undefined if
 *   there are none, or more
 * @property {(key: string, bytes: Uint8Array<ArrayBuffer>) => void} write replaces all bytes at once, or nothing; then
 *   removes what was used least recently, if the store is too large
 * @property {(key: string, most: number) => Promise<Uint8Array<ArrayBuffer> | undefined>} readAsync
 * @property {(key: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>} writeAsync
 */

const defaultMaxBytes = 2 ** 30;

/** The folder for caches of this system; undefined if it is not known, or not an absolute path. @returns {string | undefined} */
function systemFolder() {
  const { env = {}, platform } = globalThis.process ?? {};
  const isAbsolute = (/** @type {string | undefined} */ folder) => nodeModules.path?.isAbsolute(folder ?? '');
  if (platform === 'win32') return isAbsolute(env.LOCALAPPDATA) ? `${env.LOCALAPPDATA}/onggi` : undefined;
  if (platform !== 'darwin' && isAbsolute(env.XDG_CACHE_HOME)) return `${env.XDG_CACHE_HOME}/onggi`;
  if (!isAbsolute(env.HOME)) return undefined;
  return platform === 'darwin' ? `${env.HOME}/Library/Caches/onggi` : `${env.HOME}/.cache/onggi`;
}

/** @typedef {{ folder?: boolean | string, memory?: boolean, indexes?: boolean, maxBytes?: number }} CacheOptions */

const optionNames = ['folder', 'memory', 'indexes', 'maxBytes'];
const expected = 'true, false, a folder or an object of options';

/** @param {unknown} option @param {string} name @returns {CacheOptions} */
export function checkCache(option, name) {
  if (option === undefined || typeof option === 'boolean') return { folder: option };
  if (typeof option === 'string' && option !== '') return { folder: option };
  if (!isReadable(option) || isArray(option)) return wrongType(name, expected, option);
  const { folder, memory, indexes, maxBytes } = checkOptions(option, name, optionNames);
  if (folder !== undefined && (typeof folder !== 'string' || folder === '')) {
    wrongType(`${name}: folder`, 'a path', folder);
  }
  for (const [key, value] of Object.entries({ memory, indexes })) {
    if (value !== undefined && typeof value !== 'boolean') {
      wrongType(`${name}: ${key}`, 'true or false', value);
    }
  }
  if (maxBytes !== undefined && typeof maxBytes !== 'number') {
    wrongType(`${name}: maxBytes`, 'a number of bytes', maxBytes);
  }
  if (maxBytes !== undefined && !(maxBytes > 0)) {
    throw new OnggiError(
      'size_out_of_range',
      `${name}: maxBytes: must be a positive number of bytes, got ${maxBytes}`
    );
  }
  return { folder: folder ?? true, memory, indexes, maxBytes };
}

/** The folder, as ONGGI_CACHE has it where the option names none. @param {boolean | string | undefined} folder */
function folderOf(folder) {
  if (typeof folder === 'string') return folder;
  if (folder === false) return undefined;
  const named = globalThis.process?.env?.ONGGI_CACHE;
  if (named && /^(?:[01]|true|false|on|yes|no)$/i.test(named)) {
    throw new OnggiError('invalid_argument', `load: ONGGI_CACHE: must be a folder or 'off', got ${named}`);
  }
  if (named) return /^off$/i.test(named) ? undefined : named;
  return folder === true ? systemFolder() : undefined;
}

/** @param {CacheOptions} options @returns {Store | undefined} */
function storeFor({ folder, memory, maxBytes = defaultMaxBytes }) {
  if (memory) return memoryStore(maxBytes);
  const { fs, path: paths } = nodeModules;
  if (fs === undefined || paths === undefined)
    return folder && canIndex() ? new IndexedStore(maxBytes) : undefined;
  const path = folderOf(folder);
  return path === undefined ? undefined : new FolderStore({ fs, path: paths }, path, maxBytes);
}

/** A store, and whether it also keeps indexes. @typedef {{ store: Store, indexes: boolean }} Cache */

/**
 * The cache that the option of load() asks for: in a folder where there is a file system, in a database of the browser, or
 * in the memory of this process.
 * @param {unknown} option @returns {Cache | undefined}
 */
export function openCache(option) {
  const options = checkCache(option, 'load: cache');
  const store = storeFor(options);
  return store && { store, indexes: options.indexes ?? true };
}
