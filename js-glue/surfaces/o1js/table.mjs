// The part of o1js's table `__snarkyTsBindings` that is replaced: the SRS. o1js's own keeps its SRS and Lagrange
// commitments as JSON files of decimal digits, and asks for the commitments of whole domains.

/** @typedef {import('./abi/srs.mjs').Srs} Srs */

/** The SRS that o1js uses, of one field. @param {'fp' | 'fq'} f @param {Record<string, any>} module @param {any} conversion */
function srsTable(f, module, conversion) {
  /** By size. @type {Map<number, Srs>} */
  const known = new Map();
  return {
    /** @param {number} size @returns {Srs} */
    create(size) {
      const srs = known.get(size) ?? module[`caml_${f}_srs_create`](size);
      known.set(size, srs);
      return srs;
    },
    /** @param {Srs} srs @param {number} domainSize @param {number} index */
    lagrangeCommitment: (srs, domainSize, index) =>
      conversion[f].polyCommFromRust(module[`caml_${f}_srs_lagrange_commitment`](srs, domainSize, index)),
    /** An empty OCaml array: o1js only passes it on to the oracles, which do without it. */
    lagrangeCommitmentsWholeDomain: () => [0],
    addLagrangeBasis() {},
  };
}

/**
 * @param {any} table `__snarkyTsBindings`
 * @param {(module: object) => void} check throws if the module is not onggi's
 */
export function patchTable(table, check) {
  const { rustConversion } = table;
  table.srs = (/** @type {Record<string, any>} */ module) => {
    check(module);
    const conversion = rustConversion(module);
    return { fp: srsTable('fp', module, conversion), fq: srsTable('fq', module, conversion) };
  };
  return table;
}
