// The runtime, and the modules of Node that it has. No other file assumes that one of them
// exists; doctor() reports the consequences of missing ones.
import { OnggiError } from './errors.mjs';
import { followAwaits } from './handles/scope_context.mjs';
import { missingGlobals } from './intrinsics.mjs';

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

/** Throws if load() cannot work in this runtime. */
export function requireRuntime() {
  const version = runtime === 'node' ? globalThis.process.versions.node : undefined;
  if (version !== undefined && parseInt(version, 10) < oldestNode) {
    throw new OnggiError('unsupported', `load: Node ${oldestNode} or newer is needed, this is ${version}`);
  }
  if (missingGlobals.length > 0) {
    throw new OnggiError('unsupported', `load: this runtime has no ${missingGlobals.join(', no ')}`);
  }
}

/**
 * Modules of Node, once explore() has settled.
 * @type {{
 *   v8?: typeof import('node:v8'),
 *   vm?: typeof import('node:vm'),
 *   inspector?: typeof import('node:inspector'),
 *   workers?: typeof import('node:worker_threads'),
 * }}
 */
export const nodeModules = {};

/** @param {string} name @returns {Promise<any>} undefined if there is no such module */
export const nodeModule = (name) =>
  import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`).catch(() => undefined);

/** @type {Promise<void> | undefined} */
let explored;

async function exploreNode() {
  const names = ['async_hooks', 'v8', 'vm', 'worker_threads'];
  const [hooks, v8, vm, workers] = await Promise.all(names.map(nodeModule));
  if (hooks?.AsyncLocalStorage) followAwaits(new hooks.AsyncLocalStorage());
  const inspector = runtime === 'node' ? await nodeModule('inspector') : undefined;
  Object.assign(nodeModules, { v8, vm, inspector, workers });
}

/** Looks for the modules of Node, once. */
export function explore() {
  explored ??= ['node', 'deno', 'bun'].includes(runtime) ? exploreNode() : Promise.resolve();
  return explored;
}
