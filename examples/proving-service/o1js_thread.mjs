// The thread of o1js: proves what it is told to.
import { configure, onggi } from 'onggi/o1js';

import { parentPort, workerData } from 'node:worker_threads';

const { maxMemory, cache } = workerData;
configure({ threads: 1, maxMemory, ...(cache !== '' && { cache }) });
const { Cache, initializeBindings } = await import('o1js');
const { programs } = await import('./programs.mjs');
await initializeBindings();
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** @type {Map<string, Promise<unknown>>} */
const compiled = new Map();

/** @param {string} code @param {string} message @returns {never} */
function refuse(code, message) {
  throw Object.assign(new Error(message), { code });
}

/** @param {string} name */
function compile(name) {
  let keys = compiled.get(name);
  if (keys === undefined) {
    port.postMessage({ progress: { phase: 'compile', fraction: 0 } });
    keys = programs[name].compile({ cache: cache === '' ? Cache.None : Cache.FileSystem(`${cache}/o1js`) });
    compiled.set(name, /** @type {Promise<unknown>} */ (keys));
  }
  return keys;
}

/** Secrets are decimal numbers in JSON. @param {Uint8Array} witness @returns {bigint[]} */
function readSecrets(witness) {
  try {
    return JSON.parse(Buffer.from(witness).toString()).map(BigInt);
  } catch {
    return refuse('malformed_witness', 'the witness is not a JSON array of numbers');
  }
}

/** @param {{ program: string, witness: Uint8Array | undefined, children: { proof: string }[] }} job */
async function prove({ program, witness, children }) {
  const [name = '', method = ''] = program.split('.');
  if (!Object.hasOwn(programs, name) || !programs[name].privateInputTypes[method]) {
    refuse('unknown_program', `there is no program ${program}`);
  }
  const secrets = witness && readSecrets(witness);
  await compile(name);
  port.postMessage({ progress: { phase: 'prove', fraction: 0.5 } });
  const { Proof } = programs[name];
  const inputs =
    secrets ?? (await Promise.all(children.map(({ proof }) => Proof.fromJSON(JSON.parse(proof)))));
  const { proof } = await programs[name][method](...inputs);
  return JSON.stringify(proof);
}

/** Messages of o1js may contain values of the witness: only those of typed errors are passed on. @param {any} error */
function failureOf(error) {
  return typeof error?.code === 'string'
    ? { code: error.code, message: error.message }
    : { code: 'program_failed', message: 'the program does not accept these inputs' };
}

port.on('message', async (job) => {
  let answer;
  try {
    answer = { proof: await prove(job) };
  } catch (error) {
    answer = { failure: failureOf(error) };
  }
  port.postMessage({ ...answer, memory: onggi.memory() });
});
