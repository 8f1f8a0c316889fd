// The part of o1js's table `__snarkyTsBindings` that is replaced: the SRS. o1js's own keeps its SRS and Lagrange
// commitments as JSON files of decimal digits, and asks for the commitments of whole domains.

import { OnggiError } from '../../runtime/errors.mjs';

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
function patchTable(table, check) {
  const { rustConversion } = table;
  table.srs = (/** @type {Record<string, any>} */ module) => {
    check(module);
    const conversion = rustConversion(module);
    return { fp: srsTable('fp', module, conversion), fq: srsTable('fq', module, conversion) };
  };
  return table;
}

/** @param {string} [otherwise] what else helps, a part of the sentence */
export const tooLate = (otherwise = '') =>
  new OnggiError(
    'load_failed',
    "onggi/o1js: o1js was loaded first and uses its own backend: import 'onggi/o1js' before anything that " +
      `imports o1js${otherwise}`
  );

/**
 * Patches the table of o1js when it is assigned to the global.
 * @param {object} options
 * @param {(module: object) => boolean} options.isOurs whether a module is onggi's
 * @param {() => Error} options.tooLate the error if o1js was loaded first
 * @param {() => Error} options.foreign the error if o1js uses another module
 * @param {() => void} [options.patched] is called afterwards
 */
export function watchSnarkyBindings({ isOurs, tooLate, foreign, patched }) {
  /** @type {any} */
  const realm = globalThis;
  if (realm.__snarkyTsBindings !== undefined || realm.__kimchi_backend !== undefined) throw tooLate();
  /** @type {any} */
  let table;
  Object.defineProperty(realm, '__snarkyTsBindings', {
    get: () => table,
    set(value) {
      if (table !== undefined && table !== value) {
        throw new OnggiError(
          'unsupported',
          'onggi/o1js: a second copy of o1js is being loaded: `npm ls o1js` lists the installed ones; import and ' +
            'require() of the same one count as two'
        );
      }
      table = patchTable(value, (module) => {
        if (!isOurs(module)) throw foreign();
      });
      patched?.();
    },
    configurable: true,
    enumerable: true,
  });
}
