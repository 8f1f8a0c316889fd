// Replaces Emscripten's function, which prints a warning when the thread that loaded the module waits for a
// lock. Our locks are held for moments, and in Node a thread may wait.
mergeInto(LibraryManager.library, {
  emscripten_check_blocking_allowed: function () {},
});
