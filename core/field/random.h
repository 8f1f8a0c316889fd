// Random generators. Provers take an Rng as an argument; tests pass a reproducible one.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/error/error.h"
#include "core/field/bytes.h"

namespace onggi {

// Implementations must return unpredictable bytes: provers use them to hide the witness, and
// verifiers to weight their equations.
class Rng {
 public:
  Rng() = default;
  Rng(const Rng&) = delete;
  Rng& operator=(const Rng&) = delete;
  virtual ~Rng() = default;

  // Overwrites all of `bytes`. After an error, the caller must not use them.
  [[nodiscard]] virtual Result<> fill(std::span<uint8_t> bytes) = 0;
};

// The operating system's generator; in WebAssembly the host's (Web Crypto or node:crypto).
class SystemRng final : public Rng {
 public:
  // Errors: system_random_failed.
  [[nodiscard]] Result<> fill(std::span<uint8_t> bytes) override;
};

// A uniform element: draws integers of kModulusBits bits until one is below the modulus. Returns
// the generator's error if it fails.
template <class F>
[[nodiscard]] Result<F> random_field(Rng& rng) {
  for (;;) {
    std::array<uint8_t, 32> bytes{};
    BOOST_OUTCOME_TRYV(rng.fill(bytes));
    const U256 drawn = u256_from_bytes(bytes).low_bits(F::kModulusBits);
    if (const auto element = F::from_canonical(drawn)) return *element;
  }
}

}  // namespace onggi
