// Everything that computes: the page stays responsive. A message { id, method, args } is answered by { id, result } or
// { id, error }; { event, … } reports progress.
import { load, scopeAsync } from '../../dist/index.mjs';
import { build } from './circuits.mjs';

// Low, so that even a short run waits for dropped handles to be collected.
const softLimit = 2 ** 20;

/** @param {string} event @param {object} data */
const report = (event, data) => postMessage({ event, ...data });

/** What the running work can be cancelled with. @type {AbortController | undefined} */
let running;

/** The last proof and what verifies it. @type {{ onggi: any, verifier: any, proof: any } | undefined} */
let proved;

/** @param {string} step @param {(options: object) => any} work @param {AbortSignal} signal */
async function timedStep(step, work, signal) {
  const start = performance.now();
  const onProgress = (/** @type {{ phase: string, fraction: number }} */ progress) =>
    report('progress', { step, ...progress });
  const value = await work({ signal, onProgress });
  report('step', { step, ms: Math.round(performance.now() - start) });
  return value;
}

/** Proves a circuit, and keeps the proof. @param {{ circuit: any, logSize: number, threads: number }} choice */
async function prove({ circuit, logSize, threads }) {
  const { signal } = (running = new AbortController());
  proved?.onggi.close();
  proved = undefined;
  const onggi = await load({ threads });
  try {
    const { CircuitBuilder, PlonkIndex, Srs } = onggi.vesta;
    const { verifier, proof, ...facts } = await scopeAsync(async (scope) => {
      const own = (/** @type {any} */ handle) => scope.own(handle);
      const create = () => own(CircuitBuilder.create());
      const { builder, rows, statements } = build(circuit, logSize, create);
      const json = await timedStep(
        'circuit',
        (options) => builder.circuitAsync(2 ** logSize, options),
        signal
      );
      const srs = await timedStep(
        'SRS',
        async (options) => own(await Srs.createAsync(2 ** logSize, options)),
        signal
      );
      const index = own(
        await timedStep('index', (options) => PlonkIndex.createAsync(json, srs, options), signal)
      );
      const witness = own(builder.witness());
      const proof = await timedStep('proof', (options) => index.prove(witness, options), signal);
      return { verifier: scope.keep(index.verifierIndex()), proof: scope.keep(proof), rows, statements };
    });
    proved = { onggi, verifier, proof };
    return { ...facts, bytes: proof.toBytes().length, running: onggi.threads().running };
  } catch (error) {
    onggi.close();
    throw error;
  }
}

/** @param {any} verifier @param {any} proof */
async function verdictOn(verifier, proof) {
  const start = performance.now();
  const accepted = await verifier.verifyAsync(proof);
  return { accepted, ms: Math.round(performance.now() - start) };
}

function lastProof() {
  if (proved === undefined) throw new Error('there is no proof yet');
  return proved;
}

const verify = () => verdictOn(lastProof().verifier, lastProof().proof);

/** Verifies the last proof with a change: of its public input, or of an evaluation. */
async function tamper() {
  const { onggi, verifier, proof } = lastProof();
  const { ProverProof } = onggi.vesta;
  const content = proof.toJSON();
  const wrong = content.public.map((/** @type {string} */ value, /** @type {number} */ i) =>
    i === 0 ? BigInt(value) ^ 1n : BigInt(value)
  );
  const changed = structuredClone(content);
  const evaluations = changed.evals.w[0].zeta;
  evaluations[0] = evaluations[0] === '0x1' ? '0x2' : '0x1';
  return scopeAsync(async () => [
    {
      what: 'another public input',
      ...(await verdictOn(verifier, ProverProof.fromBytes(proof.toBytes(), wrong))),
    },
    { what: 'another evaluation', ...(await verdictOn(verifier, ProverProof.fromJSON(changed))) },
  ]);
}

