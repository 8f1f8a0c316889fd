// Counts the resizable buffers by which the package requests collections. It is imported before the package, which
// takes ArrayBuffer when it is imported itself, and imports nothing, which the package would not wait for.
let requests = 0;

globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
  construct(target, args) {
    if (args[1]?.maxByteLength) ++requests;
    return Reflect.construct(target, args);
  },
});

/** The requests so far. */
export const requestCount = () => requests;
