import { green, red } from '../colours.mjs';
import { readCircuit, readJson } from '../files.mjs';
import { rejectionReason } from '../outcome.mjs';
import { withProgress } from '../progress.mjs';
import { curveOf, requireSameField, timed, verifierIndex } from '../system.mjs';

/**
 * The verdict on a proof. A proof that cannot be decoded is rejected, as one that does not hold.
 * @param {any} verifier @param {unknown} field @param {Uint8Array | object} content kimchi-proof/1
 * @param {(progress: import('../progress.mjs').Progress) => void} [onProgress]
 * @returns {Promise<{ accepted: boolean, reason?: string }>}
 */
export async function judge(verifier, field, content, onProgress) {
  let proof;
  try {
    proof = curveOf(field).ProverProof.fromJSON(content);
    const accepted = await verifier.verifyAsync(proof, { onProgress });
    return accepted ? { accepted } : { accepted, reason: 'the proof does not hold' };
  } catch (error) {
    return { accepted: false, reason: rejectionReason(error) };
  } finally {
    proof?.free();
  }
}

/** @param {string} circuitFile @param {string} proofFile */
export async function verify(circuitFile, proofFile) {
  const circuit = readCircuit(circuitFile, 'kimchi-verifier-index/1');
  const proof = readJson(proofFile, 'kimchi-proof/1');
  requireSameField(circuit, proof, 'proof');
  const verifier = await timed(() => verifierIndex(circuit));
  const verdict = await timed(() =>
    withProgress('verification', (onProgress) => judge(verifier.value, proof.field, proof.bytes, onProgress))
  );
  const { accepted, reason } = verdict.value;
  return {
    exitCode: accepted ? 0 : 1,
    report: { reason, index_ms: verifier.ms, verify_ms: verdict.ms },
    lines: [accepted ? `${green('accepted')} in ${verdict.ms} ms` : `${red('rejected')}: ${reason}`],
  };
}
