// What every consumer of the package does in its tests, also through a worker: it loads, makes a circuit, proves,
// verifies, and drops 200 handles under a soft limit.

const softLimit = 2 ** 18;

/**
 * @param {(options: object) => Promise<any>} load of `onggi`, or of `onggi/worker`, whose members return promises
 * @param {object} options of load()
 */
export async function prove(load, options) {
  const { vesta, memory, close, threads } = await load({ softLimit, ...options });
  const builder = await vesta.CircuitBuilder.create();
  await builder.makePublic(await builder.mul(await builder.variable(6n), await builder.variable(7n)));
  const srs = await vesta.Srs.create(64);
  const index = await vesta.PlonkIndex.create(await builder.circuit(await srs.size), srs);
  const witness = await builder.witness();
  const proof = await index.prove(witness);
  const verifier = await index.verifierIndex();
  const accepted = (await verifier.verify(proof)) && (await verifier.verifyAsync(proof));
  let most = 0;
  for (let i = 0; i < 200; ++i) {
    await vesta.Srs.createAsync(64); // dropped: 4 KiB
    most = Math.max(most, (await memory()).live);
  }
  const result = {
    accepted,
    product: String((await proof.publicInput())[0]),
    threads: (await threads()).running,
    held: most <= 2 * softLimit, // a busy engine may finalize some handles one collection later; all take 900 KB
  };
  for (const handle of [verifier, proof, witness, index, srs, builder]) handle.free();
  await close();
  return result;
}
