// A service worker that proves when a page asks.
import { load } from '../../../dist/index.mjs';
import { prove } from '../../packaging/program.mjs';

const scope = /** @type {any} */ (globalThis);

scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (/** @type {any} */ event) => {
  const answer = prove(load, {}).then(
    (result) => ({ result }),
    (error) => ({ error: String(error) })
  );
  event.waitUntil(answer.then((data) => event.ports[0].postMessage(data)));
});
