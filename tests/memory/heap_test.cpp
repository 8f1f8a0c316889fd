#include "core/memory/heap.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace onggi {
namespace {

// The sanitizers' allocators answer mallinfo with zeros.
#if defined(ONGGI_SANITIZER_ALLOCATOR)
constexpr bool kAllocatorSpeaks = false;
#else
constexpr bool kAllocatorSpeaks = true;
#endif

// Small blocks come from the arena, large ones from mmap: both must show, and go again.
TEST(Heap, SeesBlocksComeAndGo) {
  if (!kAllocatorSpeaks) GTEST_SKIP();
  for (const size_t block : {size_t{100000}, size_t{1} << 22}) {
    const size_t before = heap_usage().in_use;
    std::vector<std::unique_ptr<char[]>> blocks;
    blocks.reserve(8);
    const size_t base = heap_usage().in_use;
    for (int i = 0; i < 8; ++i) blocks.push_back(std::make_unique<char[]>(block));
    const size_t grown = heap_usage().in_use - base;
    EXPECT_GE(grown, 8 * block);
    EXPECT_LE(grown, 8 * block + 8 * 8192);
    EXPECT_GE(heap_usage().reserved, heap_usage().in_use);
    std::vector<std::unique_ptr<char[]>>().swap(blocks);
    // emmalloc counts what it skips to align a block.
    EXPECT_NEAR(static_cast<double>(heap_usage().in_use), static_cast<double>(before), 16);
  }
}

}  // namespace
}  // namespace onggi
