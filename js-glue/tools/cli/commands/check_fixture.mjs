// Checks proofs of the Rust implementation's own test suite: each must be accepted, and rejected with a
// changed evaluation.
import { scope } from 'onggi';

import { green, red, yellow } from '../colours.mjs';
import { readFixture } from '../fixture.mjs';
import { badInputFrom } from '../outcome.mjs';
import { withProgress } from '../progress.mjs';
import { curveOf, srsOf, timed } from '../system.mjs';
import { withChange } from './check.mjs';

/** The SRS of all fixtures. */
const srsDepth = 2 ** 16;

/** @param {string} file */
async function checkFile(file) {
  const { field, proof: bytes, index: indexBytes, publicInput } = readFixture(file);
  const { ProverProof, VerifierIndex } = curveOf(field);
  const srs = await srsOf({ field, srsDepth });
  return scope(() => {
    const index = VerifierIndex.fromBytes(indexBytes, srs, 'mesa');
    const proof = ProverProof.fromBytes(bytes, publicInput);
    const content = proof.toJSON();
    const at = ['evals', 'w', 0, 'zeta', 0];
    const other = content.evals.w[0].zeta[0] === '0x1' ? '0x2' : '0x1';
    const changed = ProverProof.fromJSON(withChange(content, at, other));
    const failures = [];
    if (!index.verify(proof)) failures.push('proof');
    if (index.verify(changed)) failures.push('rejects: evals.w[0].zeta[0]');
    return failures;
  });
}

/** @param {string} file */
async function reportOn(file) {
  try {
    const { value: failures, ms } = await timed(() => checkFile(file));
    return { file, failures, ms };
  } catch (error) {
    const { code, message } = badInputFrom(error);
    return { file, failures: [], ms: 0, error: { code, message } };
  }
}

/** @param {Awaited<ReturnType<typeof reportOn>>} report */
function describe({ file, failures, ms, error }) {
  if (error) return `${yellow('skip')}  ${file}  ${error.message}`;
  if (failures.length > 0) return `${red('FAIL')}  ${file}  ${failures.join('; ')}`;
  return `${green('ok')}    ${file}  in ${ms} ms`;
}

/** Exit code 1 if a fixture fails, else 2 if one could not be read. @param {...string} files */
export async function checkFixture(...files) {
  /** @type {Awaited<ReturnType<typeof reportOn>>[]} */
  const reports = await withProgress('fixtures', async (onProgress) => {
    /** @type {Awaited<ReturnType<typeof reportOn>>[]} */
    const done = [];
    for (const file of files) {
      onProgress?.({ phase: file, fraction: done.length / files.length });
      done.push(await reportOn(file));
    }
    return done;
  });
  const failed = reports.filter(({ failures }) => failures.length > 0).length;
  const skipped = reports.filter(({ error }) => error).length;
  return {
    exitCode: failed > 0 ? 1 : skipped > 0 ? 2 : 0,
    report: { fixtures: reports },
    lines: [...reports.map(describe), `${reports.length} fixtures, ${failed} failed, ${skipped} not checked`],
  };
}
