// The leaves of kimchi-*/1 files: elements as "0x" and big-endian digits, points as [x, y] or null,
// commitments as lists of points, cells as [row, column].
// Source: tests/vectors/README.md.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "core/codec/hex.h"
#include "core/codec/json_read.h"
#include "core/codec/json_write.h"
#include "core/codec/leaves.h"

namespace onggi::codec {

template <class F>
struct DomainEntry {
  size_t log_size = 0;
  F group_gen;
};

template <class F>
struct Layout<DomainEntry<F>> {
  using T = DomainEntry<F>;
  static constexpr auto fields =
      std::tuple(member("log_size", &T::log_size), member("group_gen", &T::group_gen));
};

struct FileDialect : CommonLeaves {
  using CommonLeaves::read_leaf;
  using CommonLeaves::write_leaf;

  // Leading zeros and upper case are read, but never written.
  template <PrimeField F>
  static Result<> read_leaf(const Json& node, F& out) {
    BOOST_OUTCOME_TRY(text, string_of(node));
    const size_t digits = text->size() < 2 ? 0 : text->size() - 2;
    if (!text->starts_with("0x") || digits == 0 || digits > 2 * kElementBytes) {
      return fail_here(Errc::malformed_json, "expected \"0x\" and 1 to 64 hex digits");
    }
    ElementBytes bytes{};
    for (size_t i = 0; i < digits; ++i) {
      const int digit = hex_digit((*text)[text->size() - 1 - i]);
      if (digit < 0) return fail_here(Errc::malformed_json, "not a hex digit");
      bytes[i / 2] = static_cast<uint8_t>(bytes[i / 2] | digit << (4 * (i % 2)));
    }
    return assign_element(out, bytes);
  }

  template <class C>
  static Result<> read_leaf(const Json& node, Affine<C>& out) {
    out = Affine<C>::identity();
    if (node.is_null()) return success();
    std::array<typename C::Base, 2> coordinates;
    BOOST_OUTCOME_TRYV(read_json<FileDialect>(node, coordinates));
    out.x = coordinates[0];
    out.y = coordinates[1];
    if (out.is_identity() || !out.is_on_curve()) {
      return fail_here(Errc::point_not_on_curve, "not on the curve");
    }
    return success();
  }

  template <class C>
  static Result<> read_leaf(const Json& node, PolyComm<C>& out) {
    return read_json<FileDialect>(node, out.chunks);
  }

  static Result<> read_leaf(const Json& node, Wire& out) {
    std::array<uint32_t, 2> cell;
    BOOST_OUTCOME_TRYV(read_json<FileDialect>(node, cell));
    out = {cell[0], cell[1]};
    return success();
  }

  template <PrimeField F>
  static Result<> read_leaf(const Json& node, Domain<F>& out) {
    DomainEntry<F> entry;
    BOOST_OUTCOME_TRYV(read_json<FileDialect>(node, entry));
    BOOST_OUTCOME_TRYV(assign_domain(out, entry.log_size < 64 ? uint64_t{1} << entry.log_size : 0));
    return entry.group_gen == out.omega() ? Result<>(success()) : fail_domain();
  }

  template <PrimeField F>
  static void write_leaf(std::string& out, const F& value) {
    ElementBytes bytes;
    field_to_bytes(value, bytes);
    std::reverse(bytes.begin(), bytes.end());
    std::string digits;
    append_hex(digits, bytes);
    out += "\"0x";
    out += digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    out += '"';
  }

  template <class C>
  static void write_leaf(std::string& out, const Affine<C>& value) {
    if (value.is_identity()) {
      out += "null";
    } else {
      write_json<FileDialect>(out, std::array{value.x, value.y});
    }
  }

  template <class C>
  static void write_leaf(std::string& out, const PolyComm<C>& value) {
    write_json<FileDialect>(out, value.chunks);
  }

  template <PrimeField F>
  static void write_leaf(std::string& out, const Domain<F>& value) {
    write_json<FileDialect>(out, DomainEntry<F>{value.log_size(), value.omega()});
  }
};

}  // namespace onggi::codec
