// Proofs as base64.
#include "core/codec/msgpack/proof.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    fuzz::check_canonical(fuzz::text_of(bytes), decode_proof_base64<C>, encode_proof_base64<C>);
  });
}
