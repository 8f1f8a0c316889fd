// Witnesses as JSON.
#include "core/codec/json/witness.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    const auto witness = decode_witness<C>(fuzz::text_of(bytes));
    if (!witness) return fuzz::check_error(witness.error());
    for (const auto& column : witness.value().columns) {
      fuzz::require(column.size() == witness.value().rows(), "columns are equally long");
    }
    for (const auto& previous : witness.value().previous_challenges) {
      for (const auto& chunk : previous.commitment.chunks) {
        fuzz::require(chunk.is_on_curve(), "commitments lie on the curve");
      }
    }
  });
}
