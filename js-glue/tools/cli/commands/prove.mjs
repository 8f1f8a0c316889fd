import { readCircuit, readJson } from '../files.mjs';
import { rejectionReason } from '../outcome.mjs';
import { prepareJson } from '../output.mjs';
import { curveOf, proverIndex, requireSameField, timed } from '../system.mjs';

/** Shows phase and percentage on one line of a terminal, which each update rewrites. */
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
  const input = readJson(witnessFile, 'kimchi-witness/1');
  requireSameField(circuit, input, 'witness');
  const write = prepareJson(out);
  const witness = curveOf(circuit.field).Witness.fromJSON(input.bytes);
  const index = await timed(() => proverIndex(circuit));
  const { onProgress, clear } = progressLine();
  let proof;
  try {
    proof = await timed(() => index.value.prove(witness, { onProgress }));
  } catch (error) {
    const reason = rejectionReason(error);
    return { exitCode: 1, report: { reason }, lines: [`rejected: ${reason}`] };
  } finally {
    clear();
  }
  write(proof.value.toJSON());
  return {
    exitCode: 0,
    report: { out, index_ms: index.ms, prove_ms: proof.ms },
    lines: [`proved in ${proof.ms} ms (index: ${index.ms} ms): ${out}`],
  };
}
