// Proofs as JSON.
#include "core/codec/json/proof.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    fuzz::check_round_trip(fuzz::text_of(bytes), decode_proof_json<C>, encode_proof_json<C>);
  });
}
