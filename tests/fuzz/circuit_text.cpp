// Circuits as the peer's own text.
#include "core/codec/json/circuit.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    fuzz::check_round_trip(fuzz::text_of(bytes), decode_circuit_serialize<C>,
                           encode_circuit_serialize<C>);
  });
}
