import { readCircuit, readJson, writeJson } from '../files.mjs';
import { rejectionReason } from '../outcome.mjs';
import { curveOf, proverIndex, requireSameField, timed } from '../system.mjs';

/** The phase and percentage on one rewritten line, on a terminal only. */
function progressLine() {
  const { stderr } = process;
  if (!stderr.isTTY) return { onProgress: undefined, clear: () => {} };
  return {
    /** @param {{ phase: string, fraction: number }} progress */
    onProgress: ({ phase, fraction }) =>
      stderr.write(`\r\x1b[K${String(Math.round(fraction * 100)).padStart(3)} % ${phase}`),
    clear: () => stderr.write('\r\x1b[K'),
  };
}

/** @param {string} circuitFile @param {string} witnessFile @param {string} out */
export async function prove(circuitFile, witnessFile, out) {
  const circuit = readCircuit(circuitFile);
  const witnessContent = readJson(witnessFile, 'kimchi-witness/1');
  requireSameField(circuit, witnessContent, 'witness');
  const index = await timed(() => proverIndex(circuit));
  const witness = curveOf(circuit.field).Witness.fromJSON(witnessContent);
  const { onProgress, clear } = progressLine();
  try {
    const proof = await timed(() => index.value.prove(witness, { onProgress }));
    clear();
    writeJson(out, proof.value.toJSON());
    return {
      exitCode: 0,
      report: { out, index_ms: index.ms, prove_ms: proof.ms },
      lines: [`proved in ${proof.ms} ms (index: ${index.ms} ms): ${out}`],
    };
  } catch (error) {
    clear();
    const reason = rejectionReason(error);
    return { exitCode: 1, report: { reason }, lines: [`rejected: ${reason}`] };
  }
}
