// A random generator that stores an error until it can be returned.
#pragma once

#include <algorithm>
#include <optional>

#include "core/field/random.h"

namespace onggi {

// Returns the bytes of another generator. After that one fails, returns zeros and keeps the error:
// the caller must then discard all results.
class LatchingRng final : public Rng {
 public:
  explicit LatchingRng(Rng& source) : source_(source) {}

  [[nodiscard]] Result<> fill(std::span<uint8_t> bytes) override {
    if (!failure_) {
      auto filled = source_.fill(bytes);
      if (filled) return filled;
      failure_ = std::move(filled).error();
    }
    std::fill(bytes.begin(), bytes.end(), uint8_t{0});
    return success();
  }

  const std::optional<Error>& failure() const { return failure_; }

 private:
  Rng& source_;
  std::optional<Error> failure_;
};

}  // namespace onggi
