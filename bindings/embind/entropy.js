// getentropy, in place of Emscripten's, which crosses to JavaScript for every byte and aborts where
// there is no generator: one call of Web Crypto a block, and -1 where there is none, which becomes
// the error system_random_failed.
mergeInto(LibraryManager.library, {
  getentropy__deps: [],
  getentropy: function (buffer, size) {
    // Web Crypto takes no views of shared memory.
    const block = new Uint8Array(size);
    try {
      globalThis.crypto.getRandomValues(block);
    } catch (error) {
      return -1;
    }
    HEAPU8.set(block, buffer >>> 0);
    block.fill(0);
    return 0;
  },
});
