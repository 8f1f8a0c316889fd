// Files of tests/vectors.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace onggi::fuzz {

inline std::string read_vector(const std::string& path) {
  std::ifstream file(std::string(ONGGI_VECTORS) + "/" + path, std::ios::binary);
  require(bool(file), path.c_str());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace onggi::fuzz
