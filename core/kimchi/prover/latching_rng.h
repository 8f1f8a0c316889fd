// A generator that postpones its failure to a place where it can be answered.
#pragma once

#include <algorithm>
#include <optional>

#include "core/field/random.h"

namespace onggi {

// Passes on another generator's bytes. Once that fails, it gives zeros and remembers the error:
// whatever is computed from then on must be thrown away.
class LatchingRng final : public Rng {
 public:
  explicit LatchingRng(Rng& source) : source_(source) {}

  [[nodiscard]] Result<> fill(std::span<std::uint8_t> bytes) override {
    if (!failure_) {
      auto filled = source_.fill(bytes);
      if (filled) return filled;
      failure_ = std::move(filled).error();
    }
    std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
    return success();
  }

  const std::optional<Error>& failure() const { return failure_; }

 private:
  Rng& source_;
  std::optional<Error> failure_;
};

}  // namespace onggi
