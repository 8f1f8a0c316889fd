// The functions that calls go through, past Emscripten's glue and embind's: WebAssembly's own, which
// take numbers and addresses and convert nothing (bindings/abi/export_table.h lists them).

/** @typedef {(...wires: number[]) => any} NativeFunction a number, an address or nothing */
/**
 * @typedef {object} NativeFunctions
 * @property {() => number} status how the last call has ended: 0, or the number of the error code
 * @property {() => number} number that it left
 * @property {() => number} live native bytes alive
 * @property {(bytes: number) => number} secure 1 if the allocator has memory for a call that takes so many
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
