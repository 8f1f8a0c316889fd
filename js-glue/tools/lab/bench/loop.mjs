// One mode of the proving loop, in its own process. Each message asks for one more proof; the answer is the memory
// in use after a garbage collection, or an error.
//
//   loop.mjs MODE HASHES THREADS PACKAGE

const loading = import('./rounds.mjs');
loading.catch(() => {}); // the answer to each message reports it

/** Collects garbage and lets the finalizers run. */
async function collect() {
  for (let i = 0; i < 2; ++i) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const send = (/** @type {object} */ answer) => process.send?.(answer);

process.on('message', async () => {
  try {
    const { round, memory } = await loading;
    const start = performance.now();
    await round();
    const ms = performance.now() - start;
    await collect();
    const { linear, live, heap } = memory();
    send({ linear, live, heap, ms, rss: process.memoryUsage.rss() });
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message?: string }} */ (Object(error));
    send({ code, error: message ?? String(error) });
  }
});
