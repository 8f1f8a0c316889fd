#pragma once

#include <utility>

#include "core/codec/msgpack/srs.h"
#include "core/codec/msgpack/structs.h"

namespace onggi {
namespace codec {

// The encoded points of an array, collected so that they are decompressed together.
template <class C>
bool read_points(MsgpackReader& reader, std::vector<Affine<C>>& points) {
  size_t length = 0;
  if (!reader.array(length, kPointEntry)) return false;
  if (length > Srs<C>::kMaxDepth) {
    return reader.error().fail(
        Errc::size_out_of_range,
        fmt::format("must be at most {} points, got {}", Srs<C>::kMaxDepth, length));
  }
  std::vector<uint8_t> gathered;
  gathered.reserve(length * kCompressedPointBytes);
  for (size_t i = 0; i < length; ++i) {
    std::span<const uint8_t> point;
    if (!reader.bytes(kCompressedPointBytes, point)) return reader.error().within(i);
    gathered.insert(gathered.end(), point.begin(), point.end());
  }
  points.resize(length);
  const auto decompressed = decompress_batch<C>(gathered, points);
  return decompressed ||
         reader.error().fail(decompressed.error().errc(), decompressed.error().context);
}

template <class C>
bool read_srs(MsgpackReader& reader, std::vector<Affine<C>>& g, Affine<C>& h) {
  if (!reader.array_of(2)) return false;
  if (!read_points(reader, g)) return reader.error().within("g");
  if (!read_msgpack(reader, h)) return reader.error().within("h");
  return reader.end();
}

}  // namespace codec

template <class C>
Result<std::shared_ptr<const Srs<C>>> decode_srs(std::span<const uint8_t> bytes) {
  codec::DecodeError error;
  codec::MsgpackReader reader(error, bytes);
  std::vector<Affine<C>> g;
  Affine<C> h;
  if (!codec::read_srs(reader, g, h)) return boost::outcome_v2::failure(error.to_error());
  return Srs<C>::from_points(std::move(g), h);
}

template <class C>
std::vector<uint8_t> encode_srs(const Srs<C>& srs) {
  using namespace codec;
  std::vector<uint8_t> bytes;
  bytes.reserve(encoded_srs_bytes(srs));
  MsgpackWriter writer(bytes);
  writer.array(2);
  writer.array(srs.size());
  for (const Affine<C>& point : srs.g()) write_msgpack(writer, point);
  write_msgpack(writer, srs.h());
  return bytes;
}

}  // namespace onggi
