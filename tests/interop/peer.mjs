// The peer: the Rust Kimchi prover and verifier, compiled to wasm, of the npm package o1js 2.15.0,
// driven from plain JSON in the file formats of the command line.
//
// Conventions of the JSON: a field element is "0x" + minimal big-endian hex, reduced; a point is
// [x, y], or null for infinity; a polynomial commitment is an array of points, one per chunk.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

export const EXPECTED_O1JS_VERSION = '2.15.0';

export const MODULUS = {
  fp: 0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001n,
  fq: 0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001n,
};

/* ------------------------------------------------------------------------------------------ */
/* Files                                                                                      */
/* ------------------------------------------------------------------------------------------ */

/** Read `file`, or `file.gz`, or (if file ends in .gz) the plain one, and parse it as JSON. */
export function readJson(file) {
  const found = resolveDataFile(file);
  if (found === undefined) throw new Error(`no such file: ${file} (or .gz)`);
  let bytes = fs.readFileSync(found);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = zlib.gunzipSync(bytes);
  return JSON.parse(bytes.toString('utf8'));
}

export function resolveDataFile(file) {
  const plain = file.endsWith('.gz') ? file.slice(0, -3) : file;
  return [file, plain, plain + '.gz'].find((f) => fs.existsSync(f) && fs.statSync(f).isFile());
}

export const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex');

/* ------------------------------------------------------------------------------------------ */
/* Field elements: JSON hex  <->  32 little-endian bytes (what the wasm speaks)               */
/* ------------------------------------------------------------------------------------------ */

export const toHex = (x) => '0x' + x.toString(16);

export function bytesToBigint(bytes) {
  let hex = '';
  for (let i = bytes.length - 1; i >= 0; i--) hex += bytes[i].toString(16).padStart(2, '0');
  return BigInt('0x' + (hex || '0'));
}

export function bigintToBytes(x, out = new Uint8Array(32)) {
  const hex = x.toString(16).padStart(64, '0');
  for (let i = 0; i < 32; i++) out[i] = parseInt(hex.slice(62 - 2 * i, 64 - 2 * i), 16);
  return out;
}

export const feFromBytes = (bytes) => toHex(bytesToBigint(bytes));

export function feToBytes(hex, modulus) {
  const x = BigInt(hex);
  // the wasm traps ("RuntimeError: unreachable") on non-canonical input, so check here
  if (x < 0n || (modulus !== undefined && x >= modulus)) {
    throw new Error(`field element out of range: ${hex}`);
  }
  return bigintToBytes(x);
}

export function fesFromFlat(flat) {
  const out = [];
  for (let i = 0; i < flat.length; i += 32) out.push(feFromBytes(flat.subarray(i, i + 32)));
  return out;
}

export function fesToFlat(list, modulus) {
  const out = new Uint8Array(32 * list.length);
  list.forEach((x, i) => out.set(feToBytes(x, modulus), 32 * i));
  return out;
}

/* ------------------------------------------------------------------------------------------ */
/* Locating and loading the peer                                                              */
/* ------------------------------------------------------------------------------------------ */

/** Directory of the o1js package: the dev dependency. */
function findO1js() {
  const entry = createRequire(import.meta.url).resolve('o1js');
  return entry.slice(0, entry.lastIndexOf('o1js' + path.sep) + 'o1js'.length);
}

let loading;
/** Load the raw wasm once. Returns {W, withThreadPool, fp, fq, version}. */
export function loadPeer() {
  return (loading ??= (async () => {
    const dir = findO1js();
    const { version } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
    if (version !== EXPECTED_O1JS_VERSION) {
      console.error(`warning: o1js ${version} found, vectors were made with ${EXPECTED_O1JS_VERSION}`);
    }
    const load = (rel) => import(pathToFileURL(path.join(dir, 'dist', 'node', rel)).href);
    const { workers } = await load('lib/proof-system/workers.js');
    if (process.env.PEER_WORKERS) workers.numWorkers = Number(process.env.PEER_WORKERS);
    // node-backend.js is o1js' own loader of kimchi_wasm.cjs + worker pool; it does not pull in
    // the OCaml (Pickles) bundle, so this is all Rust.
    const { wasm: W, withThreadPool } = await load('bindings/js/node/node-backend.js');
    const peer = { W, withThreadPool, version };
    peer.fp = new FieldPeer(peer, 'fp');
    peer.fq = new FieldPeer(peer, 'fq');
    return peer;
  })());
}

