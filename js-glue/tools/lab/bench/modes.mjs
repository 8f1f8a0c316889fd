// The modes of the loop: how the objects of each proof are freed, if at all.

/** @typedef {'leaking' | 'dropped' | 'freed' | 'scoped' | 'sync'} Mode */

/** Description of each mode, and its colour in charts. @type {Record<Mode, { what: string, colour: string, dash?: number[] }>} */
export const modes = {
  leaking: { what: 'embind objects that are never deleted, as in o1js', colour: '#c2410c' },
  dropped: {
    what: 'handles that are not freed: the library frees them after garbage collection',
    colour: '#0369a1',
  },
  freed: { what: 'free() for each handle', colour: '#7e22ce', dash: [2, 4] },
  scoped: { what: 'scopeAsync() around each proof', colour: '#15803d', dash: [8, 6] },
  sync: { what: 'scope() around each synchronous proof', colour: '#be185d', dash: [2, 8] },
};

export const allModes = /** @type {Mode[]} */ (Object.keys(modes));
