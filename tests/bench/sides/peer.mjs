// The peer's WebAssembly and its native addon.
import { loadPeer } from '../../interop/peer.mjs';
import { NativePeer } from '../native_peer.mjs';
import { accumulatorSrs, challengesOfAccumulator, lazily, peerWorks, randomFields } from './works.mjs';

/** @typedef {import('./works.mjs').Runner} Runner */

/** An SRS with the same points and without the Lagrange bases that were computed for it. */
const copySrs = (peer, srs) => peer.srsCall('set', peer.srsCall('get', srs));

export const wasm = {
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const { W, withThreadPool, fp, [circuit.field]: peer } = await loadPeer();
    const gates = peer.gateVector(circuit);
    let index, verifier, proof;
    const createSrs = () => withThreadPool(async () => peer.srsCall('create_parallel', circuit.srs_depth));
    const createIndex = async (srs) => {
      for (const object of [verifier, index]) object?.free();
      index = await peer.indexOfGates(circuit, gates, srs);
      verifier = await peer.verifierIndex(index);
    };
    const onPool = (name, ...args) => withThreadPool(async () => fp.srsCall(name, ...args));
    const accumulator = lazily(async () => {
      const other = await fp.srs(accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      const points = await onPool('batch_accumulator_generate', other, 1, challenges);
      return { other, challenges, points: fp.pointsFromRust(points) };
    });
    const srs = await createSrs();
    await createIndex(srs);
    return {
      linear: () => (W.get_memory?.() ?? W.__wasm.memory).buffer.byteLength,
      works: peerWorks({
        createSrs,
        copySrs: () => copySrs(peer, srs),
        createIndex,
        prove: {
          prepare: () => (proof?.free(), peer.proofArguments(witness)),
          run: async (proofArguments) => void (proof = await peer.createProof(index, proofArguments)),
        },
        verify: {
          // Verifying consumes both.
          prepare: () => [
            peer.plonk('verifier_index_deep_copy', verifier),
            peer.proofToRust(peer.proofFromRust(proof)),
          ],
          run: (both) => withThreadPool(async () => peer.plonk('proof_verify', ...both)),
        },
        accumulator: {
          prepare: async () => {
            const { other, challenges, points } = await accumulator();
            return [other, fp.pointsToRust(points), challenges];
          },
          run: (args) => onPool('batch_accumulator_check', ...args),
        },
      }),
    };
  },

  /** @returns {Promise<Runner>} */
  async operation(k) {
    const { withThreadPool, fp } = await loadPeer();
    const onPool = (name, ...args) => withThreadPool(async () => fp.srsCall(name, ...args));
    const srs = await fp.srs(2 ** k);
    return {
      works: {
        'Lagrange basis': {
          prepare: () => copySrs(fp, srs),
          run: async (copy) => {
            await onPool('add_lagrange_basis', copy, k);
            copy.free();
          },
        },
      },
    };
  },
};

export const native = {
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const peer = new NativePeer(circuit.field);
    const step = new NativePeer('fp');
    const gates = peer.gateVector(circuit);
    let index, verifier, proof;
    const createSrs = () => peer.srsCall('create_parallel', circuit.srs_depth);
    const createIndex = (srs) => {
      index = peer.index(circuit, gates, srs);
      verifier = peer.verifierIndex(index);
    };
    const accumulator = lazily(() => {
      const other = step.srsCall('create_parallel', accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      return [other, step.srsCall('batch_accumulator_generate', other, 1, challenges), challenges];
    });
    const srs = createSrs();
    createIndex(srs);
    return {
      works: peerWorks({
        createSrs,
        copySrs: () => copySrs(peer, srs),
        createIndex,
        prove: {
          prepare: () => peer.proofArguments(witness),
          run: (proofArguments) => void (proof = peer.prove(index, proofArguments)),
        },
        verify: { run: () => peer.verify(verifier, proof) },
        accumulator: {
          prepare: accumulator,
          run: (args) => step.srsCall('batch_accumulator_check', ...args),
        },
      }),
    };
  },
};
