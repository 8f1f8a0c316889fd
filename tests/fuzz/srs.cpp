// SRS files.
#include "core/codec/msgpack/srs.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  return fuzz::on_both_curves(data, size, []<class C>(fuzz::Bytes bytes) {
    fuzz::check_canonical(bytes, decode_srs<C>, [](const std::shared_ptr<const Srs<C>>& srs) {
      return encode_srs(*srs);
    });
  });
}
