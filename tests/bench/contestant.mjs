// One side of the benchmark in a process of its own: it prepares a subject, and then does one work at each
// command. It sleeps while another side works.
//
//   node contestant.mjs SIDE [FOLDER of a built checkout of montgomery]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { fesToFlat, MODULUS } from '../interop/field_elements.mjs';
import { circuitOf } from './circuit.mjs';

/**
 * @typedef {object} Work
 * @property {() => any} [prepare] makes what run() takes; not measured
 * @property {(input: any) => any} run is measured; false if a proof is rejected. It may return times of its own
 */
/** @typedef {{ works: Record<string, Work>, linear?: () => number }} Runner linear() is the size of its memory */

const accumulatorSrs = 2 ** 16;
const challengesOfAccumulator = 16;

/** Random field elements as flat bytes. @param {number} count */
function randomFields(count) {
  const bytes = randomBytes(32 * count);
  for (let i = 31; i < bytes.length; i += 32) bytes[i] &= 0x3f;
  return new Uint8Array(bytes);
}

/** Calls `make` the first time. @template T @param {() => T} make */
function lazily(make) {
  /** @type {{ value: T } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}

/** @param {number} threads */
const onggi = (threads) => ({
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const { gateTypes, load } = await import('onggi');
    const instance = await load({ threads });
    const family = instance[circuit.field];
    const modulus = MODULUS[circuit.field];
    const gates = family.GateVector.fromFlat(
      Uint8Array.from(circuit.gates, ({ typ }) => gateTypes.indexOf(typ)),
      new Uint8Array(Uint32Array.from(circuit.gates.flatMap(({ wires }) => wires.flat())).buffer),
      Uint8Array.from(circuit.gates, ({ coeffs }) => coeffs.length),
      fesToFlat(
        circuit.gates.flatMap(({ coeffs }) => coeffs),
        modulus
      )
    );
    const columns = family.Witness.fromColumns(fesToFlat(witness.columns.flat(), modulus));
    const extras = { ...circuit, gates: [], public_input_size: 0 };
    const proofData = {
      previousChallenges: witness.prev_challenges,
      runtimeTables: witness.runtime_tables,
    };
    let srs, index, verifier, proof;
    const free = () => {
      for (const handle of [verifier, index, srs]) handle?.free();
    };
    const createSrs = () => (srs = family.Srs.create(circuit.srs_depth));
    const createIndex = () => {
      index = family.PlonkIndex.fromGates(gates, circuit.public_input_size, srs, extras);
      verifier = index.verifierIndex();
    };
    const accumulator = lazily(() => {
      const other = instance.vesta.Srs.create(accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      return { other, challenges, points: other.batchAccumulatorGenerate(1, challenges) };
    });
    createSrs();
    createIndex();
    return {
      linear: () => instance.memory().linear,
      works: {
        'SRS and index': { prepare: free, run: () => (createSrs(), createIndex()) },
        index: { prepare: () => (free(), createSrs()), run: createIndex },
        prove: {
          prepare: () => proof?.free(),
          run: () => void (proof = index.proveSync(columns, proofData)),
        },
        verify: { run: () => verifier.verify(proof) },
        'verify with accumulator': {
          prepare: accumulator,
          run: ({ other, points, challenges }) =>
            verifier.verify(proof) && other.batchAccumulatorCheck(points, challenges),
        },
      },
    };
  },

  /** @returns {Promise<Runner>} */
  async operation(k) {
    const { load } = await import('onggi');
    const { vesta, pallas } = await load({ threads });
    const srs = lazily(() => pallas.Srs.create(2 ** k));
    return {
      works: {
        'Lagrange basis': {
          prepare: () => vesta.Srs.create(2 ** k),
          run: (fresh) => {
            fresh.encodeLagrangeBasis(2 ** k);
            fresh.free();
          },
        },
        MSM: {
          prepare: () => [srs(), randomFields(2 ** k)],
          run: ([bases, scalars]) => bases.commit(scalars, 1).free(),
        },
      },
    };
  },
});

/** The works of the peer that are the same for its wasm and its addon. */
const peerWorks = ({ createSrs, createIndex, prove, verify, accumulator }) => ({
  'SRS and index': { run: async () => createIndex(await createSrs()) },
  index: { prepare: createSrs, run: createIndex },
  prove,
  verify,
  'verify with accumulator': {
    prepare: async () => [await verify.prepare?.(), await accumulator.prepare()],
    run: async ([input, other]) => (await verify.run(input)) && accumulator.run(other),
  },
});

const wasm = {
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const { loadPeer } = await import('../interop/peer.mjs');
    const { W, withThreadPool, fp, [circuit.field]: peer } = await loadPeer();
    const gates = peer.gateVector(circuit);
    let index, verifier, proof;
    const createSrs = () => withThreadPool(async () => peer.srsCall('create_parallel', circuit.srs_depth));
    const createIndex = async (srs) => {
      for (const object of [verifier, index]) object?.free();
      index = await peer.indexOfGates(circuit, gates, srs);
      verifier = await peer.verifierIndex(index);
      srs.free();
    };
    const onPool = (name, ...args) => withThreadPool(async () => fp.srsCall(name, ...args));
    const accumulator = lazily(async () => {
      const srs = await fp.srs(accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      const points = await onPool('batch_accumulator_generate', srs, 1, challenges);
      return { srs, challenges, points: fp.pointsFromRust(points) };
    });
    await createIndex(await createSrs());
    return {
      linear: () => (W.get_memory?.() ?? W.__wasm.memory).buffer.byteLength,
      works: peerWorks({
        createSrs,
        createIndex,
        prove: {
          prepare: () => (proof?.free(), peer.proofArguments(witness)),
          run: async (proofArguments) => void (proof = await peer.createProof(index, proofArguments)),
        },
        verify: {
          // Verifying consumes both.
          prepare: () => [
            peer.plonk('verifier_index_deep_copy', verifier),
            peer.proofToRust(peer.proofFromRust(proof)),
          ],
          run: (both) => withThreadPool(async () => peer.plonk('proof_verify', ...both)),
        },
        accumulator: {
          prepare: async () => {
            const { srs, challenges, points } = await accumulator();
            return [srs, fp.pointsToRust(points), challenges];
          },
          run: (args) => onPool('batch_accumulator_check', ...args),
        },
      }),
    };
  },

  /** @returns {Promise<Runner>} */
  async operation(k) {
    const { loadPeer } = await import('../interop/peer.mjs');
    const { withThreadPool, fp } = await loadPeer();
    const onPool = (name, ...args) => withThreadPool(async () => fp.srsCall(name, ...args));
    return {
      works: {
        'Lagrange basis': {
          prepare: () => onPool('create_parallel', 2 ** k),
          run: async (srs) => {
            await onPool('add_lagrange_basis', srs, k);
            srs.free();
          },
        },
      },
    };
  },
};

const native = {
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const { NativePeer } = await import('./native_peer.mjs');
    const peer = new NativePeer(circuit.field);
    const step = new NativePeer('fp');
    const gates = peer.gateVector(circuit);
    let index, verifier, proof;
    const createSrs = () => peer.srsCall('create_parallel', circuit.srs_depth);
    const createIndex = (srs) => {
      index = peer.index(circuit, gates, srs);
      verifier = peer.verifierIndex(index);
    };
    const accumulator = lazily(() => {
      const srs = step.srsCall('create_parallel', accumulatorSrs);
      const challenges = randomFields(challengesOfAccumulator);
      return [srs, step.srsCall('batch_accumulator_generate', srs, 1, challenges), challenges];
    });
    createIndex(createSrs());
    return {
      works: peerWorks({
        createSrs,
        createIndex,
        prove: {
          prepare: () => peer.proofArguments(witness),
          run: (proofArguments) => void (proof = peer.prove(index, proofArguments)),
        },
        verify: { run: () => peer.verify(verifier, proof) },
        accumulator: {
          prepare: accumulator,
          run: (args) => step.srsCall('batch_accumulator_check', ...args),
        },
      }),
    };
  },
};

