// A prover with metrics: proves now and then, and serves the metrics to Prometheus.
//
//   node examples/monitoring/main.mjs [PORT] [--host 127.0.0.1] [--pause 2000]
//
// Metrics are served on the loopback interface only, unless --host names another address; --pause is the time
// between proofs in milliseconds. grafana.json is a dashboard: import it and choose the Prometheus data source.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { load, scopeAsync } from 'onggi';
import { watch } from 'onggi/prometheus';
import { register } from 'prom-client';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { host: { type: 'string', default: '127.0.0.1' }, pause: { type: 'string', default: '2000' } },
});
const port = Number(positionals[0] ?? 9464);
const host = /** @type {string} */ (values.host);
const pause = Number(values.pause);
if (!(port >= 0 && port < 2 ** 16 && pause >= 0)) {
  console.error('usage: main.mjs [PORT] [--host ADDRESS] [--pause MILLISECONDS]');
  process.exit(2);
}
const read = (/** @type {string} */ name) =>
  readFileSync(new URL(`../proving-loop/${name}.json`, import.meta.url));

const onggi = await load();
watch(onggi, { instance: 'prover' });
onggi.onMemory(({ live, linear }) => console.log(`${live} bytes live, ${linear} linear`));

const server = createServer(async (request, response) => {
  if (request.url !== '/metrics') return void response.writeHead(404).end();
  try {
    const metrics = await register.metrics();
    response.writeHead(200, { 'content-type': register.contentType }).end(metrics);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(port, host, () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  console.log(`serving http://${name}:${address.port}/metrics`);
});

const { PlonkIndex, Srs, Witness } = onggi.vesta;
const srs = Srs.create(64);
const index = PlonkIndex.create(read('circuit'), srs);
srs.free(); // the index keeps the points
const witness = read('witness');

/** The proof as bytes; the scope frees the witness and the proof itself. */
const prove = () =>
  scopeAsync(async () => {
    const proof = await index.prove(Witness.fromJSON(witness));
    return proof.toBytes();
  });

for (;;) {
  const proof = await prove();
  console.log(`proved: ${proof.length} bytes`);
  await sleep(pause);
}
