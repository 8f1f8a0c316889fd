// Turns of the event loop, between the steps of long work.
import { throwIfAborted } from '../cancellation.mjs';
import { MessageChannel, Promise, setImmediate } from '../intrinsics.mjs';

/** A turn of the event loop, in which timers, I/O and rendering run. @type {() => Promise<void>} */
export const turn = () =>
  new Promise((resolve) => {
    if (setImmediate) {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** A turn; throws if the signal is aborted before it or in it. @param {AbortSignal | undefined} signal */
export async function turnUnlessAborted(signal) {
  throwIfAborted(signal);
  await turn();
  throwIfAborted(signal);
}