const nativeBuild = {
  /** @returns {Promise<Runner>} */
  async circuit({ circuit, witness }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'onggi-bench-'));
    const files = Object.entries({ circuit, witness }).map(([name, content]) => {
      const file = path.join(folder, `${name}.json`);
      fs.writeFileSync(file, JSON.stringify(content));
      return file;
    });
    const program = fileURLToPath(new URL('../../build/native/tests/kimchi/native_side', import.meta.url));
    const child = spawn(program, [circuit.curve, ...files], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child, 'spawn');
    const answers = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await answers.next();
      if (done) throw new Error(`${program} ended`);
      return JSON.parse(value);
    };
    await next();
    fs.rmSync(folder, { recursive: true });
    const work = (name) => ({
      run: () => {
        child.stdin.write(`${name}\n`);
        return next();
      },
    });
    return { works: { prove: work('prove'), verify: work('verify') } };
  },
};

const montgomery = {
  /** @returns {Promise<Runner>} */
  async operation(k, folder) {
    const source = (file) => import(pathToFileURL(path.resolve(folder, 'build/src', file)).href);
    const { startThreads, Weierstraß } = await source('parallel.js');
    const { pallasParams } = await source('concrete/pasta.params.js');
    await startThreads(1);
    const { Parallel } = await Weierstraß.create(pallasParams);
    const [points] = await Parallel.randomPointsFast(2 ** k);
    return {
      works: {
        MSM: {
          prepare: async () => (await Parallel.randomScalars(2 ** k))[0],
          run: async (scalars) => void (await Parallel.msmUnsafe(scalars, points, 2 ** k)),
        },
      },
    };
  },
};

const sides = {
  onggi: onggi(1),
  'two threads': onggi(2),
  wasm,
  native,
  'native build': nativeBuild,
  montgomery,
};

/** @type {Runner} */
let runner;
const commands = {
  async setup({ subject }) {
    const [side, folder] = process.argv.slice(2);
    const [, k] = /^(?:basis|msm)_(\d+)$/.exec(subject) ?? [];
    runner = await (k === undefined
      ? sides[side].circuit(circuitOf(subject))
      : sides[side].operation(Number(k), folder));
  },

  /** Wall and processor time of all threads in milliseconds. */
  async run({ work }) {
    const { prepare, run } = runner.works[work];
    const input = await prepare?.();
    const before = process.cpuUsage();
    const start = performance.now();
    const result = await run(input);
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    const times = typeof result === 'object' ? result : { wall, cpu: (user + system) / 1000 };
    if (result === false || times.accepted === false) throw new Error('its own proof is rejected');
    return { wall: times.wall, cpu: times.cpu };
  },

  /** Bytes of linear memory, which never shrinks. */
  linear: () => runner.linear?.(),
};

process.on('message', async ({ command, ...args }) => {
  try {
    process.send({ result: await commands[command](args) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});
