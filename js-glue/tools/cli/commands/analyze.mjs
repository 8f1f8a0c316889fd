// Reads the traces that load({ trace }) and ONGGI_TRACE write.
import fs from 'node:fs';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';

import { Analysis } from '../../lab/trace/analysis.mjs';
import { reportHtml } from '../../lab/trace/html.mjs';
import { batches } from '../../lab/trace/lines.mjs';
import { reportLines } from '../../lab/trace/text.mjs';
import { statOf } from '../files.mjs';
import { BadInput } from '../outcome.mjs';
import { prepareOutput } from '../output.mjs';

const chunkBytes = 2 ** 20;

/** @param {string} log `-` is the standard input @returns {NodeJS.ReadableStream} */
function open(log) {
  if (log === '-') return process.stdin;
  if (!statOf(log)?.isFile()) throw new BadInput('no_such_file', `${log}: no such file`);
  const stream = fs.createReadStream(log, { highWaterMark: chunkBytes });
  // An error reaches the reader of the last stream.
  return log.endsWith('.gz') ? pipeline(stream, zlib.createGunzip(), () => {}) : stream;
}

/** @param {Analysis} analysis @param {string} log */
async function read(analysis, log) {
  try {
    for await (const { lines, whole } of batches(/** @type {any} */ (open(log)))) {
      for (const line of lines) analysis.addLine(line, whole);
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
  for (const log of logs) await read(analysis, log);
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
