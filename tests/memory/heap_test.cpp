#include "core/memory/heap.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace onggi {
namespace {

// Under sanitizers, mallinfo returns zeros.
#if defined(ONGGI_SANITIZER_ALLOCATOR)
constexpr bool kAllocatorCounts = false;
#else
constexpr bool kAllocatorCounts = true;
#endif

using Blocks = std::vector<std::unique_ptr<char[]>>;

void add_eight(Blocks& blocks, size_t size) {
  for (int i = 0; i < 8; ++i) blocks.push_back(std::make_unique<char[]>(size));
}

// Small blocks come from the arena, large ones from mmap. The statistics must count both and return
// to the initial value.
TEST(Heap, CountsSmallAndLargeBlocks) {
  if (!kAllocatorCounts) GTEST_SKIP();
  for (const size_t block : {size_t{100000}, size_t{1} << 22}) {
    Blocks blocks;
    // emmalloc also counts the bytes that it skips for alignment, from the first allocation on.
    add_eight(blocks, block);
    Blocks().swap(blocks);
    const size_t before = heap_usage().in_use;
    blocks.reserve(8);
    const size_t base = heap_usage().in_use;
    add_eight(blocks, block);
    const size_t grown = heap_usage().in_use - base;
    EXPECT_GE(grown, 8 * block);
    EXPECT_LE(grown, 8 * block + 8 * 8192);
    EXPECT_GE(heap_usage().reserved, heap_usage().in_use);
    Blocks().swap(blocks);
    EXPECT_EQ(heap_usage().in_use, before);
  }
}

}  // namespace
}  // namespace onggi
