// Runs o1js on one backend, on commands of its parent process: node side.mjs BACKEND
import * as o1js from 'o1js';

import { backendModule, measure, times } from './times.mjs';

const [backend = ''] = process.argv.slice(2);
const isOnggi = backend.startsWith('onggi');
if (backend !== 'onggi') o1js.setBackend(backend.endsWith('native') ? 'native' : 'wasm');

if (process.env.O1JS_THREADS !== undefined) o1js.setNumberOfWorkers(Number(process.env.O1JS_THREADS));
if (process.env.O1JS_MEASURE !== undefined) measure(backendModule(backend));

const { instance } = isOnggi ? await import('./instance.mjs') : { instance: undefined };

/** @param {string} name @returns {Promise<import('./programs/program.mjs').Program>} */
const programOf = async (name) => (await import(`./programs/${name}.mjs`)).default;

/** Bytes of linear memory, if the backend has one. */
function linearMemory() {
  if (instance !== undefined) return instance().memory().linear;
  return backendModule(backend).__wasm?.memory.buffer.byteLength ?? null;
}

/** Memory after a garbage collection. */
async function memory() {
  for (let i = 0; i < 3; ++i) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve));
  }
  const { rss } = process.memoryUsage();
  if (instance === undefined) return { rss };
  const { live, handles, linear } = instance().memory();
  return { rss, live, handles, linear };
}

/** @type {Record<string, (args: any) => any>} */
const commands = {
  ready: async () => {
    await o1js.initializeBindings();
    return process.version;
  },
  /** The verification keys of a program. */
  compile: async ({ name, cache }) =>
    (await programOf(name)).compile({
      cache: cache === undefined ? o1js.Cache.None : o1js.Cache.FileSystem(cache),
    }),
  /** The proofs of a compiled program. */
  prove: async ({ name }) => {
    const made = [];
    for await (const each of (await programOf(name)).prove()) made.push(each);
    return made;
  },
  /** Whether a proof is accepted; a proof that cannot be read is rejected. */
  verify: async ({ proof, key }) => {
    try {
      return { accepted: await o1js.verify(proof, key) };
    } catch (error) {
      return { accepted: false, reason: String(error instanceof Error ? error.message : error) };
    }
  },
  /** A further proof of a chain that began elsewhere. */
  extend: async ({ proof }) => {
    const { zkProgram } = await import('./programs/recursion_one.mjs');
    const previous = await zkProgram.Proof.fromJSON(proof);
    return (await zkProgram.step(previous)).proof.toJSON();
  },
  /** Memory after each of several proofs of one compiled program, and the last proof. */
  loop: async ({ name, proofs, proof: first }) => {
    const { zkProgram } = await import(`./programs/${name}.mjs`);
    let proof = first === undefined ? undefined : await zkProgram.Proof.fromJSON(first);
    const points = [];
    for (let i = 0; i < proofs; ++i) {
      ({ proof } = await (proof === undefined || zkProgram.step === undefined
        ? zkProgram.run(o1js.Field(i), o1js.Field(2))
        : zkProgram.step(proof)));
      points.push(await memory());
    }
    return { points, proof: proof.toJSON() };
  },
  /** Memory after compiling each of several programs that are dropped at once. */
  compileMany: async ({ programs }) => {
    const points = [];
    for (let i = 0; i < programs; ++i) {
      const program = o1js.ZkProgram({
        name: `small-${i}`,
        publicInput: o1js.Field,
        methods: {
          run: {
            privateInputs: [o1js.Field],
            async method(/** @type {o1js.Field} */ x, /** @type {o1js.Field} */ y) {
              x.mul(y).assertEquals(o1js.Field(i));
            },
          },
        },
      });
      await program.compile({ cache: o1js.Cache.None });
      points.push(instance?.().memory());
    }
    return points;
  },
  memory,
  /** CPU and wall seconds of compiling, of each proof and of verification. */
  measure: async ({ name }) => {
    const program = await programOf(name);
    /** @type {{ operation: string, wall: number, cpu: number, backend: number }[]} */
    const samples = [];
    /** @template T @param {string} operation @param {() => Promise<T>} run */
    const timed = async (operation, run) => {
      const [wall, before] = [performance.now(), times()];
      const result = await run();
      const after = times();
      samples.push({
        operation,
        wall: (performance.now() - wall) / 1000,
        cpu: after.whole - before.whole,
        backend: after.backend - before.backend,
      });
      return result;
    };
    const keys = await timed('compile', () => program.compile({ cache: o1js.Cache.None }));
    // The first proofs and the first verification also fill tables, so the second ones count.
    for await (const { key, proof } of program.prove()) await o1js.verify(proof, keys[key]?.data ?? '');
    const again = program.prove();
    let last;
    for (let i = 1; ; ++i) {
      const { value } = await timed(`prove ${i}`, () => again.next());
      if (value === undefined) break;
      last = value;
    }
    samples.pop();
    await timed('verify', () => o1js.verify(last.proof, keys[last.key]?.data ?? ''));
    return { samples, rss: process.memoryUsage().rss, linear: linearMemory() };
  },
};

process.on('message', async (/** @type {any} */ { command, ...args }) => {
  try {
    process.send?.({ result: await commands[command]?.(args) });
  } catch (error) {
    const { message, code, stack } = /** @type {any} */ (
      error instanceof Error ? error : new Error(String(error))
    );
    process.send?.({ error: { message, code, stack } });
  }
});
