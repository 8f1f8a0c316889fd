// Whether enough of the JavaScript stack is left for a call.
//
// At the end of the stack any call can throw a RangeError, at its entry or inside: also
// in a `finally`, and in the middle of native code, whose objects would stay half changed. Therefore each
// public function first checks that the stack suffices for all its calls. If it does not, it throws
// before anything has changed.
import { OnggiError } from '../errors.mjs';

/** @param {number} number @returns {number[]} as LEB128 */
const leb128 = (number) => (number < 128 ? [number] : [(number & 127) | 128, ...leb128(number >>> 7)]);

/** @param {readonly number[]} bytes @returns {number[]} with their length before them */
const sized = (bytes) => [...leb128(bytes.length), ...bytes];

const valuesPerFrame = 1000; // the most that a function may return

/**
 * A WebAssembly module with a function `d` that calls itself so many times:
 *
 *   d(n) { if (n < 0) { values = make(); d(0); take(values); }  if (n > 0) d(n - 1); }
 *
 * The first branch is never taken, but it makes each frame large enough for all the values, in every
 * engine and compiler. That is 8 to 16 KiB, at the cost of one comparison with the stack's end.
 */
function moduleBytes() {
  const [i32, f64, funcref, nothing] = [0x7f, 0x7c, 0x70, 0x40];
  const values = sized(new Array(valuesPerFrame).fill(f64));
  const types = [3, ...[0x60, 1, i32, 0], ...[0x60, 0, ...values], ...[0x60, ...values, 0]];
  const [get, constant, call, callIndirect, subtract, isLess, when, end] = [
    0x20, 0x41, 0x10, 0x11, 0x6b, 0x48, 0x04, 0x0b,
  ];
  // Called through a table, so that no compiler sees what they do.
  const [make, take] = [1, 2].map((type) => [constant, 0, callIndirect, type, 0]);
  const body = [
    ...[0, get, 0, constant, 0, isLess, when, nothing],
    ...[.../** @type {number[]} */ (make), constant, 0, call, 0, .../** @type {number[]} */ (take), end],
    ...[get, 0, when, nothing, get, 0, constant, 1, subtract, call, 0, end, end],
  ];
  const name = 'd'.charCodeAt(0);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized(types)],
    ...[3, ...sized([1, 0])],
    ...[4, ...sized([1, funcref, 0, 0])],
    ...[7, ...sized([1, 1, name, 0, 0])],
    ...[10, ...sized([1, ...sized(body)])],
  ]);
}

/** @returns {(frames: number) => void} throws if so many frames do not fit on the stack */
function makeProbe() {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
    return /** @type {{ d: (frames: number) => void }} */ (/** @type {unknown} */ (exports)).d;
  } catch {
    return () => {}; // without WebAssembly load() fails
  }
}

const probe = makeProbe();

/**
 * The stack that each kind of function requires, in frames of the probe. V8 does not compile a function,
 * which it does at its first call, if less than 40 KiB are left; native code takes up to 8 KiB. A handle
 * can be freed wherever it could be made; and once a function that makes several calls has begun,
 * the stack suffices for all of them.
 */
export const stackFor = Object.freeze({ freeing: 5, call: 6, calls: 7 });

/**
 * Throws if the stack does not suffice for the function.
 * @param {number} [frames] one of stackFor
 */
export function requireStack(frames = stackFor.call) {
  try {
    probe(frames);
  } catch (cause) {
    throw new OnggiError('stack_exhausted', 'the call stack is nearly full; nothing was done', { cause });
  }
}
