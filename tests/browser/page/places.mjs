// What places.test.mjs calls in a page.
import { load } from '../../../dist/index.mjs';
import { prove } from '../../packaging/program.mjs';

const thread = new URL('../../../dist/runtime/native/thread.mjs', import.meta.url).href;

/** The script of the threads as a page that requires trusted types passes it. */
const trustedScript = () =>
  /** @type {any} */ (globalThis).trustedTypes
    .createPolicy('onggi', { createScriptURL: (/** @type {string} */ url) => url })
    .createScriptURL(thread);

/** Proves in a service worker, and gives its answer. */
async function inServiceWorker() {
  const { serviceWorker } = navigator;
  await serviceWorker.register(new URL('service_worker.mjs', import.meta.url), { type: 'module' });
  const { active } = await serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  active?.postMessage('prove', [port2]);
  const { result, error } = await answer;
  if (error) throw new Error(error);
  return result;
}

Object.assign(globalThis, {
  /** @param {number} threads */
  prove: (threads) => prove(load, { threads }),
  /** @param {number} threads */
  proveTrusted: (threads) => prove(load, { threads, worker: trustedScript() }),
  /** The code of the error of load() with threads. */
  refusal: () => load({ threads: 2 }).then(String, ({ code, message }) => `${code}: ${message}`),
  inServiceWorker,
});
