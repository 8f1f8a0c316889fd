// The worker of a thread in browsers. It is loaded only if threads are started: Parcel's code for it runs at once, and
// fails on pages that do not map it.

/** @param {URL | string | undefined} script undefined for the package's own @returns {Worker} */
export const newWebWorker = (script) =>
  script === undefined
    ? // Bundlers recognise exactly this expression, with the globals.
      new Worker(new URL('./thread.mjs', import.meta.url), { type: 'module', name: 'onggi' })
    : new Worker(script, { type: 'module', name: 'onggi' });
