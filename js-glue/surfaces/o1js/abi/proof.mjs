// Proofs of one curve: objects of o1js, and kimchi-proof/1.
import { OnggiError } from '../../../runtime/errors.mjs';
import { bytesOfHex, elements, flatten, hexOf, hexOfEach, jsonOfPoint, pointOfJson } from '../field.mjs';
import { commOfJson, holds, jsonOfComm, jsonOfOptionalComm, optionalCommOfJson } from './points.mjs';

/** @typedef {import('./index.mjs').Index} Index */
/** @typedef {import('./index.mjs').VecVec} VecVec */
/** @typedef {import('../field.mjs').Point} Point */
/** @typedef {{ zeta: Uint8Array[], zetaOmega: Uint8Array[] }} Evaluations */

const lists = ['w', 's', 'coefficients'];
const singles = [
  'z',
  'generic_selector',
  'poseidon_selector',
  'complete_add_selector',
  'mul_selector',
  'emul_selector',
  'endomul_scalar_selector',
];
const optionals = [
  'public',
  'range_check0_selector',
  'range_check1_selector',
  'foreign_field_add_selector',
  'foreign_field_mul_selector',
  'xor_selector',
  'rot_selector',
  'lookup_aggregation',
  'lookup_table',
  'runtime_lookup_table',
  'runtime_lookup_table_selector',
  'xor_lookup_selector',
  'lookup_gate_lookup_selector',
  'range_check_lookup_selector',
  'foreign_field_mul_lookup_selector',
];
const sortedCount = 5;

/** `range_check0_selector` → `rangeCheck0Selector`, as o1js names it. @param {string} name */
const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** @param {Evaluations} evaluations */
const jsonOfEvaluations = ({ zeta, zetaOmega }) => ({
  zeta: Array.from(zeta, hexOf),
  zeta_omega: Array.from(zetaOmega, hexOf),
});

/** @param {Evaluations | null | undefined} evaluations */
const jsonOfOptional = (evaluations) =>
  evaluations === undefined || evaluations === null ? null : jsonOfEvaluations(evaluations);

/** @param {any} json @returns {Evaluations} */
const evaluationsOf = ({ zeta, zeta_omega }) => ({
  zeta: zeta.map(bytesOfHex),
  zetaOmega: zeta_omega.map(bytesOfHex),
});

/** @param {any} json */
const optionalEvaluationsOf = (json) =>
  json === null || json === undefined ? undefined : evaluationsOf(json);

/** @param {any} evals */
function jsonOfEvals(evals) {
  const sorted = Array.from(evals.lookupSorted ?? [], jsonOfOptional);
  while (sorted.length < sortedCount) sorted.push(null);
  return {
    ...Object.fromEntries(lists.map((name) => [name, Array.from(evals[name], jsonOfEvaluations)])),
    ...Object.fromEntries(singles.map((name) => [name, jsonOfEvaluations(evals[camelCase(name)])])),
    ...Object.fromEntries(optionals.map((name) => [name, jsonOfOptional(evals[camelCase(name)])])),
    lookup_sorted: sorted,
  };
}

/** @param {any} json */
const evalsOf = (json) => ({
  ...Object.fromEntries(lists.map((name) => [name, json[name].map(evaluationsOf)])),
  ...Object.fromEntries(singles.map((name) => [camelCase(name), evaluationsOf(json[name])])),
  ...Object.fromEntries(optionals.map((name) => [camelCase(name), optionalEvaluationsOf(json[name])])),
  lookupSorted: json.lookup_sorted.map(optionalEvaluationsOf),
});

/**
 * The classes of proofs, whose members o1js reads and whose constructors it calls.
 * @param {() => any} curve of onggi
 * @param {(proof: any) => object} jsonOf kimchi-proof/1
 * @param {(json: any) => any} proofOf
 */
