// The leaves of the peer's own JSON: elements, points and domains as hex of their bytes.
// Source: proof-systems `utils/src/serialization.rs`; arkworks' Radix2EvaluationDomain.
#pragma once

#include <array>
#include <string>

#include "core/codec/json_read.h"
#include "core/codec/json_write.h"
#include "core/codec/leaves.h"

namespace onggi::codec {

// size (u64), log2 of it (u32), then the elements size, 1/size, omega, 1/omega, and offset, its
// inverse and its power of the size, which are 1. Integers are little-endian.
inline constexpr size_t kDomainBytes = 8 + 4 + 7 * kFieldBytes;
using DomainBytes = std::array<uint8_t, kDomainBytes>;

template <class F>
DomainBytes domain_bytes(const Domain<F>& domain) {
  DomainBytes bytes{};
  const uint64_t size = domain.size();
  for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(size >> (8 * i));
  for (size_t i = 0; i < 4; ++i) bytes[8 + i] = static_cast<uint8_t>(domain.log_size() >> (8 * i));
  const std::array<F, 7> elements = {
      F::from_u64(size), domain.size_inv(), domain.omega(), domain.omega_inv(),
      F::one(),          F::one(),          F::one()};
  for (size_t i = 0; i < elements.size(); ++i) {
    const auto out = std::span(bytes).subspan(12 + kFieldBytes * i).template first<kFieldBytes>();
    field_to_bytes(elements[i], out);
  }
  return bytes;
}

struct PeerDialect : CommonLeaves {
  using CommonLeaves::read_leaf;
  using CommonLeaves::write_leaf;

  template <PrimeField F>
  static bool read_leaf(Fault& fault, const Json& node, F& out) {
    ElementBytes bytes;
    return read_hex(fault, node, bytes) && assign_element(fault, out, bytes);
  }

  template <class C>
  static bool read_leaf(Fault& fault, const Json& node, Affine<C>& out) {
    PointBytes bytes;
    return read_hex(fault, node, bytes) && assign_point(fault, out, bytes);
  }

  template <PrimeField F>
  static bool read_leaf(Fault& fault, const Json& node, Domain<F>& out) {
    DomainBytes bytes;
    if (!read_hex(fault, node, bytes)) return false;
    uint64_t size = 0;
    for (size_t i = 0; i < 8; ++i) size |= uint64_t{bytes[i]} << (8 * i);
    if (!assign_domain(fault, out, size)) return false;
    return bytes == domain_bytes(out) || fail_domain(fault);
  }

  template <PrimeField F>
  static void write_leaf(std::string& out, const F& value) {
    ElementBytes bytes;
    field_to_bytes(value, bytes);
    write_hex(out, bytes);
  }

  template <class C>
  static void write_leaf(std::string& out, const Affine<C>& value) {
    PointBytes bytes;
    compress(value, bytes);
    write_hex(out, bytes);
  }

  template <PrimeField F>
  static void write_leaf(std::string& out, const Domain<F>& value) {
    write_hex(out, domain_bytes(value));
  }

 private:
  // Exactly 2 · out.size() digits.
  static bool read_hex(Fault& fault, const Json& node, std::span<uint8_t> out);
  static void write_hex(std::string& out, std::span<const uint8_t> bytes);
};

}  // namespace onggi::codec
