// One side of the benchmark, in its own process: makes its index on a command, then proves on
// further commands. It sleeps while the other side works.
import fs from 'node:fs';

import { multiplications } from './circuit.mjs';

const [side, threads] = process.argv.slice(2);

const sides = {
  async onggi(k, field) {
    const { load } = await import('onggi');
    const onggi = await load({ threads: Number(threads) });
    const { circuit, witness } = multiplications(k, field);
    const family = onggi[field];
    const index = family.PlonkIndex.create(circuit, family.Srs.create(circuit.srs_depth));
    const native = family.Witness.fromJSON(JSON.stringify(witness));
    const verifier = index.verifierIndex();
    let proof;
    return {
      prove() {
        proof?.free();
        proof = index.proveSync(native);
      },
      verify: () => verifier.verify(proof),
      linear: () => onggi.memory().linear,
    };
  },

  async peer(k, field) {
    const { loadPeer } = await import('../interop/peer.mjs');
    const { W, withThreadPool, [field]: peer } = await loadPeer();
    const { circuit, witness } = multiplications(k, field);
    const index = await peer.proverIndex(circuit);
    const verifier = await peer.verifierIndex(index);
    const columns = () => peer.vecVec(witness.columns);
    let json;
    return {
      // The conversion of the witness is not measured, on both sides.
      prepare: columns,
      async prove(vectors) {
        const proof = await withThreadPool(async () =>
          peer.plonk('proof_create', index, vectors, new Uint32Array(), new Uint8Array(), new Uint32Array())
        );
        json = peer.proofFromRust(proof);
      },
      verify: () => peer.verify(verifier, json),
      linear: () => (W.get_memory?.() ?? W.__wasm.memory).buffer.byteLength,
    };
  },
};

/** Processor time of this thread in milliseconds; Linux only. */
const processorTime = () =>
  Number(fs.readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;

let runner;
const commands = {
  async setup({ k, field }) {
    const start = performance.now();
    runner = await sides[side](k, field);
    return { ms: performance.now() - start, linear: runner.linear() };
  },
  async prove() {
    const input = runner.prepare?.();
    const [start, before] = [performance.now(), processorTime()];
    await runner.prove(input);
    const cpu = processorTime() - before;
    return { ms: performance.now() - start, cpu, linear: runner.linear() };
  },
  async verify() {
    const start = performance.now();
    const accepted = await runner.verify();
    return { ms: performance.now() - start, linear: runner.linear(), accepted };
  },
};

process.on('message', async ({ command, ...args }) => {
  try {
    process.send({ result: await commands[command](args) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});
