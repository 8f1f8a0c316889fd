// What differs between the versions of o1js.

/** The numbers of the gate types, in the revision `berkeley`; 8 to 11 are not used. @type {Record<number, string>} */
const gateTypes = {
  0: 'Zero',
  1: 'Generic',
  2: 'Poseidon',
  3: 'CompleteAdd',
  4: 'VarBaseMul',
  5: 'EndoMul',
  6: 'EndoMulScalar',
  7: 'Lookup',
  12: 'RangeCheck0',
  13: 'RangeCheck1',
  14: 'ForeignFieldAdd',
  15: 'ForeignFieldMul',
  16: 'Xor16',
  17: 'Rot64',
};

/** @param {number} number @returns {string} */
export const gateType = (number) => gateTypes[number] ?? `${number}`;

/** The versions of o1js that were tried. @type {ReadonlySet<string>} */
export const supportedVersions = new Set(['2.9.0', '2.10.0', '2.12.0', '2.13.0', '2.14.0', '2.15.0']);
