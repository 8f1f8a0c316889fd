// Starts the worker: of node:worker_threads where that exists, otherwise a web worker.
import { beside, firstFile, nodeModules } from '../../runtime/environment.mjs';

/**
 * @typedef {object} RunningWorker
 * @property {(message: unknown, buffers?: ArrayBuffer[]) => void} post
 * @property {() => Promise<void>} end settles when it has ended
 * @property {(on: boolean) => void} hold whether it keeps the process alive
 */
/**
 * @typedef {object} Listeners
 * @property {(message: any) => void} receive
 * @property {(error: unknown) => void} fail the worker has ended, or is of no use any more
 */

/** @param {URL | string | undefined} script @param {Listeners} listeners @returns {RunningWorker} */
export function startWorker(script, listeners) {
  const { workers } = nodeModules;
  return workers === undefined
    ? startWebWorker(script, listeners)
    : startNodeWorker(workers, script, listeners);
}

/**
 * The script beside this module. Tools that copy what a server needs find it by the second address; bundlers make of that
 * address a copy which lacks the modules that it imports.
 */
const nodeScript = () =>
  firstFile(
    () => beside('./script.mjs', import.meta.url),
    () => {
      return new URL('./script.mjs', import.meta.url);
    }
  );

/**
 * @param {typeof import('node:worker_threads')} workers @param {URL | string | undefined} script @param {Listeners} listeners
 * @returns {RunningWorker}
 */
function startNodeWorker({ Worker: NodeWorker }, script, { receive, fail }) {
  const worker = new NodeWorker(script ?? nodeScript(), { execArgv: [], name: 'onggi' });
  worker.on('message', receive);
  worker.on('messageerror', fail);
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`the worker has ended with exit code ${code}`)));
  worker.unref();
  return {
    post: (message, buffers = []) => worker.postMessage(message, buffers),
    end: async () => void (await worker.terminate()),
    hold: (on) => (on ? worker.ref() : worker.unref()),
  };
}

/** @param {URL | string | undefined} script @param {Listeners} listeners @returns {RunningWorker} */
function startWebWorker(script, { receive, fail }) {
  // Bundlers recognise exactly this expression, with the global Worker. webpack makes one file of the workers that have one
  // name: the threads have another.
  const worker =
    script === undefined
      ? new Worker(new URL('./web_script.mjs', import.meta.url), { type: 'module', name: 'onggi-worker' })
      : new Worker(script, { type: 'module', name: 'onggi-worker' });
  worker.addEventListener('message', ({ data }) => receive(data));
  worker.addEventListener('messageerror', () => fail(new Error('a message of the worker cannot be read')));
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // otherwise the page's own error handlers run too
    // A script that cannot be fetched, or that the page's policy forbids, is an event without a message.
    fail(event.error ?? new Error(event.message || 'the script of the worker could not be run'));
  });
  return {
    post: (message, buffers = []) => worker.postMessage(message, buffers),
    end: async () => worker.terminate(),
    hold: () => {},
  };
}
