// Counts linear memories. It must be imported before the package, which takes WebAssembly.instantiate at
// its own import. It imports nothing, because the package would not wait for that.

/** The memories of the modules that were instantiated. @type {WeakRef<WebAssembly.Memory>[]} */
const memories = [];

const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (
  async (/** @type {any} */ module, /** @type {any} */ imports) => {
    const instance = /** @type {any} */ (await instantiate(module, imports));
    const memory = Object.values(instance.exports).find((e) => e instanceof WebAssembly.Memory);
    if (memory) memories.push(new WeakRef(memory));
    return instance;
  }
);

/**
 * How many linear memories are alive after so many rounds, each of which instantiates one module.
 * @param {number} rounds @param {(round: number) => Promise<unknown>} round
 * @param {() => Promise<void>} collect
 */
export async function memoriesAlive(rounds, round, collect) {
  memories.length = 0;
  for (let i = 0; i < rounds; ++i) await round(i);
  if (memories.length !== rounds) throw new Error(`${memories.length} memories in ${rounds} rounds`);
  for (let i = 0; i < 3; ++i) await collect();
  return memories.filter((memory) => memory.deref()).length;
}
