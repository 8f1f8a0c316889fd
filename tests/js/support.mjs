// Helpers of all suites: recorded circuits, a sample of every handle class, and the memory in use.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Bin } from './bin.mjs';
import { collect, turn } from './collect.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} path relative to the repository */
export const readJson = (path) => JSON.parse(fs.readFileSync(`${root}/${path}`, 'utf8'));

export const manifest = readJson('build/wasm/bindings/manifest.json');

/** `to_base64` is `toBase64` and `from_json` is `fromJSON`. @param {string} name */
export const jsName = (name) =>
  name.replace(/_json$/, 'JSON').replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** A recorded circuit of each curve. */
const circuits = { vesta: 'fp_generic', pallas: 'fq_generic_nopublic' };

/** @param {string} folder */
export const recorded = (folder) =>
  Object.fromEntries(
    ['circuit', 'witness', 'proof', 'verifier_index', 'roundtrip', 'tampered'].map((name) => [
      name,
      readJson(`tests/vectors/circuits/${folder}/${name}.json`),
    ])
  );

/** The verifier index of a circuit with lookups, of each curve. */
const lookups = { vesta: 'fp_lookup_runtime', pallas: 'fq_xor' };

/** @param {'vesta' | 'pallas'} curve */
export const lookupIndexOf = (curve) =>
  readJson(`tests/vectors/circuits/${lookups[curve]}/verifier_index.json`).lookup_index;

const known = { vesta: recorded(circuits.vesta), pallas: recorded(circuits.pallas) };

/** @param {'vesta' | 'pallas'} curve */
export const recordedOf = (curve) => known[curve];

/**
 * Makes one object of each class; other objects that it needs are put into the bin.
 * @type {Record<string, (curve: any, bin: Bin) => any>}
 */
export const samples = {
  Srs: (curve) => curve.Srs.create(recordedOf(curve.name).circuit.srs_depth),
  SrsTask: (curve) => curve.SrsTask.create(8),
  PolyComm: (curve, bin) => curve.PolyComm.fromPoints(bin.put(curve.Srs.create(2)).points(0, 2)),
  Vector: (curve) => curve.Vector.fromFields([1n, 2n, 3n]),
  VecVec: (curve) => {
    const vectors = curve.VecVec.create();
    for (let i = 0; i < 15; ++i) vectors.push([BigInt(i)]);
    return vectors;
  },
  Gate: (curve) => curve.Gate.fromJSON(recordedOf(curve.name).circuit.gates[0]),
  GateVector: (curve) => curve.GateVector.fromJSON(recordedOf(curve.name).circuit),
  CircuitBuilder: (curve) => {
    const builder = curve.CircuitBuilder.create();
    for (const value of [0n, 1n, 2n, 3n, 4n, 5n]) builder.variable(value);
    return builder;
  },
  CircuitTask: (curve, bin) => curve.CircuitTask.create(bin.put(samples.CircuitBuilder(curve, bin)), 16),
  Witness: (curve) => curve.Witness.fromJSON(recordedOf(curve.name).witness),
  PlonkIndex: (curve, bin) =>
    curve.PlonkIndex.create(recordedOf(curve.name).circuit, bin.put(samples.Srs(curve, bin))),
  PlonkIndexTask: (curve, bin) =>
    curve.PlonkIndexTask.create(recordedOf(curve.name).circuit, bin.put(samples.Srs(curve, bin))),
  VerifierIndex: (curve, bin) => bin.put(samples.PlonkIndex(curve, bin)).verifierIndex(),
  VerificationEvals: (curve, bin) => bin.put(samples.VerifierIndex(curve, bin)).evals(),
  LookupVerifierIndex: (curve) => curve.LookupVerifierIndex.fromJSON(lookupIndexOf(curve.name)),
  ProverCommitments: (curve, bin) => bin.put(samples.ProverProof(curve, bin)).commitments(),
  OpeningProof: (curve, bin) => bin.put(samples.ProverProof(curve, bin)).opening(),
  ProofEvaluations: (curve, bin) => bin.put(samples.ProverProof(curve, bin)).evals(),
  ProverProof: (curve) => curve.ProverProof.fromJSON(recordedOf(curve.name).proof),
  ProverTask: (curve, bin) =>
    curve.ProverTask.create(bin.put(samples.PlonkIndex(curve, bin)), bin.put(samples.Witness(curve, bin))),
  VerificationBatch: (curve, bin) => {
    const batch = curve.VerificationBatch.create();
    batch.add(bin.put(samples.VerifierIndex(curve, bin)), bin.put(samples.ProverProof(curve, bin)));
    return batch;
  },
  VerifierTask: (curve, bin) =>
    curve.VerifierTask.create(
      bin.put(samples.VerifierIndex(curve, bin)),
      bin.put(samples.ProverProof(curve, bin))
    ),
};

/**
 * Makes everything that is made once and kept: tables, and the ledger's types.
 * @param {any} onggi
 */
export function warmUp(onggi) {
  for (const curve of [onggi.vesta, onggi.pallas]) {
    for (const make of Object.values(samples)) {
      const bin = new Bin();
      bin.put(make(curve, bin));
      bin.empty();
    }
  }
}

/**
 * The native memory in use, to be compared before and after: the ledger by type, the handles, and
 * the allocator's own count. emmalloc gives a few bytes too many to blocks that fit badly: its count is
 * not the same twice.
 * @param {{ memory(): any }} onggi
 */
export function held({ memory }) {
  const { live, heap, handles, byType } = memory();
  const types = Object.fromEntries(
    Object.entries(byType)
      .filter(([, { count }]) => count > 0)
      .map(([name, { count, bytes }]) => [name, { count, bytes }])
  );
  return { live, handles, types, ...(process.env.ONGGI_ALLOCATOR === 'emmalloc' ? {} : { heap }) };
}

export { Bin, collect, turn };