function proofClasses(curve, jsonOf, proofOf) {
  class VecVec {
    /** @type {Uint8Array[]} */
    #vectors = [];
    /** @param {number} _capacity */
    // biome-ignore lint/complexity/noUselessConstructor: o1js passes the capacity
    constructor(_capacity) {}
    get length() {
      return this.#vectors.length;
    }
    /** @param {Uint8Array} vector */
    push(vector) {
      this.#vectors.push(Uint8Array.from(vector));
    }
    /** @param {number} index */
    get(index) {
      const vector = this.#vectors[index];
      if (vector === undefined) {
        throw new OnggiError(
          'size_out_of_range',
          `vector of vectors: there is no entry ${index} of ${this.length}`
        );
      }
      return vector.slice();
    }
    /** @param {number} index @param {Uint8Array} vector */
    set(index, vector) {
      this.#vectors[index] = Uint8Array.from(vector);
    }
  }
  class LookupTable {
    /** @param {number} id @param {VecVec} data */
    constructor(id, data) {
      this.id = id;
      this.data = data;
    }
  }
  class RuntimeTableCfg {
    /** @param {number} id @param {Uint8Array} firstColumn */
    constructor(id, firstColumn) {
      this.id = id;
      this.firstColumn = firstColumn;
    }
    get first_column() {
      return this.firstColumn;
    }
  }
  class LookupCommitments {
    /** @param {any[]} sorted @param {any} aggreg @param {any} [runtime] */
    constructor(sorted, aggreg, runtime) {
      this.sorted = sorted;
      this.aggreg = aggreg;
      this.runtime = runtime;
    }
  }
  class ProverCommitments {
    /** @param {any[]} w_comm @param {any} z_comm @param {any} t_comm @param {any} [lookup] */
    constructor(w_comm, z_comm, t_comm, lookup) {
      this.w_comm = w_comm;
      this.z_comm = z_comm;
      this.t_comm = t_comm;
      this.lookup = lookup;
    }
  }
  class OpeningProof {
    /** @param {Point[]} lr_0 @param {Point[]} lr_1 @param {Point} delta @param {Uint8Array} z1 @param {Uint8Array} z2 @param {Point} sg */
    constructor(lr_0, lr_1, delta, z1, z2, sg) {
      this.lr_0 = lr_0;
      this.lr_1 = lr_1;
      this.delta = delta;
      this.z1 = z1;
      this.z2 = z2;
      this.sg = sg;
    }
  }
  class ProverProof {
    /**
     * @param {ProverCommitments} commitments @param {OpeningProof} proof @param {any} evals @param {Uint8Array} ft_eval1
     * @param {Uint8Array} public_ @param {VecVec} prev_challenges_scalars @param {any[]} prev_challenges_comms
     */
    constructor(
      commitments,
      proof,
      evals,
      ft_eval1,
      public_,
      prev_challenges_scalars,
      prev_challenges_comms
    ) {
      this.commitments = commitments;
      this.proof = proof;
      this.evals = evals;
      this.ft_eval1 = ft_eval1;
      this.public_ = public_;
      this.prev_challenges_scalars = prev_challenges_scalars;
      this.prev_challenges_comms = prev_challenges_comms;
    }
    /** The proof as MessagePack in base64. */
    serialize() {
      const handle = curve().ProverProof.fromJSON(jsonOf(this));
      try {
        return handle.toBase64();
      } finally {
        handle.free();
      }
    }
    /** @param {Uint8Array} bytes MessagePack, without the public input */
    static deserialize(bytes) {
      const handle = curve().ProverProof.fromBytes(bytes);
      try {
        return proofOf(handle.toJSON());
      } finally {
        handle.free();
      }
    }
  }
  return {
    VecVec,
    LookupTable,
    RuntimeTableCfg,
    LookupCommitments,
    ProverCommitments,
    OpeningProof,
    ProverProof,
  };
}

/**
 * @param {string} f `fp` or `fq`
 * @param {() => any} curve of onggi
 * @param {import('./points.mjs').PolyCommClass} PolyComm
 * @param {{ withHandle<T>(index: any, use: (handle: any) => T): T }} verifierIndexes
 */
