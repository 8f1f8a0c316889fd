// Index files. A decoded index must be able to prove, even if no verifier accepts the proof.
#include "core/codec/files/index_file.h"

#include <algorithm>
#include <string>

#include "core/codec/json/witness.h"
#include "core/kimchi/prover/prover.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/sections.h"
#include "tests/fuzz/vectors.h"
#include "tests/vectors/seeded_rng.h"

namespace {

template <class C>
void load(onggi::fuzz::Bytes bytes, const std::string& folder) {
  using namespace onggi;
  static const auto srs = Srs<C>::create(8).value();
  static const auto witness =
      decode_witness<C>(fuzz::read_vector(folder + "/witness.json")).value();
  const auto index = decode_index<C>(bytes, srs);
  if (!index) return fuzz::check_error(index.error());
  const auto encoded = encode_index(*index.value());
  const auto again = decode_index<C>(encoded, srs);
  fuzz::require(again && encode_index(*again.value()) == encoded, "what was written comes back");
  testing::SeededRng rng(1);
  const auto proof = prove<C>(index.value(), witness, rng);
  if (!proof) fuzz::check_error(proof.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  load<Vesta>({data, size}, "circuits/fp_generic_nopublic");
  load<Pallas>({data, size}, "circuits/fq_generic_nopublic");
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  return onggi::fuzz::mutate_sections(data, size, max_size, seed);
}
