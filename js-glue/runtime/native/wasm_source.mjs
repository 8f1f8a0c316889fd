// The option `wasm` of load(): where the module is, and its compilation, once for each URL.
import { nodeModules } from '../environment.mjs';
import { causeText, OnggiError } from '../errors.mjs';
import {
  bytesOfView,
  compileWasm,
  fetch,
  isBuffer,
  isView,
  isWasmModule,
  Promise,
  Uint8Array,
  WasmModule,
} from '../intrinsics.mjs';
import { absoluteUrl, isReadable, propertyOf, wrongType } from './checks.mjs';

/** @typedef {BufferSource | WebAssembly.Module | Response | URL | string} WasmSource */

/**
 * The module of a build, or where it is; throws in runtimes where modules have no address.
 * @typedef {() => URL | WebAssembly.Module} DefaultSource
 */

const wasmHelp =
  "pass load({ wasm }): a URL, such as new URL('onggi.wasm', import.meta.url), a Response, the bytes of the file, or a " +
  'WebAssembly.Module';

/**
 * The bytes of a response. Its class is not read: Node loads much with it.
 * @param {Response} response of any realm
 * @returns {Promise<BufferSource>}
 */
async function bytesOfResponse(response) {
  const { ok, status } = response;
  if (!ok) throw new Error(`the response has the status ${status}`);
  return response.arrayBuffer();
}

/** @param {URL} url @returns {Promise<BufferSource>} */
async function read(url) {
  if (url.protocol === 'file:' && nodeModules.fs) return nodeModules.fs.promises.readFile(url);
  return bytesOfResponse(await fetch(url));
}

/** @param {URL} url @returns {Uint8Array<ArrayBuffer>} */
function readSync(url) {
  if (url.protocol !== 'file:') throw new Error(`${url}: loadSync() reads file: URLs only`);
  return /** @type {typeof import('node:fs')} */ (nodeModules.fs).readFileSync(url);
}

/** Modules that are compiled or being compiled, by URL. @type {Map<string, WebAssembly.Module | Promise<WebAssembly.Module>>} */
const compiled = new Map();

/** @param {URL} url @returns {WebAssembly.Module | Promise<WebAssembly.Module>} */
function compileOnce(url) {
  const known = compiled.get(url.href);
  if (known !== undefined) return known;
  const module = read(url)
    .then((bytes) => compileWasm(bytes))
    .catch((error) => {
      throw new OnggiError('load_failed', `load: ${url}: ${causeText(error)}: ${wasmHelp}`, { cause: error });
    });
  compiled.set(url.href, module);
  module.catch(() => compiled.delete(url.href));
  return module;
}

/** @param {URL} url @returns {WebAssembly.Module} */
function compileOnceSync(url) {
  const known = compiled.get(url.href);
  if (known instanceof WasmModule) return known;
  const module = new WasmModule(readSync(url));
  compiled.set(url.href, module);
  return module;
}

/** @param {string} text */
const wasmUrl = (text) => absoluteUrl(text, 'load: wasm', `: ${wasmHelp}`);

/** A copy of a buffer or of the bytes of a view, of any realm; undefined for anything else. @param {unknown} source */
function copyOf(source) {
  if (!isView(source) && !isBuffer(source)) return undefined;
  try {
    return new Uint8Array(
      isView(source) ? bytesOfView(source) : new Uint8Array(/** @type {ArrayBuffer} */ (source))
    );
  } catch (error) {
    throw new OnggiError('detached_bytes', 'load: wasm: the buffer of the bytes is detached or too small', {
      cause: error,
    });
  }
}

/** @param {unknown} value @returns {value is Response} */
const isResponse = (value) => isReadable(value) && typeof propertyOf(value, 'arrayBuffer') === 'function';

/** The module of the build, or where it is. @param {DefaultSource} defaultSource */
function defaultOf(defaultSource) {
  try {
    return defaultSource();
  } catch (error) {
    throw new OnggiError('load_failed', `load: ${causeText(error)}: ${wasmHelp}`, { cause: error });
  }
}

/**
 * What to compile: a URL, bytes, or a module that is compiled already.
 * @param {WasmSource | undefined} source
 * @param {DefaultSource} defaultSource
 * @returns {URL | Uint8Array<ArrayBuffer> | WebAssembly.Module}
 */
function resolveSource(source, defaultSource) {
  if (source === undefined) return defaultOf(defaultSource);
  if (typeof source === 'string') return wasmUrl(source);
  if (isWasmModule(source)) return source;
  const bytes = copyOf(source);
  if (bytes !== undefined) return bytes;
  const href = propertyOf(source, 'href'); // a URL, perhaps of another realm
  if (typeof href === 'string') return wasmUrl(href);
  return wrongType('load: wasm', 'a URL, a Response, bytes or a WebAssembly.Module', source);
}

/**
 * @param {WasmSource | undefined} source @param {DefaultSource} defaultSource
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(source, defaultSource) {
  if (isResponse(source)) return compileWasm(await bytesOfResponse(source));
  const resolved = resolveSource(source, defaultSource);
  if (isWasmModule(resolved)) return resolved;
  return isView(resolved) ? compileWasm(resolved) : compileOnce(resolved);
}

/** @param {WasmSource | undefined} source @param {DefaultSource} defaultSource @returns {WebAssembly.Module} */
export function compileSync(source, defaultSource) {
  if (isResponse(source)) throw new OnggiError('wrong_type', 'loadSync: wasm: a Response needs load()');
  const resolved = resolveSource(source, defaultSource);
  if (isWasmModule(resolved)) return resolved;
  return isView(resolved) ? new WasmModule(resolved) : compileOnceSync(resolved);
}
