// One side of the benchmark in a process of its own: it prepares a subject, and then does one work at each
// command. It sleeps while another side works.
//
//   node contestant.mjs SIDE [FOLDER of a built checkout of montgomery]
import { circuitOf } from './circuit.mjs';

/** @typedef {import('./sides/works.mjs').Runner} Runner */

/** @type {Record<string, () => Promise<Record<string, any>>>} */
const sides = {
  onggi: async () => (await import('./sides/onggi.mjs')).onggi(1),
  kept: async () => (await import('./sides/onggi.mjs')).onggi(1, { keepEvaluations: true }),
  'two threads': async () => (await import('./sides/onggi.mjs')).onggi(2),
  wasm: async () => (await import('./sides/peer.mjs')).wasm,
  native: async () => (await import('./sides/peer.mjs')).native,
  'native build': async () => (await import('./sides/native_build.mjs')).nativeBuild(),
  'native build kept': async () => (await import('./sides/native_build.mjs')).nativeBuild(['keep']),
  montgomery: async () => (await import('./sides/montgomery.mjs')).montgomery,
};

/** @type {Runner} */
let runner;
const commands = {
  async setup({ subject }) {
    const [side, folder] = process.argv.slice(2);
    const [, k] = /^(?:basis|msm)_(\d+)$/.exec(subject) ?? [];
    const { circuit, operation } = await sides[side]();
    runner = await (k === undefined ? circuit(circuitOf(subject)) : operation(Number(k), folder));
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
