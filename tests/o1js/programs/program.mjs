// The common shape of the programs in this folder.

/** @typedef {{ data: string, hash: string }} Key a verification key as text */
/** @typedef {{ key: string, proof: any }} Made the name of a verification key, and a proof as JSON */
/**
 * @typedef {object} Program
 * @property {(options: { cache: import('o1js').Cache }) => Promise<Record<string, Key>>} compile the
 *   verification keys by name
 * @property {() => AsyncGenerator<Made>} prove makes one proof after the other; a later one may verify an
 *   earlier one
 */

/** @param {{ verificationKey: { data: string, hash: any } }} compiled @returns {Key} */
export const keyOf = ({ verificationKey: { data, hash } }) => ({ data, hash: hash.toString() });

/**
 * The shape of a single ZkProgram.
 * @param {any} zkProgram @param {() => AsyncGenerator<any>} prove yields proofs
 * @param {object} [settings] of its compile()
 * @returns {Program}
 */
export const single = (zkProgram, prove, settings) => ({
  compile: async (options) => ({
    [zkProgram.name]: keyOf(await zkProgram.compile({ ...settings, ...options })),
  }),
  async *prove() {
    for await (const proof of prove()) yield { key: zkProgram.name, proof: proof.toJSON() };
  },
});
