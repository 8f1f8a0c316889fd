// The WebAssembly functions that calls use directly, without Emscripten's and embind's glue. They
// take numbers and addresses and convert nothing (bindings/abi/export_table.h lists them).

/** @typedef {(...numbers: number[]) => any} NativeFunction a number, an address or nothing */
/**
 * @typedef {object} NativeFunctions
 * @property {() => number} status of the last call: 0, or the number of the error code
 * @property {() => number} number the numeric result of the last call
 * @property {() => number} live native bytes alive
 * @property {(bytes: number, largest: number) => number} secure 1 if the allocator has memory for so many bytes, and for
 *   the largest block of them
 * @property {readonly NativeFunction[]} classes destructors, members and their bounds, in the manifest's order
 */

/**
 * @param {import('./instance.mjs').NativeModule} native
 * @param {WebAssembly.Memory} memory @param {WebAssembly.Table} table of functions
 * @returns {NativeFunctions}
 */
export function bindNativeFunctions(native, memory, table) {
  const count = native._onggi_function_count() >>> 0;
  const indices = new Uint32Array(memory.buffer, native._onggi_functions() >>> 0, count);
  const [status, number, live, secure, ...classes] = Array.from(indices, (index) => table.get(index));
  return { status, number, live, secure, classes };
}
