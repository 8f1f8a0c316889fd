// The peer's native addon, as o1js drives it: points, gates and tables are plain objects, lists are
// arrays. It does its work on the calling thread.
import { createRequire } from 'node:module';

import { feToBytes, fesToFlat, MODULUS } from '../interop/field_elements.mjs';

const gateTypes =
  'Zero Generic Poseidon CompleteAdd VarBaseMul EndoMul EndoMulScalar Lookup CairoClaim CairoInstruction CairoFlags CairoTransition RangeCheck0 RangeCheck1 ForeignFieldAdd ForeignFieldMul Xor16 Rot64'.split(
    ' '
  );

export class NativePeer {
  /** @param {'fp' | 'fq'} field */
  constructor(field) {
    const { platform, arch } = process;
    this.addon = createRequire(import.meta.url)(`@o1js/native-${platform}-${arch}`);
    this.field = field;
    this.VecVec = this.addon[field === 'fp' ? 'WasmVecVecFp' : 'WasmVecVecFq'];
    this.LookupTable = this.addon[field === 'fp' ? 'WasmPastaFpLookupTable' : 'WasmPastaFqLookupTable'];
  }

  plonk(name, ...args) {
    return this.addon[`caml_pasta_${this.field}_plonk_${name}`](...args);
  }

  scalars = (list) => fesToFlat(list, MODULUS[this.field]);

  vecVec(lists) {
    const out = new this.VecVec(lists.length);
    for (const list of lists) out.push(this.scalars(list));
    return out;
  }

  point(pair) {
    const { addon, field } = this;
    const point = field === 'fp' ? addon.caml_vesta_affine_one() : addon.caml_pallas_affine_one();
    const base = MODULUS[field === 'fp' ? 'fq' : 'fp'];
    if (pair === null) point.infinity = true;
    else [point.x, point.y] = pair.map((x) => feToBytes(x, base));
    return point;
  }

  srsCall(name, ...args) {
    return this.addon[`caml_${this.field}_srs_${name}`](...args);
  }

  gateVector(circuit) {
    const gates = this.plonk('gate_vector_create');
    for (const { typ, wires, coeffs } of circuit.gates) {
      const named = Object.fromEntries(wires.map(([row, col], i) => [`w${i}`, { row, col }]));
      this.plonk('gate_vector_add', gates, {
        typ: gateTypes.indexOf(typ),
        wires: named,
        coeffs: Array.from(this.scalars(coeffs)),
      });
    }
    return gates;
  }

  index(circuit, gates, srs) {
    const tables = circuit.lookup_tables.map(
      ({ id, columns }) => new this.LookupTable(id, this.vecVec(columns))
    );
    const { public_input_size, prev_challenges, lazy_mode } = circuit;
    return this.plonk('index_create', gates, public_input_size, tables, [], prev_challenges, srs, lazy_mode);
  }

  verifierIndex(index) {
    return this.plonk('verifier_index_create', index);
  }

  proofArguments({ columns, prev_challenges }) {
    const challenges = this.scalars(prev_challenges.flatMap(({ chals }) => chals));
    const points = prev_challenges.map(({ comm }) => this.point(comm[0]));
    return [this.vecVec(columns), [], challenges, points];
  }

  prove(index, proofArguments) {
    return this.plonk('proof_create', index, ...proofArguments);
  }

  verify(verifierIndex, proof) {
    return this.plonk('proof_verify', verifierIndex, proof);
  }
}
