// getentropy, in place of Emscripten's, which crosses to JavaScript for every byte and aborts where
// there is no generator. One call of Module.fillRandom (js-glue/runtime/native/entropy.mjs) fills a
// block; if it fails, the native side returns the error system_random_failed.
mergeInto(LibraryManager.library, {
  getentropy__deps: [],
  getentropy: function (buffer, size) {
    // Web Crypto does not take views of shared memory.
    const block = new Uint8Array(size);
    if (!Module['fillRandom'](block)) return -1;
    HEAPU8.set(block, buffer >>> 0);
    block.fill(0);
    return 0;
  },
});
