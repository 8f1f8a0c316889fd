// Files of Lagrange bases.
#include "core/codec/files/lagrange_file.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/sections.h"

namespace {

template <class C>
void load(onggi::fuzz::Bytes bytes) {
  using namespace onggi;
  static const auto of_the_file = Srs<C>::create(8).value();
  const auto srs =
      Srs<C>::from_points({of_the_file->g().begin(), of_the_file->g().end()}, of_the_file->h());
  const auto loaded = load_lagrange_basis<C>(bytes, *srs.value());
  if (!loaded) return fuzz::check_error(loaded.error());
  // The header does not state the domain; it follows from the size.
  for (size_t log_size = 0; log_size < 10; ++log_size) {
    const auto domain = Domain<typename C::Scalar>::create(size_t{1} << log_size).value();
    const auto encoded = encode_lagrange_basis<C>(*srs.value(), domain);
    if (std::equal(bytes.begin(), bytes.end(), encoded.begin(), encoded.end())) return;
  }
  fuzz::require(false, "the file comes back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return onggi::fuzz::on_both_curves(data, size,
                                     []<class C>(onggi::fuzz::Bytes bytes) { load<C>(bytes); });
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  return onggi::fuzz::mutate_sections(data, size, max_size, seed);
}
