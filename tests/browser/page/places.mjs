// What places.test.mjs calls in a page.
import { load } from '../../../dist/index.mjs';
import { load as loadWorker } from '../../../dist/surfaces/worker/worker.mjs';
import { prove } from '../../packaging/program.mjs';

const thread = new URL('../../../dist/runtime/native/thread.mjs', import.meta.url).href;
const script = new URL('../../../dist/surfaces/worker/web_script.mjs', import.meta.url).href;

/** A script as a page that requires trusted types passes it. @param {string} address */
const trusted = (address) =>
  /** @type {any} */ (globalThis).trustedTypes
    .createPolicy('onggi', { createScriptURL: (/** @type {string} */ url) => url })
    .createScriptURL(address);

function requiresTrustedTypes() {
  try {
    document.createElement('script').src = 'text';
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
}

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
  proveTrusted: (threads) => prove(load, { threads, worker: trusted(thread) }),
  proveInWorker: () => prove(loadWorker, { script: trusted(script) }),
  requiresTrustedTypes,
  /** The code of the error of load() with threads. */
  refusal: () => load({ threads: 2 }).then(String, ({ code, message }) => `${code}: ${message}`),
  inServiceWorker,
});
