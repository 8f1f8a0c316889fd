#include "core/field/random.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace onggi {

Result<> SystemRng::probe() {
  std::uint8_t byte = 0;
  if (getentropy(&byte, 1) != 0) return fail(Errc::system_random_failed);
  return success();
}

void SystemRng::fill(std::span<std::uint8_t> bytes) {
  constexpr std::size_t kMostAtOnce = 256;  // getentropy's limit
  while (!bytes.empty()) {
    const std::size_t count = std::min(bytes.size(), kMostAtOnce);
    if (getentropy(bytes.data(), count) != 0) std::abort();
    bytes = bytes.subspan(count);
  }
}

}  // namespace onggi
