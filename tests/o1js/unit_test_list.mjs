// Which of o1js's unit tests run, and when.

/** Those that `npm test` runs; they take seconds each. */
export const quick = [
  'bindings/crypto/bindings/bindings',
  'bindings/crypto/bindings/gate-vector-napi',
  'lib/ml/consistency',
  'lib/proof-system/cache',
  'lib/proof-system/cached-verification',
  'lib/proof-system/proof',
  'lib/proof-system/verification-key',
  'lib/provable/test/field',
];

/** Those that are not run, and why. @type {Record<string, string>} */
export const excluded = {
  'lib/mina/v1/graphql':
    'needs the package `graphql`, which o1js does not depend on; it only compares texts of queries',
  'lib/proof-system/cached-lagrange-basis':
    "requires that Lagrange bases are read from o1js's cache; onggi makes the commitments that are needed without one",
};
