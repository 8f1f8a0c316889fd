#pragma once

#include <algorithm>
#include <utility>

#include "core/codec/msgpack_srs.h"
#include "core/codec/msgpack_structs.h"

namespace onggi {
namespace codec {

// The bytes of a point with its header.
inline constexpr size_t kPointEntry = 2 + kCompressedPointBytes;

// The points of an array, gathered first so that they are decompressed together.
template <class C>
Result<std::vector<Affine<C>>> read_points(MsgpackReader& reader) {
  BOOST_OUTCOME_TRY(length, reader.array(kPointEntry));
  if (length > Srs<C>::kMaxDepth) {
    return fail_here(Errc::size_out_of_range,
                     fmt::format("{} points, at most {}", length, Srs<C>::kMaxDepth));
  }
  std::vector<uint8_t> gathered(length * kCompressedPointBytes);
  for (size_t i = 0; i < length; ++i) {
    const auto point = reader.bytes(kCompressedPointBytes);
    if (!point) return within(i, point.error());
    std::copy(point.value().begin(), point.value().end(),
              gathered.begin() + static_cast<std::ptrdiff_t>(i * kCompressedPointBytes));
  }
  std::vector<Affine<C>> points(length);
  if (auto decompressed = decompress_batch<C>(gathered, points); !decompressed) {
    return fail_here(decompressed.error().errc(), decompressed.error().context);
  }
  return points;
}

template <class C>
Result<> read_srs(MsgpackReader& reader, std::vector<Affine<C>>& g, Affine<C>& h) {
  BOOST_OUTCOME_TRYV(read_array_of(reader, 2));
  auto points = read_points<C>(reader);
  if (!points) return within("g", points.error());
  g = std::move(points).value();
  if (auto read = read_msgpack(reader, h); !read) return within("h", read.error());
  return reader.end();
}

}  // namespace codec

template <class C>
Result<std::shared_ptr<const Srs<C>>> decode_srs(std::span<const uint8_t> bytes) {
  using namespace codec;
  MsgpackReader reader(bytes);
  std::vector<Affine<C>> g;
  Affine<C> h;
  BOOST_OUTCOME_TRYV(from_root(read_srs(reader, g, h)));
  return Srs<C>::from_points(std::move(g), h);
}

template <class C>
std::vector<uint8_t> encode_srs(const Srs<C>& srs) {
  using namespace codec;
  std::vector<uint8_t> bytes;
  bytes.reserve(8 + (srs.size() + 1) * kPointEntry);
  MsgpackWriter writer(bytes);
  writer.array(2);
  writer.array(srs.size());
  for (const Affine<C>& point : srs.g()) write_msgpack(writer, point);
  write_msgpack(writer, srs.h());
  return bytes;
}

}  // namespace onggi
