// Decodes the primitive values of all formats: field elements, points and domains.
#pragma once

#include <fmt/core.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/schema/decode_error.h"
#include "core/curve/affine.h"
#include "core/curve/compress.h"
#include "core/field/bytes.h"
#include "core/field/prime_field.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/poly/domain.h"

namespace onggi::codec {

using ElementBytes = std::array<uint8_t, kFieldBytes>;
using PointBytes = std::array<uint8_t, kCompressedPointBytes>;

// Larger sizes and counts are errors. No valid input needs them.
inline constexpr uint32_t kMaxCount = 1u << 28;

// Reads 32 little-endian bytes. Errors: noncanonical_field_element.
template <PrimeField F>
bool assign_element(DecodeError& error, F& out, std::span<const uint8_t, kFieldBytes> bytes) {
  const auto element = field_from_bytes<F>(bytes);
  if (!element) return error.fail(Errc::noncanonical_field_element, "not reduced");
  out = *element;
  return true;
}

// Reads a compressed point. Errors: those of decompress.
template <class C>
bool assign_point(DecodeError& error, Affine<C>& out,
                  std::span<const uint8_t, kCompressedPointBytes> bytes) {
  const auto point = decompress<C>(bytes);
  if (!point) return error.fail(point.error().errc(), "not a compressed point");
  out = point.value();
  return true;
}

// At most 40 bytes of a caller's text, for use in a message.
inline std::string_view excerpt(std::string_view text) { return text.substr(0, 40); }

// Errors: unknown_gate.
inline bool assign_gate_type(DecodeError& error, GateType& out, std::string_view name) {
  const auto type = gate_type_from_name(name);
  if (!type) return error.fail(Errc::unknown_gate, fmt::format("\"{}\"", excerpt(name)));
  out = *type;
  return true;
}

// Errors: invalid_argument.
inline bool assign_revision(DecodeError& error, Revision& out, std::string_view name) {
  const auto revision = revision_from_name(name);
  if (!revision) {
    return error.fail(Errc::invalid_argument,
                      fmt::format("must be berkeley or mesa, got \"{}\"", excerpt(name)));
  }
  out = *revision;
  return true;
}

// The domain of `size` elements. Errors: size_out_of_range.
template <class F>
bool assign_domain(DecodeError& error, Domain<F>& out, uint64_t size) {
  // Checked before the conversion to size_t, which Domain::create takes.
  auto domain = Domain<F>::create(size > kMaxTransformSize ? 0 : static_cast<size_t>(size));
  if (!domain) {
    return error.fail(domain.error().errc(),
                      fmt::format("the field has no domain of {} elements", size));
  }
  out = std::move(domain).value();
  return true;
}

inline bool fail_domain(DecodeError& error) {
  return error.fail(Errc::invalid_argument, "does not match the domain of its size");
}

// size (u64), log2(size) (u32), then the elements size, 1/size, omega and 1/omega, and the offset,
// its inverse and its power by size, which are all 1. Integers are little-endian.
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

// Errors: size_out_of_range, and invalid_argument for inconsistent bytes.
template <class F>
bool assign_domain_bytes(DecodeError& error, Domain<F>& out, const DomainBytes& bytes) {
  uint64_t size = 0;
  for (size_t i = 0; i < 8; ++i) size |= uint64_t{bytes[i]} << (8 * i);
  if (!assign_domain(error, out, size)) return false;
  return bytes == domain_bytes(out) || fail_domain(error);
}

}  // namespace onggi::codec