/**
 * All operations for one of the two proof systems:
 *   fp: circuits over Fp, commitments on Vesta  (coordinates in Fq)
 *   fq: circuits over Fq, commitments on Pallas (coordinates in Fp)
 *
 * About ownership in the raw wasm: functions and constructors that take an object *by value*
 * consume it (the JS wrapper is dead afterwards); `Uint32Array` arguments are arrays of raw
 * pointers, which are consumed likewise; getters return fresh clones that we own.
 */
export class FieldPeer {
  constructor({ W, withThreadPool }, field) {
    this.W = W;
    this.withThreadPool = withThreadPool;
    this.field = field;
    this.scalarModulus = MODULUS[field];
    this.baseModulus = MODULUS[field === 'fp' ? 'fq' : 'fp'];
    const F = field === 'fp' ? 'Fp' : 'Fq';
    this.curve = field === 'fp' ? 'vesta' : 'pallas';
    this.class = {
      G: field === 'fp' ? W.WasmGVesta : W.WasmGPallas,
      Gate: W[`Wasm${F}Gate`],
      PolyComm: W[`Wasm${F}PolyComm`],
      VecVec: W[`WasmVecVec${F}`],
      LookupTable: W[`WasmPasta${F}LookupTable`],
      RuntimeTableCfg: W[`WasmPasta${F}RuntimeTableCfg`],
      RuntimeTable: W[`Wasm${F}RuntimeTable`],
      ProverProof: W[`Wasm${F}ProverProof`],
      ProverCommitments: W[`Wasm${F}ProverCommitments`],
      LookupCommitments: W[`Wasm${F}LookupCommitments`],
      OpeningProof: W[`Wasm${F}OpeningProof`],
      Domain: W[`Wasm${F}Domain`],
      VerificationEvals: W[`Wasm${F}PlonkVerificationEvals`],
      VerifierIndex: W[`Wasm${F}PlonkVerifierIndex`],
      LookupVerifierIndex: W[`Wasm${F}LookupVerifierIndex`],
      LookupSelectors: W[`Wasm${F}LookupSelectors`],
      Shifts: W[`Wasm${F}Shifts`],
    };
    this.srsCache = new Map();
  }

  /** caml_pasta_f{p,q}_plonk_<name> */
  plonk(name, ...args) {
    return this.W[`caml_pasta_${this.field}_plonk_${name}`](...args);
  }
  /** caml_f{p,q}_srs_<name> */
  srsCall(name, ...args) {
    return this.W[`caml_${this.field}_srs_${name}`](...args);
  }

  /* ---- scalars, points, commitments ---- */

  scalar = (hex) => feToBytes(hex, this.scalarModulus);
  scalars = (list) => fesToFlat(list, this.scalarModulus);

  pointToRust(pt) {
    const g = this.field === 'fp' ? this.W.caml_vesta_affine_one() : this.W.caml_pallas_affine_one();
    if (pt === null) {
      g.infinity = true;
    } else {
      g.x = feToBytes(pt[0], this.baseModulus);
      g.y = feToBytes(pt[1], this.baseModulus);
    }
    return g;
  }
  /** consumes g */
  pointFromRust(g) {
    const pt = g.infinity ? null : [feFromBytes(g.x), feFromBytes(g.y)];
    g.free();
    return pt;
  }
  pointsToRust = (pts) => toPtrs(pts, (pt) => this.pointToRust(pt));
  pointsFromRust = (ptrs) => fromPtrs(ptrs, this.class.G, (g) => this.pointFromRust(g));

  commToRust = (chunks) => new this.class.PolyComm(this.pointsToRust(chunks), undefined);
  /** consumes c */
  commFromRust = (c) => {
    const chunks = this.pointsFromRust(c.unshifted);
    c.free();
    return chunks;
  };
  commsToRust = (comms) => toPtrs(comms, this.commToRust);
  commsFromRust = (ptrs) => fromPtrs(ptrs, this.class.PolyComm, this.commFromRust);
  optCommToRust = (c) => (c === null || c === undefined ? undefined : this.commToRust(c));
  optCommFromRust = (c) => (c === undefined ? null : this.commFromRust(c));

  vecVec(lists) {
    const v = new this.class.VecVec(lists.length);
    for (const l of lists) v.push(this.scalars(l));
    return v;
  }

  /* ---- SRS ---- */

  /** The deterministic SRS with `depth` generators; cached per depth. */
  async srs(depth) {
    if (!this.srsCache.has(depth)) {
      const srs = await this.withThreadPool(async () => this.srsCall('create_parallel', depth));
      this.srsCache.set(depth, srs);
    }
    return this.srsCache.get(depth);
  }