export function proofAbi(f, curve, PolyComm, verifierIndexes) {
  /** @param {any} lookup */
  const jsonOfLookup = ({ sorted, aggreg, runtime }) => ({
    sorted: Array.from(sorted, jsonOfComm),
    aggreg: jsonOfComm(aggreg),
    runtime: jsonOfOptionalComm(runtime),
  });

  /** @param {any} proof */
  const jsonOf = ({ commitments, proof: opening, evals, ...rest }) => ({
    format: 'kimchi-proof/1',
    field: f,
    public: hexOfEach(rest.public_),
    commitments: {
      w_comm: Array.from(commitments.w_comm, jsonOfComm),
      z_comm: jsonOfComm(commitments.z_comm),
      t_comm: jsonOfComm(commitments.t_comm),
      lookup: commitments.lookup ? jsonOfLookup(commitments.lookup) : null,
    },
    opening: {
      lr: Array.from(opening.lr_0, (left, i) => [jsonOfPoint(left), jsonOfPoint(opening.lr_1[i])]),
      delta: jsonOfPoint(opening.delta),
      z1: hexOf(opening.z1),
      z2: hexOf(opening.z2),
      sg: jsonOfPoint(opening.sg),
    },
    evals: jsonOfEvals(evals),
    ft_eval1: hexOf(rest.ft_eval1),
    prev_challenges: Array.from(rest.prev_challenges_comms, (comm, i) => ({
      chals: hexOfEach(rest.prev_challenges_scalars.get(i)),
      comm: jsonOfComm(comm),
    })),
  });

  /** @param {any} chunks */
  const comm = (chunks) => commOfJson(chunks, PolyComm);

  /** @param {any} json */
  const proofOf = ({ commitments, opening, evals, ft_eval1, public: publicInput, prev_challenges }) => {
    const { w_comm, z_comm, t_comm, lookup } = commitments;
    const scalars = new classes.VecVec(prev_challenges.length);
    for (const { chals } of prev_challenges) scalars.push(flatten(chals.map(bytesOfHex)));
    return new classes.ProverProof(
      new classes.ProverCommitments(
        w_comm.map(comm),
        comm(z_comm),
        comm(t_comm),
        lookup
          ? new classes.LookupCommitments(
              lookup.sorted.map(comm),
              comm(lookup.aggreg),
              optionalCommOfJson(lookup.runtime, PolyComm)
            )
          : undefined
      ),
      new classes.OpeningProof(
        opening.lr.map((/** @type {any} */ [left]) => pointOfJson(left)),
        opening.lr.map((/** @type {any} */ [, right]) => pointOfJson(right)),
        pointOfJson(opening.delta),
        bytesOfHex(opening.z1),
        bytesOfHex(opening.z2),
        pointOfJson(opening.sg)
      ),
      evalsOf(evals),
      bytesOfHex(ft_eval1),
      flatten(publicInput.map(bytesOfHex)),
      scalars,
      prev_challenges.map((/** @type {any} */ { comm: chunks }) => comm(chunks))
    );
  };

  const classes = proofClasses(curve, jsonOf, proofOf);

  /** A handle, which the caller frees. @param {any} proof */
  const handleOf = (proof) => curve().ProverProof.fromJSON(jsonOf(proof));

  /** @template T @param {any} proof @param {(handle: any) => T} use @returns {T} */
  const withHandle = (proof, use) => {
    const handle = handleOf(proof);
    try {
      return use(handle);
    } finally {
      handle.free();
    }
  };

  /** @param {Uint8Array} challenges of all previous proofs in turn @param {Point[]} comms one for each */
  const previousChallenges = (challenges, comms) => {
    const scalars = elements(challenges);
    const each = scalars.length / comms.length;
    return Array.from(comms, (point, i) => ({
      chals: scalars.slice(each * i, each * (i + 1)).map(hexOf),
      comm: [jsonOfPoint(point)],
    }));
  };

  const prefix = `caml_pasta_${f}_plonk_proof`;
  return {
    classes,
    withHandle,
    functions: {
      /**
       * @param {Index} index @param {VecVec} columns @param {{ id: number, data: Uint8Array }[]} runtimeTables
       * @param {Uint8Array} challenges @param {Point[]} comms
       */
      [`${prefix}_create`]: ({ handle }, columns, runtimeTables, challenges, comms) => {
        const { Witness } = curve();
        const witness = Witness.fromColumns(Array.from({ length: columns.length }, (_, i) => columns.get(i)));
        let proof;
        try {
          proof = handle.proveSync(witness, {
            previousChallenges: previousChallenges(challenges, comms),
            runtimeTables: Array.from(runtimeTables, ({ id, data }) => ({ id, data: hexOfEach(data) })),
          });
          return proofOf(proof.toJSON());
        } finally {
          witness.free();
          proof?.free();
        }
      },
      /** @param {any} index @param {any} proof */
      [`${prefix}_verify`]: (index, proof) =>
        holds(() =>
          verifierIndexes.withHandle(index, (verifier) =>
            withHandle(proof, (handle) => verifier.verify(handle))
          )
        ),
      /** @param {any[]} indexes @param {any[]} proofs */
      [`${prefix}_batch_verify`]: (indexes, proofs) => {
        const { VerificationBatch } = curve();
        const batch = VerificationBatch.create();
        try {
          return holds(() => {
            Array.from(indexes).forEach((index, i) => {
              verifierIndexes.withHandle(index, (verifier) =>
                withHandle(proofs[i], (handle) => batch.add(verifier, handle))
              );
            });
            return batch.verify();
          });
        } finally {
          batch.free();
        }
      },
    },
  };
}
