// The peer's SRS, prover indexes and verifier indexes.
import { PeerValues, toPtrs } from './peer_values.mjs';

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

export class PeerIndexes extends PeerValues {
  srsCache = new Map();

  /** The deterministic SRS with `depth` generators; cached per depth. */
  async srs(depth) {
    if (!this.srsCache.has(depth)) {
      const srs = await this.withThreadPool(async () => this.srsCall('create_parallel', depth));
      this.srsCache.set(depth, srs);
    }
    return this.srsCache.get(depth);
  }

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
    const gates = this.gateVector(circuit);
    const index = await this.indexOfGates(circuit, gates, await this.srs(circuit.srs_depth));
    gates.free();
    return index;
  }

  /** The same with the circuit's gates, which stay usable. */
  async indexOfGates(circuit, gates, srs) {
    const tables = toPtrs(
      circuit.lookup_tables ?? [],
      ({ id, columns }) => new this.class.LookupTable(id, this.vecVec(columns))
    );
    const cfgs = toPtrs(
      circuit.runtime_table_cfgs ?? [],
      ({ id, first_column }) => new this.class.RuntimeTableCfg(id, this.scalars(first_column))
    );
    return this.withThreadPool(async () =>
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
  }

  /** WasmPlonkVerifierIndex computed by the peer from a prover index. */
  async verifierIndex(proverIndex) {
    return this.withThreadPool(async () => this.plonk('verifier_index_create', proverIndex));
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
}
