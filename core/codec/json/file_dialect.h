// The primitive values of kimchi-*/1 files: elements as "0x" and big-endian digits, points as [x,
// y] or null, commitments as lists of points, cells as [row, column]. Source:
// docs/file-formats.md.
#pragma once

#include <array>
#include <string>

#include "core/codec/json/common_primitives.h"
#include "core/codec/json/read.h"
#include "core/codec/json/write.h"
#include "core/codec/schema/primitive_codecs.h"

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

struct FileDialect : CommonPrimitives, ElementPrimitives<FileDialect> {
  using CommonPrimitives::read_primitive;
  using CommonPrimitives::write_primitive;
  using ElementPrimitives::read_primitive;
  using ElementPrimitives::write_primitive;

  // Converts between "0x" with up to 64 digits and little-endian bytes. Reads leading zeros and
  // upper case, but never writes them.
  static bool read_bytes(JsonReader& reader, ElementBytes& out);
  static void write_bytes(std::string& out, const ElementBytes& bytes);

  template <class C>
  static bool read_primitive(JsonReader& reader, Affine<C>& out) {
    out = Affine<C>::identity();
    if (reader.take_null()) return true;
    std::array<typename C::Base, 2> coordinates;
    if (!read_json<FileDialect>(reader, coordinates)) return false;
    out.x = coordinates[0];
    out.y = coordinates[1];
    if (out.is_identity() || !out.is_on_curve()) {
      return reader.error().fail(Errc::point_not_on_curve, "not on the curve");
    }
    return true;
  }

  template <class C>
  static bool read_primitive(JsonReader& reader, PolyComm<C>& out) {
    return read_json<FileDialect>(reader, out.chunks);
  }

  static bool read_primitive(JsonReader& reader, Wire& out) {
    std::array<uint32_t, 2> cell;
    if (!read_json<FileDialect>(reader, cell)) return false;
    out = {cell[0], cell[1]};
    return true;
  }

  template <PrimeField F>
  static bool read_primitive(JsonReader& reader, Domain<F>& out) {
    DomainEntry<F> entry;
    if (!read_json<FileDialect>(reader, entry)) return false;
    const uint64_t size = entry.log_size < 64 ? uint64_t{1} << entry.log_size : 0;
    if (!assign_domain(reader.error(), out, size)) return false;
    return entry.group_gen == out.omega() || fail_domain(reader.error());
  }

  template <class C>
  static void write_primitive(std::string& out, const Affine<C>& value) {
    if (value.is_identity()) {
      out += "null";
    } else {
      write_json<FileDialect>(out, std::array{value.x, value.y});
    }
  }

  template <class C>
  static void write_primitive(std::string& out, const PolyComm<C>& value) {
    write_json<FileDialect>(out, value.chunks);
  }

  static void write_primitive(std::string& out, const Wire& value) {
    write_json<FileDialect>(out, std::array{value.row, value.column});
  }

  template <PrimeField F>
  static void write_primitive(std::string& out, const Domain<F>& value) {
    write_json<FileDialect>(out, DomainEntry<F>{value.log_size(), value.omega()});
  }
};

}  // namespace onggi::codec
