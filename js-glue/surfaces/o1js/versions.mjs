// What differs between the versions of o1js.

/** The names of the gate types by their numbers, in the revision `berkeley`. @type {readonly string[]} */
export const gateTypeNames = [
  'Zero',
  'Generic',
  'Poseidon',
  'CompleteAdd',
  'VarBaseMul',
  'EndoMul',
  'EndoMulScalar',
  'Lookup',
  'CairoClaim', // onggi does not know the gates of Cairo, and o1js does not make them
  'CairoInstruction',
  'CairoFlags',
  'CairoTransition',
  'RangeCheck0',
  'RangeCheck1',
  'ForeignFieldAdd',
  'ForeignFieldMul',
  'Xor16',
  'Rot64',
];

/** The versions of o1js that were tried. @type {ReadonlySet<string>} */
export const supportedVersions = new Set(['2.9.0', '2.10.0', '2.12.0', '2.13.0', '2.14.0', '2.15.0']);
