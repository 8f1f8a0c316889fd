// Asking the engine for a full collection, without flags, and seeing that there was one.
//
// Engines count the bytes of array buffers, and collect when there are very many. A resizable buffer
// counts from the start, and takes no memory as long as it is not touched. What works where was
// measured; see "Pressure" in ARCHITECTURE.md.
import { nodeModules, runtime } from '../environment.mjs';

const mebibyte = 2 ** 20;
const leastRequest = 16 * mebibyte;
const nodeMargin = 128 * mebibyte;

/** @typedef {ArrayBuffer & { transferToFixedLength(length: number): ArrayBuffer }} ResizableBuffer */

/** @param {number} bytes @returns {ResizableBuffer} */
const untouchedBuffer = (bytes) =>
  new /** @type {any} */ (ArrayBuffer)(bytes, { maxByteLength: bytes });

/** V8 collects when buffers reach half of the heap's limit. */
function nodeRequestBytes() {
  const limit = nodeModules.v8?.getHeapStatistics().heap_size_limit ?? 4096 * mebibyte;
  return Math.ceil(limit / 2) + nodeMargin;
}

/** Whether buffers can ask for a collection. */
export const canRequestCollection = () =>
  typeof (/** @type {any} */ (ArrayBuffer.prototype).resize) === 'function' ||
  nodeModules.vm !== undefined;

let chromiumRequests = 0;
const chromiumSizes = 3;
const ballastPieces = 1024;
/** @type {unknown} */
let ballast;

/** Allocates a mebibyte: marking goes on, and a collection ends, as JavaScript allocates. */
function allocateLitter() {
  for (let i = 0; i < ballastPieces; ++i) ballast = new Array(128);
}

/** How large a buffer makes the engine collect, and what is done with it then. */
const methods = {
  node: { bytes: nodeRequestBytes },
  deno: { bytes: nodeRequestBytes },
  // The buffer starts a collection that goes on in tasks, which timers can starve. Detached, for a
  // buffer that is merely dropped raises the level at which V8 collects next. So does one that is there
  // when a collection ends: the sizes change from request to request, and are larger where all were in vain.
  chromium: {
    /** @param {number} inVain */
    bytes: (inVain) => {
      const larger = Math.floor(inVain / chromiumSizes) % 2;
      return 512 * mebibyte * 2 ** ((chromiumRequests++ % chromiumSizes) + chromiumSizes * larger);
    },
    /** @param {ResizableBuffer} buffer */
    end: (buffer) => {
      allocateLitter();
      buffer.transferToFixedLength(0);
    },
  },
  firefox: { bytes: () => 512 * mebibyte },
  bun: { bytes: () => 256 * mebibyte },
  webkit: { bytes: () => 256 * mebibyte },
  other: { bytes: () => 512 * mebibyte },
};

/** Node, where memory is overcommitted too little for a large buffer. */
function collectByFlag() {
  const { v8, vm } = nodeModules;
  if (runtime !== 'node' || !v8 || !vm) return false;
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  return true;
}

/**
 * Requests a full collection.
 * @param {number} [inVain] how often it was requested already, and none was seen
 * @returns {boolean} whether there was a way to ask
 */
export function requestCollection(inVain = 0) {
  const method = methods[runtime];
  for (let bytes = method.bytes(inVain); bytes >= leastRequest; bytes /= 2) {
    try {
      const buffer = untouchedBuffer(Math.ceil(bytes));
      if ('end' in method) method.end(buffer);
      return true;
    } catch {
      // So large a buffer is not to be had.
    }
  }
  return collectByFlag();
}

/**
 * A turn of the event loop in which finalizers run: neither microtasks nor messages are one.
 * @type {() => Promise<void>}
 */
export const finalizerTurn =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => void setImmediate(resolve))
    : () => new Promise((resolve) => void setTimeout(resolve, 0));

export const collectionsAreSeen = typeof FinalizationRegistry !== 'undefined';

const registry = collectionsAreSeen
  ? new FinalizationRegistry((/** @type {() => void} */ seen) => seen())
  : undefined;

/** Calls back after the next full collection. @param {() => void} seen */
export function afterCollection(seen) {
  registry?.register({}, seen);
}
