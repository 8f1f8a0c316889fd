// Requests a full collection from the engine, without flags, and detects that it has happened.
//
// Engines count the bytes of array buffers, and collect when there are very many. A resizable buffer
// counts from the start, and takes no memory until it is used. The sizes were measured for each engine;
// see "Pressure" in ARCHITECTURE.md.
import { nodeModules, runtime } from '../environment.mjs';
import {
  ArrayBuffer,
  buffersAreResizable,
  FinalizationRegistry,
  Promise,
  setImmediate,
  setTimeout,
} from '../intrinsics.mjs';

const mebibyte = 2 ** 20;
const leastRequest = 16 * mebibyte;
const nodeMargin = 128 * mebibyte;

/** @typedef {ArrayBuffer & { transferToFixedLength(length: number): ArrayBuffer }} ResizableBuffer */

/** @param {number} bytes @returns {ResizableBuffer} */
const untouchedBuffer = (bytes) => new /** @type {any} */ (ArrayBuffer)(bytes, { maxByteLength: bytes });

/** V8 collects when buffers reach half of the heap's limit. */
function nodeRequestBytes() {
  const limit = nodeModules.v8?.getHeapStatistics().heap_size_limit ?? 4096 * mebibyte;
  return Math.ceil(limit / 2) + nodeMargin;
}

/** Whether there is a way to request a collection. */
export const canRequestCollection = () => buffersAreResizable || nodeModules.vm !== undefined;

let chromiumRequests = 0;
const chromiumSizes = 3;
const ballastPieces = 1024;
/** @type {unknown} */
// biome-ignore lint/correctness/noUnusedVariables: keeps the last allocation alive
let ballast;

/** Allocates a mebibyte: a collection that has begun progresses as JavaScript allocates. */
function allocateBallast() {
  for (let i = 0; i < ballastPieces; ++i) ballast = new Array(128);
}

/** The size of a buffer that makes the engine collect, and the action after its allocation. */
const methods = {
  node: { bytes: nodeRequestBytes },
  deno: { bytes: nodeRequestBytes },
  // The buffer starts a collection that continues in tasks, which timers can starve. It is detached
  // afterwards, because a buffer that is only dropped raises the level at which V8 collects next. So does a
  // buffer that exists when a collection ends: therefore the sizes vary, and grow if no request succeeded.
  chromium: {
    /** @param {number} inVain */
    bytes: (inVain) => {
      const larger = Math.floor(inVain / chromiumSizes) % 2;
      return 512 * mebibyte * 2 ** ((chromiumRequests++ % chromiumSizes) + chromiumSizes * larger);
    },
    /** @param {ResizableBuffer} buffer */
    end: (buffer) => {
      allocateBallast();
      buffer.transferToFixedLength(0);
    },
  },
  firefox: { bytes: () => 512 * mebibyte },
  bun: { bytes: () => 256 * mebibyte },
  webkit: { bytes: () => 256 * mebibyte },
  other: { bytes: () => 512 * mebibyte },
};

/** For Node, if the system does not allow a large buffer. */
function collectByFlag() {
  const { v8, vm } = nodeModules;
  if (runtime !== 'node' || !v8 || !vm) return false;
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  return true;
}

/**
 * Requests a full collection.
 * @param {number} [inVain] the number of earlier requests without a collection
 * @returns {boolean} whether there was a way to request it
 */
export function requestCollection(inVain = 0) {
  const method = methods[runtime];
  for (let bytes = method.bytes(inVain); bytes >= leastRequest; bytes /= 2) {
    try {
      const buffer = untouchedBuffer(Math.ceil(bytes));
      if ('end' in method) method.end(buffer);
      return true;
    } catch {
      // The buffer is too large for this system: try half of it.
    }
  }
  return collectByFlag();
}

/**
 * A turn of the event loop in which finalizers run. They do not run between microtasks or messages.
 * @type {() => Promise<void>}
 */
export const finalizerTurn = () =>
  new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });

const registry = FinalizationRegistry && new FinalizationRegistry((/** @type {() => void} */ seen) => seen());

export const collectionsAreSeen = registry !== undefined;

/** Calls back after the next full collection. @param {() => void} seen */
export function afterCollection(seen) {
  registry?.register({}, seen);
}
