import { isIndexFile, readCircuit, writeFile, writeJson } from '../files.mjs';
import { proverIndex, timed, verifierIndex } from '../system.mjs';

/** Where the circuit's whole index is written, for provers to load. @param {any} circuit @param {string} out */
async function encode(circuit, out) {
  const index = await timed(() => proverIndex(circuit));
  const bytes = index.value.encode();
  writeFile(out, bytes);
  return {
    exitCode: 0,
    report: { out, bytes: bytes.length, index_ms: index.ms },
    lines: [`indexed in ${index.ms} ms: ${out} (${bytes.length} bytes)`],
  };
}

/** @param {string} circuitFile @param {string} [out] */
export async function index(circuitFile, out) {
  const circuit = readCircuit(circuitFile);
  if (out !== undefined && isIndexFile(out)) return encode(circuit, out);
  const verifier = await timed(() => verifierIndex(circuit));
  const content = verifier.value.toJSON();
  if (out === undefined)
    return { exitCode: 0, report: { index: content }, lines: [JSON.stringify(content)] };
  writeJson(out, content);
  return {
    exitCode: 0,
    report: { out, index_ms: verifier.ms },
    lines: [`indexed in ${verifier.ms} ms: ${out}`],
  };
}
