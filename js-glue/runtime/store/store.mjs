// Where instances keep what takes long to make: load({ cache }). A key names everything that the content is made
// from, and the version of its format. Content is not trusted: who reads it checks it and otherwise makes it again.
import { nodeModules } from '../environment.mjs';
import { wrongType } from '../native/checks.mjs';
import { FolderStore } from './folder.mjs';

/**
 * @typedef {object} Store
 * @property {(key: string, most: number) => Uint8Array | undefined} read at most so many bytes; undefined if there
 *   are none, or more
 * @property {(key: string, bytes: Uint8Array) => void} write replaces all bytes at once, or nothing
 */

/** The folder for caches of this system; undefined if it is not known. @returns {string | undefined} */
function systemFolder() {
  const { env = {}, platform } = globalThis.process ?? {};
  if (platform === 'win32') return env.LOCALAPPDATA && `${env.LOCALAPPDATA}/onggi`;
  if (platform === 'darwin') return env.HOME && `${env.HOME}/Library/Caches/onggi`;
  if (env.XDG_CACHE_HOME) return `${env.XDG_CACHE_HOME}/onggi`;
  return env.HOME && `${env.HOME}/.cache/onggi`;
}

/** @param {unknown} option @param {string} name @returns {boolean | string | undefined} */
export function checkCache(option, name) {
  if (option === undefined || typeof option === 'boolean') return option;
  if (typeof option === 'string' && option !== '') return option;
  return wrongType(name, 'true, false or a folder', option);
}

/** @param {unknown} option @returns {string | undefined} */
function folderOf(option) {
  const checked = checkCache(option, 'load: cache');
  if (typeof checked === 'string') return checked;
  if (checked === false) return undefined;
  const named = globalThis.process?.env?.ONGGI_CACHE;
  if (named) return named === 'off' ? undefined : named;
  return option === true ? systemFolder() : undefined;
}

/**
 * The store that the option of load() asks for: a folder by its path; with true the folder that ONGGI_CACHE names,
 * or the system's; with false none, and by default none but the one that ONGGI_CACHE names. ONGGI_CACHE=off
 * switches it off unless the option is a path. None in runtimes without a file system.
 * @param {unknown} option @returns {Store | undefined}
 */
export function openStore(option) {
  const folder = folderOf(option);
  const { fs } = nodeModules;
  return folder === undefined || fs === undefined ? undefined : new FolderStore(fs, folder);
}
