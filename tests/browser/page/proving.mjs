// The package in a page: its files unchanged, without a bundler.
import { load } from '../../../dist/index.mjs';

const folder = new URL('../../vectors/circuits/fp_generic/', import.meta.url);

/** @param {string} name */
const recorded = async (name) => (await fetch(new URL(`${name}.json`, folder))).text();

/** Index and witness of the recorded circuit. @param {any} vesta */
export async function prepare(vesta) {
  const circuit = await recorded('circuit');
  const srs = await vesta.Srs.createAsync(JSON.parse(circuit).srs_depth);
  const index = await vesta.PlonkIndex.createAsync(circuit, srs);
  srs.free(); // the index keeps it; otherwise a collection would change the number of handles
  return { index, witness: vesta.Witness.fromJSON(await recorded('witness')) };
}

/** The features that the page is allowed to use. */
export const surroundings = () => ({
  isolated: globalThis.crossOriginIsolated,
  evaluates: (() => {
    try {
      return Boolean(new Function('return true')());
    } catch {
      return false;
    }
  })(),
});

/** Proves, and verifies its own proof and those that are passed. @param {object[]} others as JSON */
export async function prove(...others) {
  const { vesta, close } = await load();
  const { index, witness } = await prepare(vesta);
  /** @type {{ phase: string, fraction: number }[]} */
  const progress = [];
  const proof = await index.prove(witness, { onProgress: (step) => progress.push(step) });
  const verifier = index.verifierIndex();
  const proofs = [proof, ...others.map((json) => vesta.ProverProof.fromJSON(json))];
  const verdicts = proofs.map((each) => verifier.verify(each));
  const json = proof.toJSON();
  close();
  return { progress, verdicts, json };
}

/** Aborts when the quotient begins, and proves again. */
export async function abort() {
  const { vesta, memory } = await load();
  const { index, witness } = await prepare(vesta);
  (await index.prove(witness)).free(); // what the first proof computes is kept
  const before = memory();
  const controller = new AbortController();
  /** @type {string[]} */
  const phases = [];
  const onProgress = (/** @type {{ phase: string }} */ { phase }) => {
    phases.push(phase);
    if (phase === 'quotient') controller.abort(new Error('enough'));
  };
  const { signal } = controller;
  const failure = await index.prove(witness, { onProgress, signal }).catch((error) => error);
  const after = memory();
  (await index.prove(witness)).free();
  return {
    code: failure.code,
    cause: failure.cause?.message,
    last: phases.at(-1),
    leaked: after.live - before.live,
    handles: after.handles - before.handles,
  };
}
