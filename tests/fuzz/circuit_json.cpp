// Circuits as JSON. Decoded circuits are encoded in the peer's form, without tables.
#include "core/codec/json/circuit.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    const auto circuit = decode_circuit<C>(fuzz::text_of(bytes));
    if (!circuit) return fuzz::check_error(circuit.error());
    const std::string text = encode_circuit_serialize<C>(circuit.value());
    const auto again = decode_circuit_serialize<C>(text);
    fuzz::require(again && encode_circuit_serialize<C>(again.value()) == text, "gates come back");
  });
}
