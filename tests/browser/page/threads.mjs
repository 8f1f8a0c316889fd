// The package with threads as a page has it.
import { load } from '../../../dist/index.mjs';
import { prepare } from './proving.mjs';

/**
 * Proves with so many threads, and verifies that proof and those that are passed.
 * @param {number} threads @param {object[]} others as JSON
 */
export async function proveWith(threads, ...others) {
  const { vesta, close, closed } = await load({ threads });
  const { index, witness } = await prepare(vesta);
  const digest = index.verifierIndex().digest();
  const proof = await index.prove(witness);
  const verifier = index.verifierIndex();
  const proofs = [proof, ...others.map((json) => vesta.ProverProof.fromJSON(json))];
  const verdicts = proofs.map((each) => verifier.verify(each));
  const json = proof.toJSON();
  close();
  await closed;
  return { verdicts, json, digest };
}

/** The error of load(). @param {number} threads */
export async function refusal(threads) {
  const error = await load({ threads }).catch((reason) => reason);
  return { code: error.code, message: error.message };
}
