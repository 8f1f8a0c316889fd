// Flat vectors and columns. Elements have exactly one encoding.
#include "core/codec/bytes/flat_vector.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    using F = typename C::Scalar;
    const auto elements = decode_flat_vector<F>(bytes);
    if (!elements) return fuzz::check_error(elements.error());
    const auto encoded = encode_flat_vector<F>(elements.value());
    fuzz::require(std::equal(bytes.begin(), bytes.end(), encoded.begin(), encoded.end()),
                  "the bytes come back");
    const size_t rows = bytes.size() / (kColumns * kFieldBytes);
    const auto witness = witness_from_columns<C>(bytes, rows);
    fuzz::require(bool(witness) == (bytes.size() % (kColumns * kFieldBytes) == 0),
                  "whole columns are read");
    fuzz::require(!witness || witness.value().rows() == rows, "all rows are read");
  });
}
