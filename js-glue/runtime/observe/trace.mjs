// The trace of one instance: the lines of its native side (core/memory/trace.h), each with
// its run and with the data that only JavaScript has:
//
//   ALLOCATE has the `call` that made the object, and its call site as `js`.
//   DROP has the release reason as `by`, if the object had a handle: dispose, collector …
//   MEMORY is written when linear memory grows: its size, and the bytes that the allocator has handed out.
//   START and END enclose the run. END has the number of its `lines` so far.
import { nodeModules } from '../environment.mjs';
import { OnggiError } from '../errors.mjs';
import { atExit } from './exit.mjs';
import { callSite } from './call_site.mjs';
import { runCallback, warn } from './events.mjs';
import { now, stringifyJson, timeOrigin } from '../intrinsics.mjs';
import { propertyOf, wrongType } from '../native/checks.mjs';

/**
 * What is traced: an owner of native objects.
 * @typedef {import('../native/object_owner.mjs').ObjectOwner & {
 *   beginTrace(): void,
 *   takeTraceLines(): string[],
 *   linearBytes(): number,
 *   heapBytes(): number | undefined,
 * }} Traced
 */
/** @typedef {((line: string) => void) | { write(line: string): unknown }} TraceSink */

const version = 1;

class Trace {
  #instance;
  #write;
  #lines = 0;
  #linear = 0;
  /** @type {(() => void)[]} */
  #off;
  #hasFailed = false;
  #run = Math.random().toString(36).slice(2, 10).padEnd(8, '0');

  /** @param {Traced} instance @param {(line: string) => void} write */
  constructor(instance, write) {
    this.#instance = instance;
    this.#write = write;
    instance.beginTrace();
    this.#writeEvent({ event: 'START', version, pid: globalThis.process?.pid });
    this.#sample();
    this.#off = [
      instance.events.native.on((end) => this.#drain(end)),
      instance.events.closing.on(() => this.end()),
      atExit(() => this.end()),
    ];
  }

  /** Passes on the lines that native code has written. @param {import('./events.mjs').NativeEnd} end */
  #drain(end) {
    if (this.#instance.dead) return;
    this.#pass(this.#instance.takeTraceLines(), end);
    this.#sample();
  }

  end() {
    this.#drain({});
    for (const off of this.#off) off();
    this.#writeEvent({ event: 'END', lines: this.#lines });
  }

  /** @param {string[]} lines @param {import('./events.mjs').NativeEnd} end */
  #pass(lines, { call, by }) {
    const run = `,"run":"${this.#run}"}\n`;
    const dropped = by === undefined ? '' : `,"by":"${by}"`;
    /** @type {string | undefined} */
    let made;
    for (const line of lines) {
      let more = '';
      if (line.startsWith('@{"event":"ALLOCATE"')) more = made ??= origin(call);
      else if (line.startsWith('@{"event":"DROP"')) more = dropped;
      this.#writeLine(line.slice(0, -1) + more + run);
    }
  }

  #sample() {
    const linear = this.#instance.linearBytes();
    if (linear === this.#linear) return;
    this.#linear = linear;
    this.#writeEvent({ event: 'MEMORY', linear, heap: this.#instance.heapBytes() });
  }

  /** @param {object} event */
  #writeEvent(event) {
    const time = Math.round((timeOrigin + now()) * 1000) / 1000;
    this.#writeLine(`@${stringifyJson({ ...event, time, run: this.#run })}\n`);
  }

  /** An error of the sink, or a promise of it that rejects, ends the trace; the call continues. @param {string} line */
  #writeLine(line) {
    ++this.#lines;
    runCallback(
      () => this.#write(line),
      (error) => this.#fail(error)
    );
  }

  /** @param {unknown} error of the sink */
  #fail(error) {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#write = () => {};
    warn('the trace has ended, its sink threw', error);
  }
}

/** The properties that are added to the allocation lines of a call. @param {string | undefined} call */
function origin(call) {
  const js = callSite();
  return (
    (call === undefined ? '' : `,"call":${stringifyJson(call)}`) +
    (js === undefined ? '' : `,"js":${stringifyJson(js)}`)
  );
}

/** @type {Map<string, (line: string) => void>} */
const files = new Map();

/** @param {string} file @returns {(line: string) => void} */
function openFile(file) {
  const { openSync, writeSync } = /** @type {typeof import('node:fs')} */ (nodeModules.fs);
  const descriptor = openSync(file, 'a');
  return (line) => void writeSync(descriptor, line);
}

/** @param {string} file @returns {(line: string) => void} */
function appendingTo(file) {
  try {
    const write = files.get(file) ?? openFile(file);
    files.set(file, write);
    return write;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new OnggiError('load_failed', `load: ONGGI_TRACE: ${message}`, { cause: error });
  }
}

/**
 * The sink of load()'s trace, if any: its option, or the file that ONGGI_TRACE names.
 * @param {unknown} option @returns {((line: string) => void) | undefined}
 */
export function traceWriter(option) {
  if (option === undefined) {
    const file = globalThis.process?.env?.ONGGI_TRACE;
    return file ? appendingTo(file) : undefined;
  }
  const sink = /** @type {any} */ (option);
  if (typeof sink === 'function') return sink;
  if (typeof propertyOf(sink, 'write') === 'function') return (line) => sink.write(line);
  return wrongType('load: trace', 'a function or an object with write()', option);
}

/** @param {Traced} instance @param {(line: string) => void} write */
export const startTrace = (instance, write) => void new Trace(instance, write);
