// Gates as MessagePack.
#include "core/codec/msgpack/gate_vector.h"

#include <vector>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    using F = typename C::Scalar;
    fuzz::check_canonical(bytes, decode_gate_vector<F>, [](const std::vector<Gate<F>>& gates) {
      return encode_gate_vector<F>(gates);
    });
  });
}
