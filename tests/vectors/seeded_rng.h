// A generator for tests: the same numbers in every run.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "core/field/random.h"

namespace onggi::testing {

class SeededRng final : public Rng {
 public:
  explicit SeededRng(uint64_t seed) : engine_(seed) {}

  Result<> fill(std::span<uint8_t> out) override {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(engine_());
    return success();
  }

  // Uniform enough for sizes and choices.
  size_t below(size_t bound) { return static_cast<size_t>(engine_() % bound); }

  template <class F>
  F field() {
    return random_field<F>(*this).value();
  }

  template <class F>
  std::vector<F> fields(size_t count) {
    std::vector<F> values(count);
    for (F& value : values) value = field<F>();
    return values;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace onggi::testing
