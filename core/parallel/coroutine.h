// The standard library's coroutine types. Emscripten's has them under their former name.
#pragma once

#if __has_include(<coroutine>)
#include <coroutine>
namespace onggi::coroutines {
using std::coroutine_handle;
using std::suspend_always;
}  // namespace onggi::coroutines
#else
#include <experimental/coroutine>
#pragma clang diagnostic ignored "-Wdeprecated-experimental-coroutine"
namespace onggi::coroutines {
using std::experimental::coroutine_handle;
using std::experimental::suspend_always;
}  // namespace onggi::coroutines
#endif
