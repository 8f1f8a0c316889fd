// The circuits of the service. Clients fill them with their secrets, workers with zeros to make the index.

/**
 * @typedef {object} Circuit
 * @property {number} srsSize
 * @property {number} inputs how many secrets it takes
 * @property {(builder: any, secrets: any[]) => Promise<void>} fill with the cells of the secrets; the builder is one of
 *   `onggi` or of `onggi/worker`
 */

/** The number of hashes in the chain: together with the secret, nearly 2^10 rows. */
const hashes = 80;

/** @type {Record<string, Circuit>} */
export const circuits = {
  /** Two secret numbers have this product. */
  product: {
    srsSize: 64,
    inputs: 2,
    async fill(builder, [x, y]) {
      await builder.makePublic(await builder.mul(x, y));
    },
  },
  /** A secret number is the start of this chain of Poseidon hashes. */
  hashes: {
    srsSize: 2 ** 10,
    inputs: 1,
    async fill(builder, [secret]) {
      let hash = secret;
      for (let i = 0; i < hashes; ++i) hash = await builder.poseidonHash([hash]);
      await builder.makePublic(hash);
    },
  },
};

/** A builder with the circuit. @param {any} curve @param {Circuit} circuit @param {bigint[]} secrets @returns {Promise<any>} */
export async function buildCircuit(curve, { inputs, fill }, secrets) {
  const builder = await curve.CircuitBuilder.create();
  const cells = [];
  for (let i = 0; i < inputs; ++i) cells.push(await builder.variable(secrets[i] ?? 0n));
  await fill(builder, cells);
  return builder;
}
