delete (/** @type {any} */ (globalThis).FinalizationRegistry);
await import('../../strawman/shim.mjs');
