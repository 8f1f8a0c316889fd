// The ways to treat what a proof leaves behind.

/** @typedef {'leaking' | 'dropped' | 'freed' | 'scoped' | 'sync'} Mode */

/** What each does, and its colour in charts. @type {Record<Mode, { what: string, colour: string, dash?: number[] }>} */
export const modes = {
  leaking: { what: 'embind objects that nobody deletes: the bug as it was', colour: '#c2410c' },
  dropped: { what: 'handles that are simply forgotten: the shim gives them back', colour: '#0369a1' },
  freed: { what: 'free() for each handle', colour: '#7e22ce', dash: [2, 4] },
  scoped: { what: 'scopeAsync() around each proof', colour: '#15803d', dash: [8, 6] },
  sync: { what: 'scope() around each proof, made synchronously', colour: '#be185d', dash: [2, 8] },
};

export const allModes = /** @type {Mode[]} */ (Object.keys(modes));
