// The entries that every kimchi-*/1 file has: `format` and `field`.
#pragma once

#include <string_view>

#include "core/codec/schema/decode_error.h"

namespace onggi::codec {

// Checks `format` and `field` of a kimchi-*/1 file. They may be at any position in the object.
bool check_file_header(DecodeError& error, std::string_view text, std::string_view format,
                       std::string_view field);

}  // namespace onggi::codec
