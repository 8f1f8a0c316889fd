// The whole program is linked with onggi_wiping_delete: every block of memory that C++ frees
// consists of zeros.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <vector>

#include "core/onggi.h"

namespace {

size_t freed_blocks = 0;
size_t unwiped_blocks = 0;

}  // namespace

extern "C" void __real_free(void* block);

// The linker puts this in the place of free().
extern "C" void __wrap_free(void* block) {  // NOLINT(bugprone-reserved-identifier)
  if (block != nullptr) {
    const auto* bytes = static_cast<const unsigned char*>(block);
    const bool wiped = std::all_of(bytes, bytes + malloc_usable_size(block),
                                   [](unsigned char byte) { return byte == 0; });
    ++freed_blocks;
    unwiped_blocks += wiped ? 0 : 1;
  }
  __real_free(block);
}

namespace onggi::test {
namespace {

using F = Vesta::Scalar;

TEST(WipingDelete, OverwritesAVector) {
  const size_t before = freed_blocks;
  unwiped_blocks = 0;
  { const std::vector<F> secrets(100, F::from_u64(7)); }
  EXPECT_GT(freed_blocks, before);
  EXPECT_EQ(unwiped_blocks, 0);
}

TEST(WipingDelete, OverwritesWhatTheProverFrees) {
  CircuitBuilder<Vesta> builder;
  const Cell a = builder.free_cell(F::from_u64(6));
  builder.make_public(build_mul(builder, a, a).value()).value();
  const auto srs = Srs<Vesta>::create(64).value();
  const auto index = ProverIndex<Vesta>::create(builder.circuit(), srs).value();
  SystemRng rng;
  const size_t before = freed_blocks;
  unwiped_blocks = 0;
  const auto proof = prove<Vesta>(index, builder.witness(), rng);
  ASSERT_TRUE(proof);
  EXPECT_GT(freed_blocks, before + 100);
  EXPECT_EQ(unwiped_blocks, 0);
}

}  // namespace
}  // namespace onggi::test
