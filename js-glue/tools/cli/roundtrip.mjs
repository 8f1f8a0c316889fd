// Sizes, digests and serialised bytes of the objects of a circuit folder, in the form of
// kimchi-roundtrip/1.
import crypto from 'node:crypto';

import { curveOf } from './system.mjs';

/** @typedef {import('./files.mjs').InputFile} InputFile */

/** The record of bytes or of a text. @param {Uint8Array | string} content */
function summary(content) {
  const bytes = Buffer.from(content);
  const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
  return { length: bytes.length, sha256 };
}

/** @param {any} index @param {InputFile} circuit */
function ofCircuit(index, circuit) {
  const gates = index.gates();
  try {
    const size = index.publicInputSize;
    return {
      domain_sizes: {
        d1: index.domainSize,
        d4: 4 * index.domainSize,
        d8: 8 * index.domainSize,
        max_degree: index.maxPolySize,
        public_inputs: size,
      },
      gate_vector_digest: Buffer.from(gates.digest(size, circuit.revision)).toString('hex'),
      gate_vector_serialize: summary(gates.toBytes()),
      circuit_serialize: summary(gates.serialize(size)),
    };
  } finally {
    gates.free();
  }
}

/** @param {InputFile} input */
function ofProof({ field, bytes }) {
  const proof = curveOf(field).ProverProof.fromJSON(bytes);
  try {
    return { proof_serialize_base64: proof.toBase64() };
  } finally {
    proof.free();
  }
}

/**
 * Of a circuit, its verifier index and its recorded proof; the first and the last may be missing.
 * @param {{ index?: any, verifier: any, circuit?: InputFile, proof?: InputFile }} folder
 * @returns {Record<string, any>}
 */
export const roundtripOf = ({ index, verifier, circuit, proof }) => ({
  ...(index && circuit && ofCircuit(index, circuit)),
  verifier_index_serialize: summary(verifier.serialize()),
  ...(proof && ofProof(proof)),
});
