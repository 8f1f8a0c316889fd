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

const valuesPerCall = 100;
const callsPerSize = 20; // 2000 values: 16 KB

/**
 * A WebAssembly module with a function for each size, which calls the one before it:
 *
 *   f(never) { if (never) { values = make(); more = make(); … take(more); take(values); }  previous(never); }
 *
 * The branch is never taken, but all its values are alive at once, in a frame as large as they are, in every
 * engine and compiler. Calling the function thus costs one comparison with the stack's end.
 * @param {readonly number[]} sizes of the frames, in 16 KB
 */
function moduleBytes(sizes) {
  const [i32, f64, funcref, nothing] = [0x7f, 0x7c, 0x70, 0x40];
  const values = sized(new Array(valuesPerCall).fill(f64));
  const types = [3, ...[0x60, 1, i32, 0], ...[0x60, 0, ...values], ...[0x60, ...values, 0]];
  const [get, constant, call, callIndirect, when, end] = [0x20, 0x41, 0x10, 0x11, 0x04, 0x0b];
  // Called through a table, so that no compiler sees what they do.
  const [make, take] = [1, 2].map((type) => [constant, 0, callIndirect, type, 0]);
  /** @param {number} size @param {number} i */
  const body = (size, i) => {
    const calls = new Array(size * callsPerSize);
    const branch = [get, 0, when, nothing, ...calls.fill(make).flat(), ...calls.fill(take).flat(), end];
    return [0, ...branch, ...(i > 0 ? [get, 0, call, i - 1] : []), end];
  };
  const count = sizes.length;
  const firstName = 'a'.charCodeAt(0);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized(types)],
    ...[3, ...sized([count, ...sizes.map(() => 0)])],
    ...[4, ...sized([1, funcref, 0, 0])],
    ...[7, ...sized([count, ...sizes.flatMap((_, i) => [1, firstName + i, 0, i])])],
    ...[10, ...sized([count, ...sizes.flatMap((size, i) => sized(body(size, i)))])],
  ]);
}

/** A function with a large frame: throws if the frame does not fit. @typedef {(never: number) => void} Probe */

/**
 * The stack that each kind of function requires. V8 does not compile a function, which it does at its first
 * call, if less than 40 KiB are left; native code takes up to 8 KiB. A handle can be freed wherever it could
 * be made; and once a function that makes several calls has begun, the stack suffices for all of them.
 */
export const stackFor = Object.freeze(makeProbes());

/** @returns {Readonly<Record<'freeing' | 'call' | 'calls', Probe>>} */
function makeProbes() {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes([6, 1, 1])));
    const { a: freeing, b: call, c: calls } = /** @type {Record<string, Probe>} */ (exports);
    return { freeing, call, calls };
  } catch {
    const none = () => {}; // without WebAssembly load() fails
    return { freeing: none, call: none, calls: none };
  }
}

const callProbe = stackFor.call;

/**
 * Throws if the stack does not suffice for the function.
 * @param {Probe} [probe] one of stackFor, by default that of a call
 */
export function requireStack(probe) {
  try {
    // A function that never changes is called at half the cost of one that does, and most calls need this one.
    if (probe === undefined) callProbe(0);
    else probe(0);
  } catch (cause) {
    throw new OnggiError('stack_exhausted', 'the call stack is nearly full; nothing was done', { cause });
  }
}
