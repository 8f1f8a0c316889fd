// Emscripten 3.1.6 assumes that any fetch() can read files; Node's cannot.
globalThis.fetch = undefined;
// LeakSanitizer, where it is linked, tells how much leaked, not where: a stack of each allocation, asked of
// JavaScript, would make the tests a hundred times slower.
Module['LSAN_OPTIONS'] = 'malloc_context_size=0';
