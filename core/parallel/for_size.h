// Functions that are compiled for size in WebAssembly: those in which no proof of a common circuit
// spends much time.
#pragma once

#ifdef __EMSCRIPTEN__
#define ONGGI_FOR_SIZE __attribute__((minsize))
#else
#define ONGGI_FOR_SIZE
#endif
