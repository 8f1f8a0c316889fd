// The peer's proofs: made, verified, and their transcripts.
import { feFromBytes, fesFromFlat } from './field_elements.mjs';
import { PeerIndexes } from './peer_indexes.mjs';
import { toPtrs } from './peer_values.mjs';

// fields of ProofEvaluations in declaration order (= order on the wire)
const EVALS = [
  ['public', 'opt'],
  ['w', 'many'],
  ['z', 'one'],
  ['s', 'many'],
  ['coefficients', 'many'],
  ['generic_selector', 'one'],
  ['poseidon_selector', 'one'],
  ['complete_add_selector', 'one'],
  ['mul_selector', 'one'],
  ['emul_selector', 'one'],
  ['endomul_scalar_selector', 'one'],
  ['range_check0_selector', 'opt'],
  ['range_check1_selector', 'opt'],
  ['foreign_field_add_selector', 'opt'],
  ['foreign_field_mul_selector', 'opt'],
  ['xor_selector', 'opt'],
  ['rot_selector', 'opt'],
  ['lookup_aggregation', 'opt'],
  ['lookup_table', 'opt'],
  ['lookup_sorted', 'manyOpt'],
  ['runtime_lookup_table', 'opt'],
  ['runtime_lookup_table_selector', 'opt'],
  ['xor_lookup_selector', 'opt'],
  ['lookup_gate_lookup_selector', 'opt'],
  ['range_check_lookup_selector', 'opt'],
  ['foreign_field_mul_lookup_selector', 'opt'],
];

const ORACLES = [
  'joint_combiner_chal',
  'joint_combiner',
  'beta',
  'gamma',
  'alpha_chal',
  'alpha',
  'zeta_chal',
  'zeta',
  'v_chal',
  'v',
  'u_chal',
  'u',
];

/**
 * All operations for one of the two proof systems:
 *   fp: circuits over Fp, commitments on Vesta  (coordinates in Fq)
 *   fq: circuits over Fq, commitments on Pallas (coordinates in Fp)
 */
export class FieldPeer extends PeerIndexes {
  /** Proof JSON -> WasmProverProof. */
  proofToRust(json) {
    const K = this.class;
    const { commitments: c, opening: o, evals: e } = json;
    const lookup = c.lookup
      ? new K.LookupCommitments(
          this.commsToRust(c.lookup.sorted),
          this.commToRust(c.lookup.aggreg),
          this.optCommToRust(c.lookup.runtime)
        )
      : undefined;
    const commitments = new K.ProverCommitments(
      this.commsToRust(c.w_comm),
      this.commToRust(c.z_comm),
      this.commToRust(c.t_comm),
      lookup
    );
    const opening = new K.OpeningProof(
      this.pointsToRust(o.lr.map(([l]) => l)),
      this.pointsToRust(o.lr.map(([, r]) => r)),
      this.pointToRust(o.delta),
      this.scalar(o.z1),
      this.scalar(o.z2),
      this.pointToRust(o.sg)
    );
    // evaluations cross the boundary as OCaml-style nested arrays: records and arrays are
    // [0, ...fields], None is 0, Some(x) is [0, x], field elements are byte arrays
    const point = (pe) => [0, [0, ...pe.zeta.map(this.scalar)], [0, ...pe.zeta_omega.map(this.scalar)]];
    const opt = (pe) => (pe === null || pe === undefined ? 0 : [0, point(pe)]);
    const evals = [
      0,
      ...EVALS.map(([name, kind]) => {
        const v = e[name];
        if (kind === 'one') return point(v);
        if (kind === 'opt') return opt(v);
        if (kind === 'many') return [0, ...v.map(point)];
        return [0, ...v.map(opt)]; // 'manyOpt'
      }),
    ];
    const prev = json.prev_challenges ?? [];
    return new K.ProverProof(
      commitments,
      opening,
      evals,
      this.scalar(json.ft_eval1),
      this.scalars(json.public),
      this.vecVec(prev.map((p) => p.chals)),
      this.commsToRust(prev.map((p) => p.comm))
    );
  }

