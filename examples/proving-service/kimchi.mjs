// The prover of Kimchi circuits: onggi/worker, and the indexes of the circuits that were asked for.
import { load, NativeBudgetError, scopeAsync } from 'onggi/worker';

import { buildCircuit, circuits } from './circuits.mjs';
import { config } from './config.mjs';
import { Failure, Refusal } from './failures.mjs';

/** @typedef {{ program: string, witness: Buffer | undefined, signal: AbortSignal, onProgress: (progress: any) => void }} Request */

export async function openKimchi() {
  const { maxMemory, cache } = config;
  const onggi = await load({ maxMemory, ...(cache !== '' && { cache }) });
  const { vesta } = onggi;
  /** @type {Map<string, Promise<any>>} */
  const indexes = new Map();
  let running = 0;

  /** @param {string} program */
  function makeIndex(program) {
    if (!Object.hasOwn(circuits, program)) {
      throw new Failure('unknown_program', `there is no circuit ${program}`);
    }
    const circuit = /** @type {import('./circuits.mjs').Circuit} */ (circuits[program]);
    return scopeAsync(async () => {
      const builder = await buildCircuit(vesta, circuit, []);
      const srs = await vesta.Srs.createAsync(circuit.srsSize);
      return vesta.PlonkIndex.createAsync(await builder.circuit(circuit.srsSize), srs);
    });
  }

  /** The index of a circuit; made anew if its worker has crashed. @param {string} program */
  async function indexOf(program) {
    const known = await indexes.get(program)?.catch(() => undefined);
    if (known?.live) return known;
    const made = Promise.resolve().then(() => makeIndex(program));
    indexes.set(program, made);
    made.catch(() => indexes.delete(program));
    return made;
  }

  /** Frees the indexes of other circuits. @param {string} program @returns {Promise<boolean>} whether there were any */
  async function freeOthers(program) {
    const others = [...indexes].filter(([name]) => name !== program);
    for (const [name, index] of others) {
      indexes.delete(name);
      await index.then(
        (handle) => handle.free(),
        () => {}
      );
    }
    return others.length > 0;
  }

  return {
    onggi,

    /** @param {Request} request @returns {Promise<{ proof: string, publicInput: string[] }>} the proof in base64 */
    async prove({ program, witness, signal, onProgress }) {
      if (witness === undefined) throw new Failure('no_witness', 'the job has no witness');
      ++running;
      try {
        const index = await indexOf(program);
        return await scopeAsync(async () => {
          const columns = await vesta.Witness.fromColumns(witness);
          const proof = await index.prove(columns, { signal, onProgress });
          const publicInput = (await proof.publicInput()).map(String);
          return { proof: await proof.toBase64(), publicInput };
        });
      } catch (error) {
        if (!(error instanceof NativeBudgetError)) throw error;
        const isShared = (await freeOthers(program)) || running > 1;
        if (isShared) throw new Refusal(error.message);
        throw error; // the worker has nothing else in its memory: the job will never fit
      } finally {
        --running;
      }
    },

    close: () => onggi.close({ deadline: 0 }),
  };
}
