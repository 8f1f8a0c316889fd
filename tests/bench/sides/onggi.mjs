// onggi's package.
import { fesToFlat, MODULUS } from '../../interop/field_elements.mjs';
import { accumulatorSrs, challengesOfAccumulator, lazily, randomFields } from './works.mjs';

/** @typedef {import('./works.mjs').Runner} Runner */

/** @param {number} threads @param {{ keepEvaluations?: boolean }} [options] of the index */
export const onggi = (threads, options) => ({
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const { gateTypes, load } = await import('onggi');
    const instance = await load({ threads });
    const family = instance[circuit.field];
    const modulus = MODULUS[circuit.field];
    const gates = family.GateVector.fromFlat(
      Uint8Array.from(circuit.gates, ({ typ }) => gateTypes.indexOf(typ)),
      new Uint8Array(Uint32Array.from(circuit.gates.flatMap(({ wires }) => wires.flat())).buffer),
      Uint8Array.from(circuit.gates, ({ coeffs }) => coeffs.length),
      fesToFlat(
        circuit.gates.flatMap(({ coeffs }) => coeffs),
        modulus
      )
    );
    const columns = family.Witness.fromColumns(fesToFlat(witness.columns.flat(), modulus));
    const extras = { ...circuit, gates: [], public_input_size: 0 };
    const proofData = {
      previousChallenges: witness.prev_challenges,
      runtimeTables: witness.runtime_tables,
    };
    let srs, index, verifier, proof;
    const free = () => {
      for (const handle of [verifier, index, srs]) handle?.free();
    };
    const createSrs = () => (srs = family.Srs.create(circuit.srs_depth));
    const createIndex = () => {
      index = family.PlonkIndex.fromGates(gates, circuit.public_input_size, srs, extras, options);
      verifier = index.verifierIndex();
    };
    const accumulator = lazily(() => {
      const other = instance.vesta.Srs.create(accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      return { other, challenges, points: other.batchAccumulatorGenerate(1, challenges) };
    });
    createSrs();
    createIndex();
    return {
      linear: () => instance.memory().linear,
      works: {
        'SRS and index': { prepare: free, run: () => (createSrs(), createIndex()) },
        index: { prepare: () => (free(), createSrs()), run: createIndex },
        prove: {
          prepare: () => proof?.free(),
          run: () => void (proof = index.proveSync(columns, proofData)),
        },
        verify: { run: () => verifier.verify(proof) },
        'verify with accumulator': {
          prepare: accumulator,
          run: ({ other, points, challenges }) =>
            verifier.verify(proof) && other.batchAccumulatorCheck(points, challenges),
        },
      },
    };
  },

  /** @returns {Promise<Runner>} */
  async operation(k) {
    const { load } = await import('onggi');
    const { vesta, pallas } = await load({ threads });
    const srs = lazily(() => pallas.Srs.create(2 ** k));
    return {
      works: {
        'Lagrange basis': {
          prepare: () => vesta.Srs.create(2 ** k),
          run: (fresh) => {
            fresh.encodeLagrangeBasis(2 ** k);
            fresh.free();
          },
        },
        MSM: {
          prepare: () => [srs(), randomFields(2 ** k)],
          run: ([bases, scalars]) => bases.commit(scalars, 1).free(),
        },
      },
    };
  },
});
