// A stream of bytes as lines, a batch at a time, without ever holding more than a chunk and a line.

// No event comes near this: what does is cut, and the rest of it is another line.
const longestLine = 2 ** 20;

/** @typedef {{ lines: string[], whole: boolean }} Batch whole: the last line has its end */

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
