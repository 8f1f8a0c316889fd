// One side of the benchmark, in its own process: makes its index on a command, then proves on
// further commands. It sleeps while another side works.
import { circuitOf } from './circuit.mjs';

const [side, threads] = process.argv.slice(2);

/** A side makes an index and returns what it measures. `prepare` converts the witness, which no side measures. */
const sides = {
  async onggi({ circuit, witness }) {
    const { load } = await import('onggi');
    const onggi = await load({ threads: Number(threads) });
    const family = onggi[circuit.field];
    return measured(() => {
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
    });
  },

  async wasm({ circuit, witness }) {
    const { loadPeer } = await import('../interop/peer.mjs');
    const { W, [circuit.field]: peer } = await loadPeer();
    return measured(async () => {
      const index = await peer.proverIndex(circuit);
      const verifier = await peer.verifierIndex(index);
      let json;
      return {
        prepare: () => peer.proofArguments(witness),
        async prove(proofArguments) {
          json = peer.proofFromRust(await peer.createProof(index, proofArguments));
        },
        verify: () => peer.verify(verifier, json),
        linear: () => (W.get_memory?.() ?? W.__wasm.memory).buffer.byteLength,
      };
    });
  },

  async native({ circuit, witness }) {
    const { NativePeer } = await import('./native_peer.mjs');
    const peer = new NativePeer(circuit.field);
    return measured(() => {
      const index = peer.index(circuit);
      const verifier = peer.verifierIndex(index);
      let proof;
      return {
        prepare: () => peer.proofArguments(witness),
        prove(proofArguments) {
          proof = peer.prove(index, proofArguments);
        },
        verify: () => peer.verify(verifier, proof),
        linear: () => process.memoryUsage().rss,
      };
    });
  },
};

/** Wall and processor time of all threads in milliseconds, beside the body's result. */
async function measured(body) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await body();
  const { user, system } = process.cpuUsage(before);
  return { result, times: { wall: performance.now() - start, cpu: (user + system) / 1000 } };
}

let runner;
const commands = {
  async setup({ circuit }) {
    const { result, times } = await sides[side](circuitOf(circuit));
    runner = result;
    return times;
  },
  async prove() {
    const input = runner.prepare?.();
    return (await measured(() => runner.prove(input))).times;
  },
  async verify() {
    const { result, times } = await measured(() => runner.verify());
    return { ...times, linear: runner.linear(), accepted: result };
  },
};

process.on('message', async ({ command, ...args }) => {
  try {
    process.send({ result: await commands[command](args) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});
