delete (/** @type {any} */ (globalThis).FinalizationRegistry);
const { load, scope } = await import('../../../../dist/index.mjs');
const { vesta, memory } = await load();
scope(() => void vesta.Srs.create(2));
if (memory().live !== 0) throw new Error('leak');
