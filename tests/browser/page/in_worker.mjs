/**
 * A call in a dedicated worker of its own.
 * @param {import('./call.mjs').Request} request @returns {Promise<import('./call.mjs').Answer>}
 */
export function callInWorker(request) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
  const answer = new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: `the worker failed: ${message}` });
    worker.postMessage(request);
  });
  return answer.finally(() => worker.terminate());
}
