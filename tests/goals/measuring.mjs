// Helpers of the measurements.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

export const mebibyte = 2 ** 20;

/** @param {number[]} values @param {number} share */
export const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** Processor time of this process, in milliseconds. */
export const cpuNow = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

/** Processor time in nanoseconds, the least of five rounds. @param {number} count @param {() => void} work */
export function nanoseconds(count, work) {
  let least = Infinity;
  for (let round = 0; round < 5; ++round) {
    const start = cpuNow();
    for (let i = 0; i < count; ++i) work();
    least = Math.min(least, (1e6 * (cpuNow() - start)) / count);
  }
  return Math.round(least);
}

/** The source line of the innermost frame of a stack that is in the file. @param {string} stack @param {string} url */
export function siteLine(stack, url) {
  const name = url.slice(url.lastIndexOf('/') + 1).replace('.', '\\.');
  const [, line] = new RegExp(`${name}:(\\d+)`).exec(stack) ?? [];
  return fs.readFileSync(fileURLToPath(url), 'utf8').split('\n')[Number(line) - 1]?.trim() ?? '';
}
