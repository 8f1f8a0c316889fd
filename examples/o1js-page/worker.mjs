// Compiles a recursive program of o1js and makes a chain of proofs, in a worker. Workers have no import map; with a bundler
// the first two lines are `import { onggi } from 'onggi/o1js'` and `import { … } from 'o1js'`.
import { onggi } from '../../dist/surfaces/o1js/web.mjs';
import { Cache, Field, SelfProof, verify, ZkProgram } from '../../tests/node_modules/o1js/dist/web/index.js';

const program = ZkProgram({
  name: 'counter',
  publicOutput: Field,
  methods: {
    start: { privateInputs: [], method: async () => ({ publicOutput: Field(0) }) },
    next: {
      privateInputs: [SelfProof],
      /** @param {any} earlier */
      async method(earlier) {
        earlier.verify();
        return { publicOutput: earlier.publicOutput.add(1) };
      },
    },
  },
});

/** Runs a step and reports its time and the memory after it. @template T @param {string} step @param {() => Promise<T>} run */
async function timed(step, run) {
  postMessage({ status: `${step} …` });
  const start = performance.now();
  const result = await run();
  const { live, linear } = onggi.memory();
  postMessage({ step, milliseconds: performance.now() - start, live, linear });
  return result;
}

/** @param {number} proofs */
async function prove(proofs) {
  const { verificationKey } = await timed('compile', () => program.compile({ cache: Cache.None }));
  let proof;
  for (let i = 1; i <= proofs; ++i) {
    const earlier = proof;
    const run = () => (earlier === undefined ? program.start() : program.next(earlier));
    ({ proof } = await timed(`proof ${i}`, run));
  }
  const valid = await timed('verify', () => verify(/** @type {any} */ (proof), verificationKey));
  const hash = verificationKey.hash.toString();
  postMessage({ status: valid ? 'done' : 'the proof is wrong', ended: true, valid, hash });
}

addEventListener('message', ({ data }) => {
  prove(data.proofs).catch((error) => postMessage({ status: String(error), ended: true }));
});
