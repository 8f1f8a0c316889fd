import { isIndexFile, readCircuit } from '../files.mjs';
import { prepareJson, prepareOutput } from '../output.mjs';
import { proverIndex, timed, verifierIndex } from '../system.mjs';

/** Writes the whole index, which provers load. @param {string} circuitFile @param {string} out */
async function encode(circuitFile, out) {
  const circuit = readCircuit(circuitFile);
  const write = prepareOutput(out);
  const index = await timed(() => proverIndex(circuit));
  const bytes = index.value.encode();
  write(bytes);
  return {
    exitCode: 0,
    report: { out, bytes: bytes.length, index_ms: index.ms },
    lines: [`indexed in ${index.ms} ms: ${out} (${bytes.length} bytes)`],
  };
}

/** @param {string} circuitFile @param {string} [out] */
export async function index(circuitFile, out) {
  if (out !== undefined && isIndexFile(out)) return encode(circuitFile, out);
  const circuit = readCircuit(circuitFile);
  const write = out === undefined ? undefined : prepareJson(out);
  const verifier = await timed(() => verifierIndex(circuit));
  const content = verifier.value.toJSON();
  if (write === undefined)
    return { exitCode: 0, report: { index: content }, lines: [JSON.stringify(content)] };
  write(content);
  return {
    exitCode: 0,
    report: { out, index_ms: verifier.ms },
    lines: [`indexed in ${verifier.ms} ms: ${out}`],
  };
}
