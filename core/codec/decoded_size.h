// The most memory that decoding JSON or MessagePack of field elements and points takes, estimated
// before it is decoded. The estimate depends on the values only, not on the
// type that they are decoded to. Allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace onggi {

// `string_bytes`: the size in memory of an element or point that is written as a string.
size_t decoded_json_size(std::string_view json, size_t string_bytes);

size_t decoded_msgpack_size(std::span<const uint8_t> bytes);

// The same for base64 of MessagePack, including the decoded bytes.
size_t decoded_base64_size(std::string_view text);

}  // namespace onggi
