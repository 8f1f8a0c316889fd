// A prover with metrics: proves now and then, and serves what Prometheus asks for.
//
//   node examples/monitoring/main.mjs [PORT]     then http://localhost:9464/metrics
//
// grafana.json is a dashboard for them: import it and choose the Prometheus data source.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { load, scopeAsync } from 'onggi';
import { watch } from 'onggi/prometheus';
import { register } from 'prom-client';

const pauseMs = 2000;
const read = (/** @type {string} */ name) =>
  readFileSync(new URL(`../proving-loop/${name}.json`, import.meta.url), 'utf8');

const onggi = await load();
watch(onggi, { instance: 'prover' });
onggi.onMemory(({ live, linear }) => console.log(`${live} bytes live, ${linear} linear`));

const server = createServer(async (request, response) => {
  if (request.url !== '/metrics') return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': register.contentType });
  response.end(await register.metrics());
});
server.listen(Number(process.argv[2] ?? 9464), () => console.log('serving', server.address()));

const { PlonkIndex, Srs, Witness } = onggi.vesta;
const index = PlonkIndex.create(read('circuit'), Srs.create(64));
for (;;) {
  await scopeAsync(() => index.prove(Witness.fromJSON(read('witness'))));
  await sleep(pauseMs);
}