  /* ---- circuits and indexes ---- */

  gateVector(circuit) {
    const { W } = this;
    const v = this.plonk('gate_vector_create');
    for (const gate of circuit.gates) {
      const typ = W.GateType[gate.typ];
      if (typeof typ !== 'number') throw new Error(`peer does not know gate type ${gate.typ}`);
      const wires = new W.WasmGateWires(...gate.wires.map(([row, col]) => W.Wire.create(row, col)));
      this.plonk('gate_vector_add', v, new this.class.Gate(typ, wires, this.scalars(gate.coeffs)));
    }
    return v;
  }

  /** Prover index from circuit JSON. */
  async proverIndex(circuit) {
    if (circuit.field !== this.field) throw new Error(`circuit is over ${circuit.field}`);
    const srs = await this.srs(circuit.srs_depth);
    const gates = this.gateVector(circuit);
    const tables = toPtrs(
      circuit.lookup_tables ?? [],
      ({ id, columns }) => new this.class.LookupTable(id, this.vecVec(columns))
    );
    const cfgs = toPtrs(
      circuit.runtime_table_cfgs ?? [],
      ({ id, first_column }) => new this.class.RuntimeTableCfg(id, this.scalars(first_column))
    );
    const index = await this.withThreadPool(async () =>
      this.plonk(
        'index_create',
        gates,
        circuit.public_input_size,
        tables,
        cfgs,
        circuit.prev_challenges ?? 0,
        srs,
        circuit.lazy_mode ?? false
      )
    );
    gates.free();
    return index;
  }

  /** WasmPlonkVerifierIndex computed by the peer from a prover index. */
  async verifierIndex(proverIndex) {
    return this.withThreadPool(async () => this.plonk('verifier_index_create', proverIndex));
  }

  /** WasmPlonkVerifierIndex -> JSON. `vi` stays usable. */
  verifierIndexToJson(vi) {
    const { domain: d, evals: e, shifts: s, lookup_index: l } = vi;
    const json = {
      format: 'kimchi-verifier-index/1',
      field: this.field,
      domain: { log_size: d.log_size_of_group, group_gen: feFromBytes(d.group_gen) },
      max_poly_size: vi.max_poly_size,
      public: vi.public_,
      prev_challenges: vi.prev_challenges,
      zk_rows: vi.zk_rows,
      shifts: [s.s0, s.s1, s.s2, s.s3, s.s4, s.s5, s.s6].map(feFromBytes),
      commitments: {
        sigma_comm: this.commsFromRust(e.sigma_comm),
        coefficients_comm: this.commsFromRust(e.coefficients_comm),
      },
      lookup_index: null,
    };
    for (const name of SELECTOR_COMMS) json.commitments[name] = this.commFromRust(e[name]);
    for (const name of OPTIONAL_COMMS) json.commitments[name] = this.optCommFromRust(e[name]);
    if (l !== undefined) {
      const { lookup_info: info, lookup_selectors: sel } = l;
      const features = info.features;
      const patterns = features.patterns;
      json.lookup_index = {
        joint_lookup_used: l.joint_lookup_used,
        lookup_table: this.commsFromRust(l.lookup_table),
        lookup_selectors: Object.fromEntries(
          LOOKUP_SELECTORS.map((k) => [k, this.optCommFromRust(sel[k])])
        ),
        table_ids: this.optCommFromRust(l.table_ids),
        lookup_info: {
          max_per_row: info.max_per_row,
          max_joint_size: info.max_joint_size,
          features: {
            patterns: Object.fromEntries(LOOKUP_PATTERNS.map((k) => [k, patterns[k]])),
            joint_lookup_used: features.joint_lookup_used,
            uses_runtime_tables: features.uses_runtime_tables,
          },
        },
        runtime_tables_selector: this.optCommFromRust(l.runtime_tables_selector),
      };
      for (const x of [patterns, features, info, sel, l]) x.free();
    }
    for (const x of [d, e, s]) x.free();
    return json;
  }

