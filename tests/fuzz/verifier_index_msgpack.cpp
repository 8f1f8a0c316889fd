// Verifier indexes as MessagePack.
#include "core/codec/msgpack/verifier_index.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    fuzz::check_canonical(bytes, decode_verifier_index_msgpack<C>,
                          encode_verifier_index_msgpack<C>);
  });
}
