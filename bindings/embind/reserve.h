// Memory reserved for failing allocations (reserve.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace onggi::bindings {

// Allocates the reserve, which is released when an allocation fails. Without the reserve, a failing
// allocation throws into JavaScript and ends the instance.
void start_reserve();

// Throws into JavaScript. No native code catches the exception: the skipped stack frames are not
// unwound, so the instance cannot be used afterwards.
[[noreturn]] void end_out_of_memory();

// The size of the reserve while it is allocated.
size_t reserve_bytes();

extern "C" {

// Whether a call that allocates up to `bytes` may start: the reserve is allocated, and the
// allocator has that many free bytes, `largest` of them in one block.
int32_t onggi_secure(double bytes, double largest);

}  // extern "C"

}  // namespace onggi::bindings
