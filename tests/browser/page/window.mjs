// What the tests call: a function of a module here, in the window or in a dedicated worker of its own.
import { call } from './call.mjs';

/** @param {import('./call.mjs').Request} request @returns {Promise<import('./call.mjs').Answer>} */
function callInWorker(request) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
  const answer = new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: `the worker failed: ${message}` });
    worker.postMessage(request);
  });
  return answer.finally(() => worker.terminate());
}

Object.assign(globalThis, { callIn: { window: call, worker: callInWorker } });
