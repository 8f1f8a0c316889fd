// Emscripten 3.1.6 takes any fetch() for one that reads files, which Node's does not.
globalThis.fetch = undefined;