  /** WasmProverProof -> proof JSON. `proof` stays usable. */
  proofFromRust(proof) {
    const { commitments: c, proof: o, evals: e, prev_challenges_scalars: chals } = proof;
    const lookup = c.lookup;
    const json = {
      format: 'kimchi-proof/1',
      field: this.field,
      public: fesFromFlat(proof.public_),
      commitments: {
        w_comm: this.commsFromRust(c.w_comm),
        z_comm: this.commFromRust(c.z_comm),
        t_comm: this.commFromRust(c.t_comm),
        lookup: null,
      },
    };
    if (lookup !== undefined) {
      json.commitments.lookup = {
        sorted: this.commsFromRust(lookup.sorted),
        aggreg: this.commFromRust(lookup.aggreg),
        runtime: this.optCommFromRust(lookup.runtime),
      };
      lookup.free();
    }
    const l = this.pointsFromRust(o.lr_0);
    const r = this.pointsFromRust(o.lr_1);
    json.opening = {
      lr: l.map((li, i) => [li, r[i]]),
      delta: this.pointFromRust(o.delta),
      z1: feFromBytes(o.z1),
      z2: feFromBytes(o.z2),
      sg: this.pointFromRust(o.sg),
    };
    const point = ([, z, zw]) => ({
      zeta: z.slice(1).map(feFromBytes),
      zeta_omega: zw.slice(1).map(feFromBytes),
    });
    const opt = (x) => (x === 0 ? null : point(x[1]));
    json.evals = {};
    EVALS.forEach(([name, kind], i) => {
      const v = e[i + 1];
      json.evals[name] =
        kind === 'one'
          ? point(v)
          : kind === 'opt'
            ? opt(v)
            : kind === 'many'
              ? v.slice(1).map(point)
              : v.slice(1).map(opt);
    });
    json.ft_eval1 = feFromBytes(proof.ft_eval1);
    json.prev_challenges = this.commsFromRust(proof.prev_challenges_comms).map((comm, i) => ({
      chals: fesFromFlat(chals.get(i)),
      comm,
    }));
    for (const x of [c, o, chals]) x.free();
    return json;
  }

  /** What proof_create takes beside the index; it consumes them. */
  proofArguments(witness) {
    if (witness.field !== this.field) throw new Error(`witness is over ${witness.field}`);
    if (witness.columns.length !== 15) throw new Error('witness needs 15 columns');
    const columns = this.vecVec(witness.columns);
    const tables = toPtrs(
      witness.runtime_tables ?? [],
      ({ id, data }) => new this.class.RuntimeTable(id, this.scalars(data))
    );
    const prev = witness.prev_challenges ?? [];
    const chals = this.scalars(prev.flatMap((p) => p.chals));
    const sgs = this.pointsToRust(
      prev.map(({ comm }) => {
        if (comm.length !== 1) throw new Error('prev_challenges: one-chunk commitments only');
        return comm[0];
      })
    );
    return [columns, tables, chals, sgs];
  }

  /** Create a proof with an existing prover index. Returns WasmProverProof. */
  async createProof(proverIndex, proofArguments) {
    return this.withThreadPool(async () => this.plonk('proof_create', proverIndex, ...proofArguments));
  }

  /** The same from witness JSON. */
  async prove(proverIndex, witness) {
    return this.createProof(proverIndex, this.proofArguments(witness));
  }

  /** Verdict of the peer's verifier; `vi` stays usable. */
  async verify(vi, proofJson) {
    // The 2.15.0 wasm does not survive an opening proof with too many rounds: a worker panics and
    // the call never returns. Everything else that is well-formed JSON gets a true/false answer.
    const rounds = Math.ceil(Math.log2(vi.max_poly_size));
    if (proofJson.opening.lr.length > rounds) {
      throw new Error(`opening.lr has ${proofJson.opening.lr.length} rounds, expected ${rounds}`);
    }
    const proof = this.proofToRust(proofJson);
    const index = this.plonk('verifier_index_deep_copy', vi);
    return this.withThreadPool(async () => this.plonk('proof_verify', index, proof));
  }

  /**
   * The Fiat-Shamir transcript of a proof as the peer computes it (f{p,q}_oracles_create).
   * Note: the peer derives the number of chunks of the public-input commitment from the Lagrange
   * commitments it is given, so for a chunked circuit without public inputs this call would not
   * reproduce the verifier's transcript.
   */
  async oracles(vi, proofJson) {
    const srs = vi.srs;
    const domain = vi.domain;
    const size = 2 ** domain.log_size_of_group;
    const n = proofJson.public.length;
    const result = await this.withThreadPool(async () => {
      const lagrange = toPtrs([...Array(n).keys()], (i) => this.srsCall('lagrange_commitment', srs, size, i));
      const index = this.plonk('verifier_index_deep_copy', vi);
      return this.W[`${this.field}_oracles_create`](lagrange, index, this.proofToRust(proofJson));
    });
    srs.free();
    domain.free();
    const { o } = result;
    const fe = (x) => (x === undefined ? null : feFromBytes(x));
    const json = {
      format: 'kimchi-oracles/1',
      field: this.field,
      digest_before_evaluations: fe(result.digest_before_evaluations),
    };
    for (const name of ORACLES) json[name] = fe(o[name]);
    json.p_eval = { zeta: fesFromFlat(result.p_eval0), zeta_omega: fesFromFlat(result.p_eval1) };
    json.opening_prechallenges = fesFromFlat(result.opening_prechallenges);
    o.free();
    result.free();
    return json;
  }
}
