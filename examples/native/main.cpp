// Proves that two secret numbers have the product 42, and verifies the proof.
#include <onggi/onggi.h>

#include <cstdio>

int main() {
  using Curve = onggi::Vesta;  // carries circuits over Fp
  using F = Curve::Scalar;

  onggi::CircuitBuilder<Curve> builder;
  const onggi::Cell a = builder.free_cell(F::from_u64(6));
  const onggi::Cell b = builder.free_cell(F::from_u64(7));
  const onggi::Cell product = onggi::build_mul(builder, a, b).value();
  builder.make_public(product).value();

  const auto srs = onggi::Srs<Curve>::create(64).value();
  const auto index = onggi::ProverIndex<Curve>::create(builder.circuit(), srs);
  if (!index) {
    std::fprintf(stderr, "%s\n", index.error().message().c_str());
    return 1;
  }
  onggi::SystemRng rng;
  const auto proof = onggi::prove<Curve>(index.value(), builder.witness(), rng).value();
  const bool accepted = onggi::verify(*index.value()->verifier_index(), proof, rng).value();
  std::printf("42: %s, accepted: %s\n", proof.public_input[0] == F::from_u64(42) ? "yes" : "no",
              accepted ? "true" : "false");
  return accepted ? 0 : 1;
}
