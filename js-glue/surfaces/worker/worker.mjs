// `onggi/worker`: everything is computed in a worker.
import { explore, requireRuntime } from '../../runtime/environment.mjs';
import { limits } from '../../runtime/memory/budget.mjs';
import { checkDebug, checkOptions } from '../../runtime/native/options.mjs';
import { scriptUrl } from '../../runtime/native/threads.mjs';
import { milliseconds, propertyOf } from '../../runtime/native/checks.mjs';
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

const optionNames = 'threads wasm worker maxMemory softLimit debug cache script startDeadline'.split(' ');
/** A failure to start is reported within ten seconds. */
const defaultStartDeadline = 9000;

/** A URL crosses as its text. @param {unknown} wasm */
function crossing(wasm) {
  const href = propertyOf(wasm, 'href');
  return typeof href === 'string' ? href : wasm;
}

/** @param {unknown} [options] */
export async function load(options) {
  requireRuntime();
  await explore();
  const {
    debug,
    script,
    softLimit,
    startDeadline = defaultStartDeadline,
    wasm,
    worker,
    ...others
  } = checkOptions(options, 'load: options', optionNames);
  return open({
    script: scriptUrl(script, 'load: script'),
    // The handles of the worker are held here: only here can dropped ones be found.
    inWorker: {
      ...others,
      wasm: crossing(wasm),
      worker: scriptUrl(worker, 'load: worker')?.toString(),
      softLimit: Infinity,
    },
    startDeadline: milliseconds(startDeadline, 'load: startDeadline'),
    limits: limits({ maxMemory: others.maxMemory, softLimit }),
    debug: checkDebug(debug, 'load: debug'),
  });
}
