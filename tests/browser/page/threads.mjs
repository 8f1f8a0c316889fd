// The package with threads in a page.
import { load } from '../../../dist/index.mjs';
import { prepare } from './proving.mjs';

/**
 * Proves with so many threads, and verifies that proof and those that are passed.
 * @param {number} threads @param {object[]} others as JSON
 */
export async function proveWith(threads, ...others) {
  const { vesta, close, closed } = await load({ threads });
  const { index, witness } = await prepare(vesta);
  const digest = String(index.verifierIndex().digest());
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

/**
 * The error of load() where no thread can be prepared, for its worker gets no module; and how many errors
 * were reported besides.
 * @param {number} threads
 */
export async function unprepared(threads) {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (/** @type {any} */ { cmd }) {
    postMessage.call(this, { cmd });
  };
  let reported = 0;
  const count = () => void ++reported;
  addEventListener('error', count);
  try {
    const patience = new Promise((resolve) => setTimeout(resolve, 5000, { message: 'it waits' }));
    const { code, message } = await Promise.race([load({ threads }).catch((error) => error), patience]);
    await new Promise((resolve) => setTimeout(resolve));
    return { code, message, reported };
  } finally {
    Worker.prototype.postMessage = postMessage;
    removeEventListener('error', count);
  }
}
