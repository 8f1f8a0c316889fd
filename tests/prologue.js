// Emscripten 3.1.6 takes any fetch() for one that reads files, which Node's does not.
globalThis.fetch = undefined;
// LeakSanitizer, where it is linked, tells how much leaked, not where: a stack of each allocation, asked of
// JavaScript, would make the tests a hundred times slower.
Module['LSAN_OPTIONS'] = 'malloc_context_size=0';
