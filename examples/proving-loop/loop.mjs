// The loop itself, in a process of its own: each message asks for one more proof, and the answer
// says what memory is in use after a garbage collection.
import { load } from 'onggi';

import { hashes } from './circuit.mjs';

/** @typedef {'leaking' | 'dropped' | 'scoped'} Mode */

const [mode, times] = /** @type {[Mode, string]} */ (process.argv.slice(2));
const { rows, circuit, witness } = hashes(Number(times));

// As many points as the circuit's domain has rows: three rows more are needed for zero knowledge.
const srsSize = 2 ** Math.ceil(Math.log2(rows + 3));

// Raw: embind objects that nobody deletes, which is how the leak came about.
const onggi = await load({ raw: mode === 'leaking' });

async function proveOnce() {
  const { Srs, PlonkIndex, Witness } = onggi.vesta;
  const srs = Srs.create(srsSize);
  const index = PlonkIndex.create(circuit, srs);
  const input = Witness.fromJSON(witness);
  const verifier = index.verifierIndex();
  const proof = await index.prove(input);
  if (!verifier.verify(proof)) throw new Error('the proof is rejected');
  if (mode === 'scoped') for (const handle of [proof, verifier, input, index, srs]) handle.free();
}

/** Collects garbage and lets the finalizers run. */
async function collect() {
  for (let i = 0; i < 2; ++i) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const send = (/** @type {object} */ answer) => process.send?.(answer);

process.on('message', async () => {
  try {
    const start = performance.now();
    await proveOnce();
    const ms = performance.now() - start;
    await collect();
    const { linear, live } = onggi.memory();
    send({ linear, live, ms });
  } catch (error) {
    send({ error: error instanceof Error ? error.stack : String(error) });
  }
});