/** The options of each mode's instance, and whether it frees its handles. @type {Record<string, { options: object, frees: boolean }>} */
const modes = {
  leaking: { options: { raw: true }, frees: false },
  dropped: { options: { softLimit }, frees: false },
  scoped: { options: { softLimit }, frees: true },
};

/** Proves and verifies with its own SRS, index and witness. @param {any} curve @param {any} content @param {(handle: any) => any} own */
async function proveOnce({ Srs, PlonkIndex, Witness }, { json, columns, size }, own) {
  const srs = own(await Srs.createAsync(size));
  const index = own(await PlonkIndex.createAsync(json, srs));
  const input = own(Witness.fromJSON(columns));
  const verifier = own(index.verifierIndex());
  const proof = own(await index.prove(input));
  if (!verifier.verify(proof)) throw new Error('the proof is rejected');
}

/** The place of a stack that is in this file. @param {string | undefined} site */
function placeOf(site = 'unknown place') {
  const line = site.split('\n').find((text) => text.includes(import.meta.url)) ?? site.split('\n')[0] ?? site;
  return line.trim().replace(/\S*\//, '').replace(/[()]/g, '');
}

/** The live handles, by type and the place that made them. @param {any} onggi */
function leaksOf(onggi) {
  /** @type {Map<string, { type: string, place: string, count: number, bytes: number }>} */
  const groups = new Map();
  for (const { type, site, bytes } of onggi.leaks()) {
    const place = placeOf(site);
    const group = groups.get(`${type} ${place}`) ?? { type, place, count: 0, bytes: 0 };
    group.count += 1;
    group.bytes += bytes;
    groups.set(`${type} ${place}`, group);
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes);
}

/** Circuit and witness as JSON. @param {any} circuit @param {number} logSize */
async function contentOf(circuit, logSize) {
  const onggi = await load();
  const { CircuitBuilder } = onggi.vesta;
  const { builder } = build(circuit, logSize, () => CircuitBuilder.create());
  const witness = builder.witness();
  const content = { json: builder.circuit(2 ** logSize), columns: witness.toJSON(), size: 2 ** logSize };
  onggi.close();
  return content;
}

/** Proves in a loop, in each mode in turn. @param {{ circuit: any, logSize: number, threads: number, proofs: number }} choice */
async function loop({ circuit, logSize, threads, proofs }) {
  const { signal } = (running = new AbortController());
  const content = await contentOf(circuit, logSize);
  const instances = await Promise.all(
    Object.entries(modes).map(async ([name, { options, frees }]) => ({
      name,
      frees,
      onggi: await load({ ...options, threads, debug: true }),
    }))
  );
  try {
    for (let proof = 1; proof <= proofs && !signal.aborted; ++proof) {
      const measured = [];
      for (const { name, frees, onggi } of instances) {
        const start = performance.now();
        if (frees)
          await scopeAsync((scope) => proveOnce(onggi.vesta, content, (handle) => scope.own(handle)));
        else await proveOnce(onggi.vesta, content, (handle) => handle);
        const { live, linear, peak, byType } = onggi.memory();
        measured.push({ name, live, linear, peak, byType, ms: Math.round(performance.now() - start) });
      }
      report('round', { proof, measured });
    }
    return {
      stopped: signal.aborted,
      leaks: instances.flatMap(({ name, onggi }) => leaksOf(onggi).map((leak) => ({ mode: name, ...leak }))),
    };
  } finally {
    for (const { onggi } of instances) onggi.close();
  }
}

/** @type {Record<string, (args: any) => any>} */
const methods = { prove, verify, tamper, loop, cancel: () => running?.abort() };

addEventListener('message', async ({ data: { id, method, args } }) => {
  try {
    postMessage({ id, result: await methods[method]?.(args) });
  } catch (error) {
    const { code = '', message = String(error) } = /** @type {any} */ (Object(error));
    postMessage({ id, error: { code, message } });
  }
});
postMessage({ event: 'ready' });
