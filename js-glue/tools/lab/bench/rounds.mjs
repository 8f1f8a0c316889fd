// One round of the loop: makes a proof and everything that it needs, and frees them as the mode says. The arguments
// are those of loop.mjs.
import { hashes } from './circuit.mjs';

/** @typedef {import('./modes.mjs').Mode} Mode */
/** @typedef {import('./verdict.mjs').Point} Point */

const [mode, times, threads, name] = /** @type {[Mode, string, string, string]} */ (process.argv.slice(2));
const { rows, circuit, witness } = hashes(Number(times));

// As many points as the circuit's domain has rows, of which zero knowledge needs three.
const srsSize = 2 ** Math.ceil(Math.log2(rows + 3));

/** @type {typeof import('onggi')} */
const { load, scope, scopeAsync } = await import(name);
// `raw` gives embind objects, which nothing deletes.
const onggi = await load({ raw: mode === 'leaking', threads: Number(threads) });
const { Srs, PlonkIndex, Witness } = onggi.vesta;

function prepare() {
  const srs = Srs.create(srsSize);
  const index = PlonkIndex.create(circuit, srs);
  const input = Witness.fromJSON(witness);
  const verifier = index.verifierIndex();
  return { srs, index, input, verifier };
}

/** @param {boolean} accepted */
function check(accepted) {
  if (!accepted) throw new Error('the proof is rejected');
}

/** Frees nothing. */
async function proveOnce() {
  const { index, input, verifier } = prepare();
  check(verifier.verify(await index.prove(input)));
}

function proveSync() {
  const { index, input, verifier } = prepare();
  check(verifier.verify(index.proveSync(input)));
}

async function proveAndFree() {
  const { srs, index, input, verifier } = prepare();
  const proof = await index.prove(input);
  check(verifier.verify(proof));
  for (const handle of [proof, verifier, input, index, srs]) handle.free();
}

export const { memory } = onggi;

/** @type {Record<Mode, () => Promise<void> | void>} */
const rounds = {
  leaking: proveOnce,
  dropped: proveOnce,
  freed: proveAndFree,
  scoped: () => scopeAsync(proveOnce),
  sync: () => scope(proveSync),
};

export const round = rounds[mode];
