// Reads the traces that load({ trace }) and ONGGI_TRACE write.
import fs from 'node:fs';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';

import { Analysis } from '../../lab/trace/analysis.mjs';
import { reportHtml } from '../../lab/trace/html.mjs';
import { batches } from '../../lab/trace/lines.mjs';
import { reportLines } from '../../lab/trace/text.mjs';
import { statOf, whyNoFile } from '../files.mjs';
import { BadInput } from '../outcome.mjs';
import { prepareOutput } from '../output.mjs';
import { withProgress } from '../progress.mjs';

const chunkBytes = 2 ** 20;

/**
 * @param {string} log `-` is the standard input, whose length is not known
 * @returns {{ stream: NodeJS.ReadableStream, fraction: () => number }} the part that has been read
 */
function open(log) {
  if (log === '-') return { stream: process.stdin, fraction: () => 0 };
  const stat = statOf(log);
  if (!stat?.isFile()) throw new BadInput('no_such_file', whyNoFile(log));
  const file = fs.createReadStream(log, { highWaterMark: chunkBytes });
  // An error reaches the reader of the last stream.
  const stream = log.endsWith('.gz') ? pipeline(file, zlib.createGunzip(), () => {}) : file;
  return { stream, fraction: () => file.bytesRead / Math.max(1, stat.size) };
}

/** @param {Analysis} analysis @param {string} log @param {(fraction: number) => void} onProgress */
async function read(analysis, log, onProgress) {
  try {
    const { stream, fraction } = open(log);
    for await (const { lines, whole } of batches(/** @type {any} */ (stream))) {
      for (const line of lines) analysis.addLine(line, whole);
      onProgress(fraction());
    }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'Z_BUF_ERROR') analysis.markTruncated();
    else if (error instanceof BadInput) throw error;
    else throw new BadInput('unreadable_file', `${log}: ${message}`);
  }
}

/** @param {{ html?: string }} options @param {...string} logs are read in turn, as one */
export async function analyze({ html }, ...logs) {
  const write = html === undefined ? undefined : prepareOutput(html);
  const analysis = new Analysis();
  await withProgress('logs', async (onProgress) => {
    for (const [i, log] of logs.entries())
      await read(analysis, log, (part) => onProgress?.({ phase: log, fraction: (i + part) / logs.length }));
  });
  if (analysis.log.events === 0) throw new BadInput('no_trace', `${logs.join(', ')}: not a trace`);
  const report = analysis.report();
  if (report.allocations === 0)
    throw new BadInput('no_trace', `${logs.join(', ')}: the trace contains no object`);
  const lines = reportLines(report);
  if (write !== undefined) {
    write(reportHtml(report, logs));
    lines.push('', `written: ${html}`);
  }
  return { exitCode: report.undropped === 0 ? 0 : 1, report, lines };
}
