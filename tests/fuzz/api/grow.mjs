// A thread that grows shared buffers while another one reads them.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (buffer) => {
  for (
    let length = buffer.byteLength;
    length < buffer.maxByteLength;
    length = Math.min(length + 64, buffer.maxByteLength)
  ) {
    try {
      buffer.grow(length);
    } catch {
      // The other thread has grown it further: it cannot shrink.
    }
  }
});
