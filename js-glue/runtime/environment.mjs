// The runtime, and the modules of Node that it has. No other file assumes that one of them
// exists; doctor() reports the consequences of missing ones.
import { OnggiError } from './errors.mjs';
import { awaitsAreFollowed, followAwaits } from './handles/scope_context.mjs';
import { missingGlobals, URL } from './intrinsics.mjs';

/** @typedef {'node' | 'deno' | 'bun' | 'chromium' | 'firefox' | 'webkit' | 'other'} Runtime */

/** @returns {Runtime} */
function whichRuntime() {
  const { Bun, Deno, navigator, process } = /** @type {any} */ (globalThis);
  if (Bun) return 'bun';
  if (Deno) return 'deno';
  if (process?.versions?.node) return 'node';
  const agent = String(navigator?.userAgent ?? '');
  if (agent.includes('Firefox/')) return 'firefox';
  if (agent.includes('Chrome/')) return 'chromium';
  return agent.includes('AppleWebKit/') ? 'webkit' : 'other';
}

export const runtime = whichRuntime();

const oldestNode = 20; // as `engines` of package.json says

/** The version of Node; undefined in other runtimes. @returns {string | undefined} */
const nodeVersion = () => (runtime === 'node' ? globalThis.process.versions.node : undefined);

/** Throws if load() cannot work in this runtime. */
export function requireRuntime() {
  const version = nodeVersion();
  if (version !== undefined && parseInt(version, 10) < oldestNode) {
    throw new OnggiError('unsupported', `load: Node ${oldestNode} or newer is needed, this is ${version}`);
  }
  if (missingGlobals.length > 0) {
    throw new OnggiError('unsupported', `load: this runtime has no ${missingGlobals.join(', no ')}`);
  }
}

/**
 * Modules of Node, once explore() has settled or exploreSync() has returned.
 * @type {{
 *   channels?: typeof import('node:diagnostics_channel'),
 *   crypto?: typeof import('node:crypto'),
 *   fs?: typeof import('node:fs'),
 *   module?: typeof import('node:module'),
 *   os?: typeof import('node:os'),
 *   path?: typeof import('node:path'),
 *   v8?: typeof import('node:v8'),
 *   vm?: typeof import('node:vm'),
 *   inspector?: typeof import('node:inspector'),
 *   workers?: typeof import('node:worker_threads'),
 * }}
 */
export const nodeModules = {};

/** @param {string} name @returns {Promise<any>} undefined if there is no such module */
const nodeModule = (name) =>
  import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`).catch(() => undefined);

const namesOfModules = {
  channels: 'diagnostics_channel',
  crypto: 'crypto',
  fs: 'fs',
  hooks: 'async_hooks',
  inspector: 'inspector',
  module: 'module',
  os: 'os',
  path: 'path',
  v8: 'v8',
  vm: 'vm',
  workers: 'worker_threads',
};

/** Deno and Bun have an inspector that does not work. */
const wantedModules = () =>
  Object.entries(namesOfModules).filter(([key]) => key !== 'inspector' || runtime === 'node');

/** @param {[key: string, module: any][]} found */
function useModules(found) {
  const { hooks, ...modules } = Object.fromEntries(found);
  if (hooks?.AsyncLocalStorage && !awaitsAreFollowed()) followAwaits(new hooks.AsyncLocalStorage());
  Object.assign(nodeModules, modules);
}

/** @type {Promise<void> | undefined} */
let explored;

async function exploreNode() {
  useModules(await Promise.all(wantedModules().map(async ([key, name]) => [key, await nodeModule(name)])));
}

/** Looks for the modules of Node, once. */
export function explore() {
  explored ??= ['node', 'deno', 'bun'].includes(runtime) ? exploreNode() : Promise.resolve();
  return explored;
}

/** As explore(), at once. Throws in runtimes that cannot do that. */
export function exploreSync() {
  const { getBuiltinModule } = globalThis.process ?? {};
  if (typeof getBuiltinModule !== 'function') {
    const version = nodeVersion();
    const here = version === undefined ? 'this is not Node' : `this is ${version}`;
    throw new OnggiError('unsupported', `loadSync: Node 20.16, 22.3 or newer is needed, ${here}: use load()`);
  }
  if (nodeModules.fs === undefined) {
    useModules(wantedModules().map(([key, name]) => [key, getBuiltinModule(`node:${name}`)]));
  }
}

/** The number of cores that this process may use; 1 where it is not known. @returns {number} */
export const coreCount = () =>
  nodeModules.os?.availableParallelism?.() ?? globalThis.navigator?.hardwareConcurrency ?? 1;

/** An address that bundlers do not recognise: they would copy the file. @param {string} path @param {string} base @returns {URL} */
export const beside = (path, base) => new URL(path, base);

/**
 * The first address of a file that exists; without a file system, the first address. Throws where modules have no address.
 * @param {(() => URL)[]} addresses
 * @returns {URL}
 */
export function firstFile(...addresses) {
  const urls = addresses.flatMap((address) => {
    try {
      return [address()];
    } catch {
      return [];
    }
  });
  const { fs } = nodeModules;
  const url = (fs && urls.find((each) => each.protocol === 'file:' && fs.existsSync(each))) ?? urls[0];
  if (url === undefined) throw new Error('modules have no address here');
  return url;
}
