// One function of a module in this folder, called by name: its result, or its error as text.

/** @typedef {{ module: string, name: string, args: unknown[] }} Request */
/** @typedef {{ result?: unknown, error?: string }} Answer */

/** @param {Request} request @returns {Promise<Answer>} */
export async function call({ module, name, args }) {
  try {
    const { [name]: run } = await import(`./${module}.mjs`);
    return { result: await run(...args) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
