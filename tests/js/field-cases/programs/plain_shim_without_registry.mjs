delete (/** @type {any} */ (globalThis).FinalizationRegistry);
await import('../plain_shim.mjs');
