// Randomness as an argument: provers take an Rng, tests pass a reproducible one.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/error/error.h"
#include "core/field/bytes.h"

namespace onggi {

class Rng {
 public:
  virtual ~Rng() = default;

  // Overwrites all of `bytes`. A generator that cannot do so must not return: nobody may go on with
  // bytes that are not random.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// The operating system's generator; in wasm the host's (Web Crypto or node:crypto).
class SystemRng final : public Rng {
 public:
  // Errc::system_random_failed if the system has no generator that answers. Ask before a task that
  // draws, so that a missing generator is an error and not the end of the process.
  [[nodiscard]] static Result<> probe();

  // Ends the process if the generator fails.
  void fill(std::span<std::uint8_t> bytes) override;
};

// Uniform: draws integers of kModulusBits bits until one is below the modulus.
template <class F>
F random_field(Rng& rng) {
  for (;;) {
    std::array<std::uint8_t, 32> bytes{};
    rng.fill(bytes);
    const U256 drawn = u256_from_bytes(bytes).low_bits(F::kModulusBits);
    if (const auto element = F::from_canonical(drawn)) return *element;
  }
}

}  // namespace onggi
