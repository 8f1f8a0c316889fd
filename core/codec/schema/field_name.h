// The name of a field in kimchi-*/1 files: "fp" or "fq".
#pragma once

#include <string_view>

namespace onggi::codec {

template <class F>
std::string_view field_name();

}  // namespace onggi::codec
