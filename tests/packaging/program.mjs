// What every consumer of the package does in its tests: it loads, makes a circuit, proves, verifies, and drops 200
// handles under a soft limit.

const softLimit = 2 ** 18;

/**
 * @param {(options: object) => Promise<any>} load
 * @param {object} options of load()
 */
export async function prove(load, options) {
  const { vesta, memory, close, threads } = await load({ softLimit, ...options });
  const builder = vesta.CircuitBuilder.create();
  builder.makePublic(builder.mul(builder.variable(6n), builder.variable(7n)));
  const srs = vesta.Srs.create(64);
  const index = vesta.PlonkIndex.create(builder.circuit(srs.size), srs);
  const witness = builder.witness();
  const proof = await index.prove(witness);
  const verifier = index.verifierIndex();
  const accepted = verifier.verify(proof) && (await verifier.verifyAsync(proof));
  let most = 0;
  for (let i = 0; i < 200; ++i) {
    await vesta.Srs.createAsync(64); // dropped: 4 KiB
    most = Math.max(most, memory().live);
  }
  const result = {
    accepted,
    product: String(proof.publicInput()[0]),
    threads: threads().running,
    held: most <= 2 * softLimit, // a busy engine may finalize some handles one collection later; all take 900 KB
  };
  for (const handle of [verifier, proof, witness, index, srs, builder]) handle.free();
  close();
  return result;
}
