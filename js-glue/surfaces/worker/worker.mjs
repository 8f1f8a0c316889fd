// `onggi/worker`: everything is computed in a worker.
import { explore, requireRuntime } from '../../runtime/environment.mjs';
import { URL } from '../../runtime/intrinsics.mjs';
import { limits } from '../../runtime/memory/budget.mjs';
import { checkOptions } from '../../runtime/native/options.mjs';
import { propertyOf, wrongType } from '../../runtime/native/checks.mjs';
import { OnggiError } from '../../runtime/errors.mjs';
import { open } from './client.mjs';

// @ts-expect-error The build puts it there.
export { gateTypes } from './members.mjs';
export {
  CancelledError,
  InstanceDeadError,
  NativeBudgetError,
  OnggiError,
  StaleHandleError,
} from '../../runtime/errors.mjs';
export { Scope, scopeAsync } from '../../runtime/handles/scope.mjs';

const optionNames = ['threads', 'wasm', 'maxMemory', 'softLimit', 'debug', 'cache', 'script'];
const sampledOf = { all: 1, sample: 64, none: Infinity };

/** @param {unknown} debug */
function sampling(debug) {
  if (debug === undefined || debug === false) return sampledOf.none;
  if (debug === true) return sampledOf.all;
  return debug === 'sample' ? sampledOf.sample : wrongType('load: debug', "true, false or 'sample'", debug);
}

/** @param {unknown} value @param {string} name @returns {URL} */
function absoluteUrl(value, name) {
  const href = typeof value === 'string' ? value : propertyOf(value, 'href');
  if (typeof href !== 'string') return wrongType(`load: ${name}`, 'a URL', value);
  try {
    return new URL(href);
  } catch {
    throw new OnggiError('load_failed', `load: ${name}: ${href.slice(0, 200)} is not an absolute URL`);
  }
}

/** A URL crosses as its text. @param {unknown} wasm */
function crossing(wasm) {
  const href = propertyOf(wasm, 'href');
  return typeof href === 'string' ? href : wasm;
}

/** @param {unknown} [options] */
export async function load(options) {
  requireRuntime();
  await explore();
  const { debug, script, softLimit, wasm, ...others } = checkOptions(options, 'load: options', optionNames);
  return open({
    script: script === undefined ? undefined : absoluteUrl(script, 'script'),
    // The handles of the worker are held here: only here can dropped ones be found.
    inWorker: { ...others, wasm: crossing(wasm), softLimit: Infinity },
    limits: limits({ maxMemory: others.maxMemory, softLimit }),
    every: sampling(debug),
  });
}
