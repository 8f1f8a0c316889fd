// Secures the memory of a call before the call begins, so that a refusal by the system ends only
// the call. The maximum that the call takes is allocated and freed at once, and so remains
// available in the allocator. Small calls do not ask: they may use a reserve, as may calls whose
// blocks do not fit into the free pieces of memory.
#include "bindings/embind/reserve.h"

#include <emscripten/emscripten.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace onggi::bindings {
namespace {

constexpr size_t kReserve = size_t{1} << 20;
// The bytes that a call may take without asking. The rest of the reserve makes up for free pieces
// that are too small.
constexpr double kSmallCall = kReserve / 2;
// Memory besides the largest block is allocated in this many pieces. One piece would often not fit
// between the blocks in use, and memory would grow.
constexpr size_t kPieces = 4;

std::atomic<void*> reserve{nullptr};

// Otherwise compilers remove the allocation of an unused block.
void* allocate(size_t bytes) {
  void* volatile block = std::malloc(bytes);
  return block;
}

bool hold_reserve() {
  if (reserve.load(std::memory_order_relaxed) != nullptr) return true;
  reserve = allocate(kReserve);
  return reserve != nullptr;
}

EM_JS(void, throw_out_of_memory, (), { throw Module["outOfMemory"](); });

// Called when an allocation fails, on any thread, and before it is tried again.
void give_up_reserve() {
  void* block = reserve.exchange(nullptr);
  if (block == nullptr) end_out_of_memory();
  std::free(block);
}

}  // namespace

void end_out_of_memory() {
  throw_out_of_memory();
  std::abort();
}

void start_reserve() {
  std::set_new_handler(give_up_reserve);
  hold_reserve();
}

size_t reserve_bytes() { return reserve.load(std::memory_order_relaxed) ? kReserve : 0; }

extern "C" {

int32_t onggi_secure(double bytes, double largest) {
  if (!hold_reserve()) return 0;
  if (bytes <= kSmallCall) return 1;
  // An eighth more, because blocks do not exactly fill the gaps between others.
  const double factor = 1.125;
  if (factor * bytes > static_cast<double>(SIZE_MAX)) return 0;
  std::array<void*, 1 + kPieces> blocks{};
  blocks[0] = allocate(static_cast<size_t>(factor * largest));
  bool is_there = blocks[0] != nullptr;
  const auto piece = static_cast<size_t>(factor * (bytes - largest)) / kPieces;
  for (size_t i = 1; piece > 0 && is_there && i < blocks.size(); ++i) {
    blocks[i] = allocate(piece);
    is_there = blocks[i] != nullptr;
  }
  for (void* block : blocks) std::free(block);
  return is_there ? 1 : 0;
}

}  // extern "C"

}  // namespace onggi::bindings
