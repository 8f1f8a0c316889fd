// A client: encrypts a witness, submits the job, follows its progress and checks the proof.
//
//   WITNESS_KEY=$(cat data/witness.key) node client.mjs hashes 5 [--url http://127.0.0.1:8080]
//
// With --seal FILE it writes the encrypted witness of the job --id to a file, for curl.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { load, scope } from 'onggi';

import { buildCircuit, circuits } from './circuits.mjs';
import { readKey, seal } from './sealing.mjs';

const columns = 15;

/** The fifteen columns as bytes: 32 a cell, little-endian. @param {any} witness @returns {Buffer} */
function bytesOf(witness) {
  const bytes = Buffer.alloc(columns * witness.rows * 32);
  let offset = 0;
  for (let column = 0; column < columns; ++column) {
    for (const value of witness.column(column)) {
      for (let limb = 0n; limb < 4n; ++limb, offset += 8)
        bytes.writeBigUInt64LE((value >> (64n * limb)) & (2n ** 64n - 1n), offset);
    }
  }
  return bytes;
}

/** @param {any} onggi @param {string} program @param {bigint[]} secrets @returns {Promise<Buffer>} */
export async function witnessOf({ vesta }, program, secrets) {
  const builder = await buildCircuit(vesta, /** @type {any} */ (circuits[program]), secrets);
  try {
    return scope(() => bytesOf(builder.witness()));
  } finally {
    builder.free();
  }
}

/** Whether it is a proof of the circuit. @param {any} onggi @param {string} program @param {{ proof: string, publicInput: string[] }} result */
export async function verify({ vesta }, program, { proof, publicInput }) {
  const circuit = /** @type {import('./circuits.mjs').Circuit} */ (circuits[program]);
  const builder = await buildCircuit(vesta, circuit, []);
  const json = builder.circuit(circuit.srsSize);
  builder.free();
  return scope(() => {
    const index = vesta.PlonkIndex.create(json, vesta.Srs.create(circuit.srsSize));
    return index.verifierIndex().verify(vesta.ProverProof.fromBase64(proof, publicInput.map(BigInt)));
  });
}

/** Submits a job. @param {string} url @param {{ queue: string, program: string, id: string }} job @param {Uint8Array} sealed */
export const submit = (url, { queue, program, id }, sealed) =>
  fetch(`${url}/jobs/${queue}/${program}/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: sealed,
  });

/** The events of a job. @param {string} url @param {{ queue: string, id: string }} job @returns {AsyncGenerator<{ event: string, data: any }>} */
export async function* eventsOf(url, { queue, id }) {
  const response = await fetch(`${url}/jobs/${queue}/${id}/events`);
  if (response.body === null || !response.ok) throw new Error(`no events: ${response.status}`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) };
    }
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      id: { type: 'string', default: `job-${randomUUID()}` },
      seal: { type: 'string' },
    },
  });
  const [program = '', ...secrets] = positionals;
  if (!Object.hasOwn(circuits, program)) {
    throw new Error(`the circuit must be one of ${Object.keys(circuits).join(', ')}, got "${program}"`);
  }
  const job = { queue: 'kimchi', program, id: values.id };
  const key = readKey(process.env.WITNESS_KEY?.trim());
  const onggi = await load();
  const sealed = seal(key, job, await witnessOf(onggi, program, secrets.map(BigInt)));
  if (values.seal !== undefined) return fs.writeFileSync(values.seal, sealed);

  const answer = await submit(values.url, job, sealed);
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  for await (const { event, data } of eventsOf(values.url, job)) console.log(event, JSON.stringify(data));
  const end = await (await fetch(`${values.url}/jobs/kimchi/${job.id}`)).json();
  if (end.state !== 'completed') throw new Error(`${end.code}: ${end.message}`);
  console.log(
    `${end.proof.length} characters of proof: ${(await verify(onggi, program, end)) ? 'valid' : 'NOT valid'}`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
