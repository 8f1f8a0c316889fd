// Splits a stream of bytes into lines, a batch at a time. Holds at most one chunk and one line.

// Events are much shorter. A longer line is cut, and its rest is another line.
const longestLine = 2 ** 20;

/** @typedef {{ lines: string[], whole: boolean }} Batch whole: the last line ends with a newline */

/** @param {AsyncIterable<Uint8Array>} chunks @returns {AsyncGenerator<Batch>} */
export async function* batches(chunks) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) {
      lines.push(rest);
      rest = '';
    }
    yield { lines, whole: true };
  }
  rest += decoder.decode();
  if (rest !== '') yield { lines: [rest], whole: false };
}
