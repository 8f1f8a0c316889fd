// The evaluations of a proof as o1js's wasm module has them: arrays in the form of OCaml, whose first entry is 0.

/** @typedef {import('./proof.mjs').Evaluations} Evaluations */

/** The members in their order, and how each is written. */
const members = /** @type {const} */ ([
  ['public', 'optional'],
  ['w', 'list'],
  ['z', 'single'],
  ['s', 'list'],
  ['coefficients', 'list'],
  ['genericSelector', 'single'],
  ['poseidonSelector', 'single'],
  ['completeAddSelector', 'single'],
  ['mulSelector', 'single'],
  ['emulSelector', 'single'],
  ['endomulScalarSelector', 'single'],
  ['rangeCheck0Selector', 'optional'],
  ['rangeCheck1Selector', 'optional'],
  ['foreignFieldAddSelector', 'optional'],
  ['foreignFieldMulSelector', 'optional'],
  ['xorSelector', 'optional'],
  ['rotSelector', 'optional'],
  ['lookupAggregation', 'optional'],
  ['lookupTable', 'optional'],
  ['lookupSorted', 'optionals'],
  ['runtimeLookupTable', 'optional'],
  ['runtimeLookupTableSelector', 'optional'],
  ['xorLookupSelector', 'optional'],
  ['lookupGateLookupSelector', 'optional'],
  ['rangeCheckLookupSelector', 'optional'],
  ['foreignFieldMulLookupSelector', 'optional'],
]);

/** @param {any} ml `[0, zeta, zetaOmega]` @returns {Evaluations} */
const ofMl = ([, [, ...zeta], [, ...zetaOmega]]) => ({ zeta, zetaOmega });

/** @param {Evaluations} evaluations */
const toMl = ({ zeta, zetaOmega }) => [0, [0, ...zeta], [0, ...zetaOmega]];

/** @param {any} ml 0 or `[0, evaluations]` */
const optionalOfMl = (ml) => (ml === 0 || ml === undefined ? undefined : ofMl(ml[1]));

/** @param {Evaluations | undefined} evaluations */
const optionalToMl = (evaluations) => (evaluations === undefined ? 0 : [0, toMl(evaluations)]);

const readers = {
  single: ofMl,
  optional: optionalOfMl,
  list: (/** @type {any[]} */ [, ...entries]) => entries.map(ofMl),
  optionals: (/** @type {any[]} */ [, ...entries]) => entries.map(optionalOfMl),
};

const writers = {
  single: toMl,
  optional: optionalToMl,
  list: (/** @type {Evaluations[]} */ entries) => [0, ...entries.map(toMl)],
  optionals: (/** @type {(Evaluations | undefined)[]} */ entries) => [0, ...entries.map(optionalToMl)],
};

/** As the native addon has them. @param {any[]} ml */
export const evalsOfMl = ([, ...ml]) =>
  Object.fromEntries(members.map(([name, kind], i) => [name, readers[kind](ml[i])]));

/** @param {any} evals as the native addon has them */
export const mlOfEvals = (evals) => [0, ...members.map(([name, kind]) => writers[kind](evals[name]))];
