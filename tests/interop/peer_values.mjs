// Scalars, points and commitments on their way to the peer and back. A point is [x, y], or null for
// infinity; a polynomial commitment is an array of points, one per chunk.
import { MODULUS, feFromBytes, feToBytes, fesToFlat } from './field_elements.mjs';

/** list of things -> Uint32Array of raw pointers (ownership moves to the callee) */
export function toPtrs(list, make) {
  return Uint32Array.from(list, (x) => make(x).__destroy_into_raw());
}

/** Uint32Array of raw pointers that we own -> list; `read` must free the object it is given */
function fromPtrs(ptrs, Class, read) {
  return Array.from(ptrs, (ptr) => {
    const obj = Object.create(Class.prototype);
    obj.__wbg_ptr = ptr >>> 0;
    return read(obj);
  });
}

/**
 * About ownership in the raw wasm: functions and constructors that take an object *by value*
 * consume it (the JS wrapper is dead afterwards); `Uint32Array` arguments are arrays of raw
 * pointers, which are consumed likewise; getters return fresh clones that we own.
 */
export class PeerValues {
  constructor({ W, withThreadPool }, field) {
    this.W = W;
    this.withThreadPool = withThreadPool;
    this.field = field;
    this.scalarModulus = MODULUS[field];
    this.baseModulus = MODULUS[field === 'fp' ? 'fq' : 'fp'];
    const F = field === 'fp' ? 'Fp' : 'Fq';
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
  }

  /** caml_pasta_f{p,q}_plonk_<name> */
  plonk(name, ...args) {
    return this.W[`caml_pasta_${this.field}_plonk_${name}`](...args);
  }
  /** caml_f{p,q}_srs_<name> */
  srsCall(name, ...args) {
    return this.W[`caml_${this.field}_srs_${name}`](...args);
  }

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
}
