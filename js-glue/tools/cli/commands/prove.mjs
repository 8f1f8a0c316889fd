import { red } from '../colours.mjs';
import { readCircuit, readJson } from '../files.mjs';
import { rejectionReason } from '../outcome.mjs';
import { prepareJson } from '../output.mjs';
import { withProgress } from '../progress.mjs';
import { curveOf, proverIndex, requireSameField, timed } from '../system.mjs';

/** @param {string} circuitFile @param {string} witnessFile @param {string} out */
export async function prove(circuitFile, witnessFile, out) {
  const circuit = readCircuit(circuitFile);
  const input = readJson(witnessFile, 'kimchi-witness/1');
  requireSameField(circuit, input, 'witness');
  const write = prepareJson(out);
  const witness = curveOf(circuit.field).Witness.fromJSON(input.bytes);
  const index = await timed(() => proverIndex(circuit));
  let proof;
  try {
    proof = await timed(() =>
      withProgress('proof', (onProgress) => index.value.prove(witness, { onProgress }))
    );
  } catch (error) {
    const reason = rejectionReason(error);
    return { exitCode: 1, report: { reason }, lines: [`${red('rejected')}: ${reason}`] };
  }
  write(proof.value.toJSON());
  return {
    exitCode: 0,
    report: { out, index_ms: index.ms, prove_ms: proof.ms },
    lines: [`proved in ${proof.ms} ms (index: ${index.ms} ms): ${out}`],
  };
}
