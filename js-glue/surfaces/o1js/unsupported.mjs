// Functions that o1js's own modules export and onggi does not implement. o1js does not call them. A call throws an error
// that names the function.
import { OnggiError } from '../../runtime/errors.mjs';

/** @typedef {{ reason: string, names: string[] }} Group */

const fields = /** @type {const} */ (['fp', 'fq']);

/** @param {(f: 'fp' | 'fq', F: 'Fp' | 'Fq') => string[]} names of one field */
const ofBoth = (names) => fields.flatMap((f) => names(f, f === 'fp' ? 'Fp' : 'Fq'));

/** @param {string} f */
const kimchi = (f) => `caml_pasta_${f}_plonk`;

/** @type {Group} */
const files = {
  reason: 'it reads or writes a file in a format of its own',
  names: ofBoth((f) => [
    `caml_${f}_srs_read`,
    `caml_${f}_srs_write`,
    `${kimchi(f)}_index_read`,
    `${kimchi(f)}_index_write`,
    `${kimchi(f)}_verifier_index_read`,
    `${kimchi(f)}_verifier_index_write`,
  ]),
};

/** @type {Group} */
const copies = {
  reason: 'it makes an object for tests, or a copy of one',
  names: ofBoth((f) => [
    `${kimchi(f)}_proof_dummy`,
    `${kimchi(f)}_proof_deep_copy`,
    `${kimchi(f)}_verifier_index_dummy`,
    `${kimchi(f)}_verifier_index_deep_copy`,
    `${f}_oracles_dummy`,
    `${f}_oracles_deep_copy`,
  ]),
};

/** @type {Group} */
const addonBytes = {
  reason: 'it writes or reads an object in a format of the addon',
  names: [
    'prover_to_json',
    ...ofBoth((f, F) => [
      `caml_${f}_srs_to_bytes`,
      `caml_${f}_srs_from_bytes`,
      `${kimchi(f)}_gate_vector_to_bytes`,
      `${kimchi(f)}_gate_vector_from_bytes`,
      `camlPasta${F}PlonkGateVectorFromBytesExternal`,
      `prover_index_${f}_serialize`,
      `prover_index_${f}_deserialize`,
    ]),
  ],
};

/** @type {Group} */
const counters = { reason: 'it counts calls of the addon', names: ['getNativeCalls'] };

/** @type {Group} */
const arithmetic = {
  reason: 'o1js computes it in TypeScript',
  names: [
    ...[
      'of_numeral',
      'of_decimal_string',
      'num_limbs',
      'bytes_per_limb',
      'div',
      'compare',
      'test_bit',
      'to_bytes',
      'of_bytes',
      'deep_copy',
    ].map((name) => `caml_bigint_256_${name}`),
    ...['pallas', 'vesta'].flatMap((curve) =>
      [
        'one',
        'add',
        'sub',
        'negate',
        'of_affine_coordinates',
        'affine_deep_copy',
        'double',
        'scale',
        'random',
        'rng',
        'endo_base',
        'endo_scalar',
        'to_affine',
        'of_affine',
      ].map((name) => `caml_${curve}_${name}`)
    ),
    'WasmPallasGProjective',
    'WasmVestaGProjective',
  ],
};

/** @type {Group} */
const vectors = {
  reason: 'o1js does not use these lists',
  names: ofBoth((_, F) => [`WasmVec${F}`, `WasmVecVec${F}PolyComm`]),
};

/** @type {Group} */
const workers = {
  reason: 'onggi does without the workers of o1js',
  names: [
    'PoolBuilder',
    'console_log',
    'create_zero_u32_ptr',
    'free_u32_ptr',
    'set_u32_ptr',
    'wait_until_non_zero',
    'get_memory_byte_length',
  ],
};

/** @type {Group} */
const others = { reason: 'o1js does not use it', names: ['FeatureFlags'] };

/** @type {Group} */
const wasmBytes = {
  reason: 'it writes an object in a format of the wasm module',
  names: ['prover_to_json', ...ofBoth((f) => [`${kimchi(f)}_index_serialize`])],
};

export const unsupportedNative = [files, copies, addonBytes, counters];
export const unsupportedWasm = [files, copies, wasmBytes, arithmetic, vectors, workers, others];

/** Functions that throw. They can be called with `new` as well. @param {Group[]} groups @returns {Record<string, Function>} */
export const throwing = (groups) =>
  Object.fromEntries(
    groups.flatMap(({ reason, names }) =>
      names.map((name) => [
        name,
        () => {
          throw new OnggiError('unsupported', `${name}: onggi does not have it: ${reason}`);
        },
      ])
    )
  );
