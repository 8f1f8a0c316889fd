import { readJson, writeJson } from '../files.mjs';
import { timed, verifierIndex } from '../system.mjs';

/** @param {string} circuitFile @param {string} [out] */
export async function index(circuitFile, out) {
  const circuit = readJson(circuitFile, 'kimchi-circuit/1');
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