  /** JSON -> WasmPlonkVerifierIndex, without rebuilding the circuit. */
  async verifierIndexFromJson(json) {
    const { W } = this;
    const c = json.commitments;
    const domain = new this.class.Domain(json.domain.log_size, this.scalar(json.domain.group_gen));
    const evals = new this.class.VerificationEvals(
      this.commsToRust(c.sigma_comm),
      this.commsToRust(c.coefficients_comm),
      ...SELECTOR_COMMS.map((name) => this.commToRust(c[name])),
      ...OPTIONAL_COMMS.map((name) => this.optCommToRust(c[name]))
    );
    const shifts = new this.class.Shifts(...json.shifts.map(this.scalar));
    let lookup;
    if (json.lookup_index) {
      const l = json.lookup_index;
      const { max_per_row, max_joint_size, features: f } = l.lookup_info;
      const patterns = new W.LookupPatterns(...LOOKUP_PATTERNS.map((k) => f.patterns[k]));
      const features = new W.LookupFeatures(patterns, f.joint_lookup_used, f.uses_runtime_tables);
      lookup = new this.class.LookupVerifierIndex(
        l.joint_lookup_used,
        this.commsToRust(l.lookup_table),
        new this.class.LookupSelectors(
          ...LOOKUP_SELECTORS.map((k) => this.optCommToRust(l.lookup_selectors[k]))
        ),
        this.optCommToRust(l.table_ids),
        new W.LookupInfo(max_per_row, max_joint_size, features),
        this.optCommToRust(l.runtime_tables_selector)
      );
    }
    return new this.class.VerifierIndex(
      domain,
      json.max_poly_size,
      json.public,
      json.prev_challenges,
      await this.srs(json.max_poly_size),
      evals,
      shifts,
      lookup,
      json.zk_rows
    );
  }

  /** The peer's own JSON serialisation of a verifier index (`vi` stays usable). */
  verifierIndexSerialize(vi) {
    return this.plonk('verifier_index_serialize', this.plonk('verifier_index_deep_copy', vi));
  }

  /* ---- proofs ---- */

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
        kind === 'one' ? point(v)
        : kind === 'opt' ? opt(v)
        : kind === 'many' ? v.slice(1).map(point)
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

  /** Create a proof from witness JSON with an existing prover index. Returns WasmProverProof. */
  async prove(proverIndex, witness) {
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
    return this.withThreadPool(async () =>
      this.plonk('proof_create', proverIndex, columns, tables, chals, sgs)
    );
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

  /** Batch verdict for [[vi, proofJson], ...]; every vi stays usable. */
  async batchVerify(pairs) {
    const indexes = toPtrs(pairs, ([vi]) => this.plonk('verifier_index_deep_copy', vi));
    const proofs = toPtrs(pairs, ([, proof]) => this.proofToRust(proof));
    return this.withThreadPool(async () => this.plonk('proof_batch_verify', indexes, proofs));
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

// commitments of a verifier index, in the order of the wasm constructor
const SELECTOR_COMMS = [
  'generic_comm',
  'psm_comm',
  'complete_add_comm',
  'mul_comm',
  'emul_comm',
  'endomul_scalar_comm',
];
const OPTIONAL_COMMS = [
  'xor_comm',
  'range_check0_comm',
  'range_check1_comm',
  'foreign_field_add_comm',
  'foreign_field_mul_comm',
  'rot_comm',
];
const LOOKUP_SELECTORS = ['xor', 'lookup', 'range_check', 'ffmul'];
const LOOKUP_PATTERNS = ['xor', 'lookup', 'range_check', 'foreign_field_mul'];

// fields of ProofEvaluations in declaration order (= order on the wire)
export const EVALS = [
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

/** list of things -> Uint32Array of raw pointers (ownership moves to the callee) */
export function toPtrs(list, make) {
  return Uint32Array.from(list, (x) => make(x).__destroy_into_raw());
}

/** Uint32Array of raw pointers that we own -> list; `read` must free the object it is given */
export function fromPtrs(ptrs, Class, read) {
  return Array.from(ptrs, (ptr) => {
    const obj = Object.create(Class.prototype);
    obj.__wbg_ptr = ptr >>> 0;
    return read(obj);
  });
}

/* ------------------------------------------------------------------------------------------ */
/* Tampering                                                                                  */
/* ------------------------------------------------------------------------------------------ */

/** A deep copy of `json` with the value at `path` (array of keys and indices) replaced. */
export function setPath(json, path, value) {
  const copy = structuredClone(json);
  let at = copy;
  for (const key of path.slice(0, -1)) {
    at = at[key];
    if (at === null || typeof at !== 'object') throw new Error(`no such path: ${path.join('.')}`);
  }
  const last = path[path.length - 1];
  if (!(last in at)) throw new Error(`no such path: ${path.join('.')}`);
  at[last] = value;
  return copy;
}
