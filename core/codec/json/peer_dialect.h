// The primitive values of the peer's own JSON: elements, points and domains as hex of their bytes.
// Source: proof-systems `utils/src/serialization.rs`; arkworks' Radix2EvaluationDomain.
#pragma once

#include <string>

#include "core/codec/json/common_primitives.h"
#include "core/codec/json/read.h"
#include "core/codec/json/write.h"
#include "core/codec/schema/primitive_codecs.h"

namespace onggi::codec {

struct PeerDialect : CommonPrimitives, ElementPrimitives<PeerDialect> {
  using CommonPrimitives::read_primitive;
  using CommonPrimitives::write_primitive;
  using ElementPrimitives::read_primitive;
  using ElementPrimitives::write_primitive;

  // Exactly 2 · out.size() hex digits.
  static bool read_bytes(JsonReader& reader, std::span<uint8_t> out);
  static void write_bytes(std::string& out, std::span<const uint8_t> bytes);

  template <class C>
  static bool read_primitive(JsonReader& reader, Affine<C>& out) {
    PointBytes bytes;
    return read_bytes(reader, bytes) && assign_point(reader.error(), out, bytes);
  }

  template <PrimeField F>
  static bool read_primitive(JsonReader& reader, Domain<F>& out) {
    DomainBytes bytes;
    return read_bytes(reader, bytes) && assign_domain_bytes(reader.error(), out, bytes);
  }

  template <class C>
  static void write_primitive(std::string& out, const Affine<C>& value) {
    PointBytes bytes;
    compress(value, bytes);
    write_bytes(out, bytes);
  }

  template <PrimeField F>
  static void write_primitive(std::string& out, const Domain<F>& value) {
    write_bytes(out, domain_bytes(value));
  }
};

}  // namespace onggi::codec
