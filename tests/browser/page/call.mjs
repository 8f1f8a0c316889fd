// One function of a module in this folder, called by name: its result, or its error as text.

/** @typedef {{ module: string, name: string, args: unknown[] }} Request */
/** @typedef {{ result?: unknown, error?: string }} Answer */

/** The text of an error with its stack, which contains the text in Chromium only. @param {unknown} error */
function textOf(error) {
  const text = String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.startsWith(text) ? stack : `${text}\n${stack}`;
}

/** @param {Request} request @returns {Promise<Answer>} */
export async function call({ module, name, args }) {
  try {
    const { [name]: run } = await import(`./${module}.mjs`);
    return { result: await run(...args) };
  } catch (error) {
    return { error: textOf(error) };
  }
}
