// The standard output. A write that fails ends the command with exit code 2.
import { BadInput } from './outcome.mjs';

// The error also reaches the callback of the write.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** Writes the text and a line end; rejects with BadInput if that fails. @param {string} text @returns {Promise<void>} */
export async function print(text) {
  try {
    await new Promise((resolve, reject) => {
      process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve(undefined)));
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new BadInput('unwritable_file', `standard output: ${message}`);
  }
}
