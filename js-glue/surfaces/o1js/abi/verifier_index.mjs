// The verifier index of one curve: a plain object of o1js, and kimchi-verifier-index/1.
import { bytesOf, bytesOfHex, hexOf } from '../field.mjs';
import { commOfJson, jsonOfComm, jsonOfOptionalComm, optionalCommOfJson } from './points.mjs';

/** @typedef {import('./index.mjs').Index} Index */
/** @typedef {import('./srs.mjs').Srs} Srs */

// The commitments of a verifier index, in the order of the peer.
export const lists = ['sigma_comm', 'coefficients_comm'];
export const singles = [
  'generic_comm',
  'psm_comm',
  'complete_add_comm',
  'mul_comm',
  'emul_comm',
  'endomul_scalar_comm',
];
export const optionals = [
  'xor_comm',
  'range_check0_comm',
  'range_check1_comm',
  'foreign_field_add_comm',
  'foreign_field_mul_comm',
  'rot_comm',
];
const selectors = ['lookup', 'xor', 'range_check', 'ffmul'];

/** An object with these keys. @param {string[]} names @param {(name: string) => unknown} value */
const record = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

/** The shifts as o1js has them. @param {Uint8Array[]} shifts */
const namedShifts = (shifts) => Object.fromEntries(shifts.map((shift, i) => [`s${i}`, shift]));

/** @param {any} info @returns {any} */
const lookupInfo = ({ max_per_row, max_joint_size, features }) => {
  const { patterns, joint_lookup_used, uses_runtime_tables } = features;
  const { xor, lookup, range_check, foreign_field_mul } = patterns;
  return {
    max_per_row,
    max_joint_size,
    features: {
      patterns: { xor, lookup, range_check, foreign_field_mul },
      joint_lookup_used,
      uses_runtime_tables,
    },
  };
};

/** @param {any} lookup */
const jsonOfLookup = (lookup) => ({
  joint_lookup_used: lookup.joint_lookup_used,
  lookup_table: Array.from(lookup.lookup_table, jsonOfComm),
  lookup_selectors: record(selectors, (name) => jsonOfOptionalComm(lookup.lookup_selectors[name])),
  table_ids: jsonOfOptionalComm(lookup.table_ids),
  lookup_info: lookupInfo(lookup.lookup_info),
  runtime_tables_selector: jsonOfOptionalComm(lookup.runtime_tables_selector),
});

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {import('./points.mjs').PolyCommClass} PolyComm
 * @param {import('../versions.mjs').Revision} revision
 */
export function verifierIndexAbi(f, curve, PolyComm, revision) {
  /** @param {any} index */
  const jsonOf = ({ domain, evals, shifts, lookup_index, ...sizes }) => ({
    format: 'kimchi-verifier-index/1',
    revision: revision.name,
    field: f,
    domain: { log_size: domain.log_size_of_group, group_gen: hexOf(domain.group_gen) },
    max_poly_size: sizes.max_poly_size,
    public: sizes.public_,
    prev_challenges: sizes.prev_challenges,
    zk_rows: sizes.zk_rows,
    shifts: Array.from({ length: 7 }, (_, i) => hexOf(shifts[`s${i}`])),
    commitments: {
      ...record(lists, (name) => Array.from(evals[name], jsonOfComm)),
      ...record(singles, (name) => jsonOfComm(evals[name])),
      ...record(optionals, (name) => jsonOfOptionalComm(evals[name])),
    },
    lookup_index: lookup_index === undefined || lookup_index === null ? null : jsonOfLookup(lookup_index),
  });

  /** @param {any} lookup */
  const lookupOf = (lookup) => ({
    joint_lookup_used: lookup.joint_lookup_used,
    lookup_table: lookup.lookup_table.map((/** @type {any} */ comm) => commOfJson(comm, PolyComm)),
    lookup_selectors: record(selectors, (name) =>
      optionalCommOfJson(lookup.lookup_selectors[name], PolyComm)
    ),
    table_ids: optionalCommOfJson(lookup.table_ids, PolyComm),
    lookup_info: lookupInfo(lookup.lookup_info),
    runtime_tables_selector: optionalCommOfJson(lookup.runtime_tables_selector, PolyComm),
  });

  /** The object for o1js; the handle is freed. @param {any} handle @param {Srs} srs */
  const take = (handle, srs) => {
    try {
      const { domain, commitments, shifts, lookup_index, ...sizes } = handle.toJSON();
      return {
        domain: { log_size_of_group: domain.log_size, group_gen: bytesOfHex(domain.group_gen) },
        max_poly_size: sizes.max_poly_size,
        public_: sizes.public,
        prev_challenges: sizes.prev_challenges,
        srs,
        evals: {
          ...record(lists, (name) =>
            commitments[name].map((/** @type {any} */ comm) => commOfJson(comm, PolyComm))
          ),
          ...record(singles, (name) => commOfJson(commitments[name], PolyComm)),
          ...record(optionals, (name) => optionalCommOfJson(commitments[name], PolyComm)),
        },
        shifts: namedShifts(shifts.map(bytesOfHex)),
        lookup_index: lookup_index === null ? undefined : lookupOf(lookup_index),
        zk_rows: sizes.zk_rows,
      };
    } finally {
      handle.free();
    }
  };

  /** A handle, which the caller frees. @param {any} index */
  const handleOf = (index) => curve().VerifierIndex.fromJSON(jsonOf(index), index.srs.handle);

  /** @template T @param {any} index @param {(handle: any) => T} use @returns {T} */
  const withHandle = (index, use) => {
    const handle = handleOf(index);
    try {
      return use(handle);
    } finally {
      handle.free();
    }
  };

  const prefix = `caml_pasta_${f}_plonk_verifier_index`;
  return {
    withHandle,
    functions: {
      /** @param {Index} index */
      [`${prefix}_create`]: ({ handle, srs }) => take(handle.verifierIndex(), srs),
      /** @param {any} index */
      [`${prefix}_serialize`]: (index) =>
        withHandle(index, (/** @type {any} */ handle) => handle.serialize()),
      /** @param {Srs} srs @param {string} text */
      [`${prefix}_deserialize`]: (srs, text) =>
        take(curve().VerifierIndex.deserialize(text, srs.handle), srs),
      /** @param {number} log2 of the domain's size */
      [`${prefix}_shifts`]: (log2) =>
        namedShifts(
          curve()
            .permutationShifts(2 ** log2)
            .map(bytesOf)
        ),
    },
  };
}
