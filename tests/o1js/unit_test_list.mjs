// Which of o1js's unit tests run, and when.

/** Those that `npm test` runs; they take seconds each. */
export const quick = [
  'lib/ml/consistency',
  'lib/proof-system/cache',
  'lib/proof-system/cached-verification',
  'lib/proof-system/proof',
  'lib/proof-system/verification-key',
  'lib/provable/test/field',
];

/** Those that are not run, and why. @type {Record<string, string>} */
export const excluded = {
  'bindings/crypto/bindings/bindings':
    'compares functions of the WebAssembly that o1js does not call, such as `caml_bigint_256_*`; onggi does not have them',
  'bindings/crypto/bindings/gate-vector-napi':
    'makes a circuit of one row with a wire to a second row; onggi refuses it with `wire_out_of_range`',
  'lib/mina/v1/graphql':
    'needs the package `graphql`, which o1js does not depend on; it only compares texts of queries',
  'lib/proof-system/cached-lagrange-basis':
    "requires that Lagrange bases are read from o1js's cache; onggi makes the commitments that are needed without one",
};
