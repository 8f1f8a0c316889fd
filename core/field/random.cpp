#include "core/field/random.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>

namespace onggi {

Result<> SystemRng::fill(std::span<uint8_t> bytes) {
  constexpr size_t kMostAtOnce = 256;  // getentropy's limit
  while (!bytes.empty()) {
    const size_t count = std::min(bytes.size(), kMostAtOnce);
    if (getentropy(bytes.data(), count) != 0) return fail(Errc::system_random_failed);
    bytes = bytes.subspan(count);
  }
  return success();
}

}  // namespace onggi
