// The loop itself, in a process of its own: each message asks for one more proof, and the answer
// says what memory is in use after a garbage collection, or what went wrong.
//
//   loop.mjs MODE HASHES THREADS PACKAGE

const loading = import('./rounds.mjs');
loading.catch(() => {}); // it is told to whoever asks

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
