// Memory that is kept for calls (reserve.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace onggi::bindings {

// Takes the reserve, which a failing allocation gives up. Without it, an allocation that fails
// throws into JavaScript and ends the instance.
void start_reserve();

// Throws into JavaScript. Nothing in the module catches: the frames that this skips are lost, and
// the instance with them.
[[noreturn]] void end_out_of_memory();

// Of the reserve while it is held.
size_t reserve_bytes();

extern "C" {

// Whether a call may begin that takes so many bytes: the reserve is held, and the allocator has as
// much in one piece.
int32_t onggi_secure(double bytes);

}  // extern "C"

}  // namespace onggi::bindings
