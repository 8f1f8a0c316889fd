import { collect } from '../collect.mjs';

/**
 * How many linear memories are alive after so many rounds, each of which instantiates one module.
 * @param {number} rounds @param {(round: number) => Promise<unknown>} round
 */
export async function memoriesAlive(rounds, round) {
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ module, /** @type {any} */ imports) => {
      const instance = /** @type {any} */ (await instantiate(module, imports));
      const memory = Object.values(instance.exports).find((e) => e instanceof WebAssembly.Memory);
      memories.push(new WeakRef(/** @type {WebAssembly.Memory} */ (memory)));
      return instance;
    }
  );
  try {
    for (let i = 0; i < rounds; ++i) await round(i);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  if (memories.length !== rounds) throw new Error(`${memories.length} memories in ${rounds} rounds`);
  for (let i = 0; i < 3; ++i) await collect();
  return memories.filter((memory) => memory.deref()).length;
}
