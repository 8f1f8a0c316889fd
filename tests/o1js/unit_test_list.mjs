// Which of o1js's unit tests run: those that use the backend.

/** Those that `npm test` runs; they take seconds each. */
export const quick = [
  'lib/ml/consistency',
  'lib/proof-system/cache',
  'lib/proof-system/cached-verification',
  'lib/proof-system/proof',
  'lib/proof-system/verification-key',
  'lib/provable/test/field',
];

/** Those that only `npm run test:long` runs; most compile and prove. */
export const long = [
  'lib/mina/v1/account-update',
  'lib/mina/v1/account-update-layout',
  'lib/mina/v1/actions/batch-reducer',
  'lib/mina/v1/actions/batch-reducer-program',
  'lib/mina/v1/actions/offchain-contract-tests/multi-contract-instance',
  'lib/mina/v1/actions/offchain-contract-tests/single-contract-instance',
  'lib/mina/v1/test/dynamic-call',
  'lib/mina/v1/token/token-contract',
  'lib/proof-system/lazy-mode',
  'lib/proof-system/proof-system',
  'lib/proof-system/sideloaded',
  'lib/proof-system/zkprogram',
  'lib/provable/test/arithmetic',
  'lib/provable/test/bitwise',
  'lib/provable/test/blake2b',
  'lib/provable/test/custom-gates-recursion',
  'lib/provable/test/dynamic-array',
  'lib/provable/test/ecdsa',
  'lib/provable/test/foreign-field-gadgets',
  'lib/provable/test/keccak',
  'lib/provable/test/lookup',
  'lib/provable/test/poseidon',
  'lib/provable/test/primitives',
  'lib/provable/test/range-check',
  'lib/provable/test/runtime-table',
  'lib/provable/test/sha2',
  'lib/provable/test/sha256',
  'lib/provable/test/struct',
  'mina-signer/tests/verify-in-snark',
];

/** Those that use the backend and do not run, and why. @type {Record<string, string>} */
export const excluded = {
  'bindings/crypto/bindings/bindings':
    'compares functions of the WebAssembly that o1js does not call, such as `caml_bigint_256_*`; onggi does not have them',
  'bindings/crypto/bindings/gate-vector-napi':
    'makes a circuit of one row with a wire to a second row; onggi refuses it with `wire_out_of_range`',
  'lib/proof-system/cached-lagrange-basis':
    "requires that Lagrange bases are read from o1js's cache; onggi makes the commitments that are needed without one",
};
