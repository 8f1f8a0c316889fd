// The modes of the loop: how the objects of each proof are freed, if at all.

/** @typedef {'leaking' | 'dropped' | 'freed' | 'scoped' | 'sync'} Mode */

/** Description of each mode, and its colour in charts. @type {Record<Mode, { what: string, colour: import('../chart.mjs').Colour, dash?: number[] }>} */
export const modes = {
  leaking: {
    what: 'embind objects that are never deleted, as in o1js',
    colour: { light: '#c2410c', dark: '#fb923c' },
  },
  dropped: {
    what: 'handles that are not freed: the library frees them after garbage collection',
    colour: { light: '#0369a1', dark: '#38bdf8' },
  },
  freed: { what: 'free() for each handle', colour: { light: '#7e22ce', dark: '#c084fc' }, dash: [2, 4] },
  scoped: {
    what: 'scopeAsync() around each proof',
    colour: { light: '#15803d', dark: '#4ade80' },
    dash: [8, 6],
  },
  sync: {
    what: 'scope() around each synchronous proof',
    colour: { light: '#be185d', dark: '#f472b6' },
    dash: [2, 8],
  },
};

export const allModes = /** @type {Mode[]} */ (Object.keys(modes));
