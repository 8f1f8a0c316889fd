// What differs between the versions of o1js.

/**
 * A revision of Kimchi, as onggi names it, and its gate types by their numbers.
 * @typedef {{ name: 'berkeley' | 'mesa', gateTypes: readonly string[] }} Revision
 */

const firstGateTypes = [
  'Zero',
  'Generic',
  'Poseidon',
  'CompleteAdd',
  'VarBaseMul',
  'EndoMul',
  'EndoMulScalar',
  'Lookup',
];
// onggi does not know the gates of Cairo, and o1js does not make them.
const cairoGateTypes = ['CairoClaim', 'CairoInstruction', 'CairoFlags', 'CairoTransition'];
const lastGateTypes = ['RangeCheck0', 'RangeCheck1', 'ForeignFieldAdd', 'ForeignFieldMul', 'Xor16', 'Rot64'];

/** Of every supported version. @type {Revision} */
export const berkeley = {
  name: 'berkeley',
  gateTypes: [...firstGateTypes, ...cairoGateTypes, ...lastGateTypes],
};

/** Of the native addon 3.0.0, with which the module is compared. @type {Revision} */
export const mesa = { name: 'mesa', gateTypes: [...firstGateTypes, ...lastGateTypes] };

/** The versions of o1js that were tried. @type {ReadonlySet<string>} */
export const supportedVersions = new Set(['2.9.0', '2.10.0', '2.12.0', '2.13.0', '2.14.0', '2.15.0']);
