// Values that are wrong for each kind of parameter. An entry is a value and the error code, or
// codes, that it may be refused with.

const modulus = {
  vesta: 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n,
  pallas: 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n,
};

/** The modulus of one curve's scalar field, which is that of the other curve's base field. @param {any} curve */
export const scalarModulus = (curve) => modulus[/** @type {'vesta' | 'pallas'} */ (curve.name)];
/** @param {any} curve */
const baseModulus = (curve) => modulus[curve.name === 'vesta' ? 'pallas' : 'vesta'];

const wrongTypes = [undefined, null, true, Symbol('s'), () => 0];
const noSizes = ['1', 1n, {}, [], ...wrongTypes].map((value) => [value, 'wrong_type']);
const badSizes = [-1, 1.5, NaN, Infinity, 2 ** 32, 2 ** 40, -(2 ** 40)].map((value) => [
  value,
  'size_out_of_range',
]);
const sizes = [...noSizes, ...badSizes];
const noBytes = [7, 7n, 'text', {}, [1, 2], new ArrayBuffer(8), new Uint16Array(4), ...wrongTypes];
const noTexts = [7, 7n, {}, [], new Uint8Array(4), ...wrongTypes];
const oddlyNamed = { constructor: { name: Symbol('s') } };
const noJson = [7, 7n, ...wrongTypes];
const noLists = [7, 7n, 'text', {}, oddlyNamed, ...wrongTypes];

/** @param {unknown[]} values @param {string | string[]} code @returns {[unknown, string | string[]][]} */
export const all = (values, code) => values.map((value) => [value, code]);

/** Lists with more entries than fit into memory, and one that claims so. */
const absurdLists = [
  ...[2 ** 32 - 1, 2 ** 30].map((length) => [new Array(length), 'native_budget']),
  ...[-1, NaN, 2 ** 40].map((length) => [
    new Proxy([], { get: (list, key) => (key === 'length' ? length : Reflect.get(list, key)) }),
    'size_out_of_range',
  ]),
];

/** @type {any} */
const cyclic = {};
cyclic.self = cyclic;

/** Wrong values by kind. @type {Record<string, (curve: any) => any[]>} */
export const wrongOfKind = {
  size: () => sizes,
  bytes: () => all(noBytes, 'wrong_type'),
  text: () => all(noTexts, 'wrong_type'),
  json: () => [
    ...all(noJson, 'wrong_type'),
    ...all(['', '{', '[]', 'null', '7', '"x"', '{}x', cyclic], 'malformed_json'),
    [{ a: { b: -1n } }, 'noncanonical_field_element'],
    [new Uint8Array([0xff, 0xfe]), 'malformed_json'],
    ['['.repeat(200_000), 'malformed_json'],
    [{ toJSON: () => undefined }, 'wrong_type'],
  ],
  json_list: () => [
    ...all(noJson, 'wrong_type'),
    ...all(['', '{', '{}', '7', '"x"', '[]x', cyclic], 'malformed_json'),
    [[-1n], 'noncanonical_field_element'],
    [new Uint8Array([0xff, 0xfe]), 'malformed_json'],
    ['['.repeat(200_000), 'malformed_json'],
  ],
  field: (curve) => [
    ...all(['1', 7, {}, [], [1n], ...wrongTypes], 'wrong_type'),
    ...all([new Uint8Array(31), new Uint8Array(33)], 'invalid_length'),
    ...all(
      [scalarModulus(curve), -1n, 2n ** 256n, new Uint8Array(32).fill(255)],
      'noncanonical_field_element'
    ),
  ],
  integer: () => [
    ...all(['1', 7, {}, [], [1n], ...wrongTypes], 'wrong_type'),
    ...all([new Uint8Array(31), new Uint8Array(33)], 'invalid_length'),
    ...all([-1n, 2n ** 256n], 'noncanonical_field_element'),
  ],
  cell: () => [...sizes, ...all([42, 2 ** 31, 2 ** 32 - 1], 'wire_out_of_range')],
  cells: () => [
    ...all([...noLists, new Uint8Array(8)], 'wrong_type'),
    ...all([['1'], [1n], [null], [[1]]], 'wrong_type'),
    ...badSizes.map(([value, code]) => [[value], code]),
    ...all(
      [
        [42, 0, 0],
        [0, 0, 2 ** 32 - 1],
      ],
      ['wire_out_of_range', 'invalid_length']
    ),
    ...absurdLists,
  ],
  fields: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([[7], ['1'], [null], [{}], [[1n]]], 'wrong_type'),
    ...absurdLists,
    ...all([new Uint8Array(31), new Uint8Array(33), [new Uint8Array(31)]], 'invalid_length'),
    ...all(
      [
        [scalarModulus(curve)],
        [-1n],
        [2n ** 256n],
        [2n ** 300n],
        new Uint8Array(32).fill(255),
        [new Uint8Array(32).fill(255)],
      ],
      'noncanonical_field_element'
    ),
  ],
  list: () => [
    ...all([...noLists, new Uint8Array(32)], 'wrong_type'),
    ...all([[7], [1n], ['1'], [null], [{}], [[[1n]]]], 'wrong_type'),
    ...all([[new Uint8Array(31)], [[], [new Uint8Array(33)]]], 'invalid_length'),
    ...all([[[-1n]], [[2n ** 300n]], [[], new Uint8Array(32).fill(255)]], 'noncanonical_field_element'),
    ...absurdLists,
    ...absurdLists.map(([list, code]) => [[list], code]),
  ],
  columns: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([Array(15).fill(7), [...Array(14).fill([]), null]], 'wrong_type'),
    ...all([[], Array(14).fill([]), Array(16).fill([]), [...Array(14).fill([]), [1n]]], 'witness_shape'),
    [Array(15).fill(new Array(2 ** 32 - 1)), 'native_budget'],
    // Each of them alone is enough.
    [Array(15).fill(new Array(2 ** 22)), 'native_budget'],
    ...all([new Uint8Array(31), new Uint8Array(32), new Uint8Array(481)], 'invalid_length'),
    ...all(
      [new Uint8Array(480).fill(255), Array(15).fill([scalarModulus(curve)])],
      'noncanonical_field_element'
    ),
  ],
  point: (curve) => [
    ...all([7, 7n, 'text', {}, [], { x: 1n }, { x: 1, y: 2 }, undefined, true], 'wrong_type'),
    ...all([new Uint8Array(63), new Uint8Array(65), new Uint8Array(128)], 'invalid_length'),
    ...all([{ x: 1n, y: 1n }, new Uint8Array(64).fill(1)], 'point_not_on_curve'),
    ...all(
      [
        { x: baseModulus(curve), y: 0n },
        { x: -1n, y: 0n },
      ],
      'noncanonical_field_element'
    ),
  ],
  points: (curve) => [
    ...all(noLists, 'wrong_type'),
    ...all([[7], [{}], [{ x: 1n }], [{ x: 1, y: 2 }], [[1n, 2n]], [undefined]], 'wrong_type'),
    ...all([new Uint8Array(63), new Uint8Array(96)], 'invalid_length'),
    ...absurdLists,
    ...all([[{ x: 1n, y: 1n }], new Uint8Array(64).fill(1)], 'point_not_on_curve'),
    ...all([[{ x: baseModulus(curve), y: 0n }], [{ x: -1n, y: 0n }]], 'noncanonical_field_element'),
  ],
};
