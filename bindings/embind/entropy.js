// getentropy, in place of Emscripten's, which crosses to JavaScript for every byte and aborts where there
// is no generator. One call of Module.fillRandom (js-glue/runtime/native/entropy.mjs) fills a block; if it
// fails, the native side returns the error system_random_failed.
mergeInto(LibraryManager.library, {
  getentropy__deps: [],
  getentropy: function (address, size) {
    return Module['fillRandom'](HEAPU8, address >>> 0, size) ? 0 : -1;
  },
});
