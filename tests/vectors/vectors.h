// Recorded values for tests: JSON files of this folder and the elements that their strings spell.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/curve/affine.h"
#include "core/curve/pasta.h"
#include "core/field/pasta.h"
#include "core/field/u256.h"

namespace onggi::testing {

// A file of tests/vectors, by name.
inline nlohmann::json read_vectors(const std::string& name) {
  std::ifstream file(std::filesystem::path(ONGGI_VECTORS) / name);
  nlohmann::json json = nlohmann::json::parse(file, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << name;
  return json;
}

// The names of fields in constants.json; a curve goes by its scalar field's.
template <class F>
inline constexpr const char* kFieldName = nullptr;
template <>
inline constexpr const char* kFieldName<Fp> = "fp";
template <>
inline constexpr const char* kFieldName<Fq> = "fq";

// "0x…"
template <class F>
F field_of(const nlohmann::json& hex) {
  return *F::from_canonical(*U256::from_hex(hex.get<std::string>()));
}

template <class F>
std::vector<F> fields_of(const nlohmann::json& list) {
  std::vector<F> values;
  for (const auto& hex : list) values.push_back(field_of<F>(hex));
  return values;
}

// ["0x…", "0x…"], or null for the identity.
template <class C>
Affine<C> point_of(const nlohmann::json& point) {
  if (point.is_null()) return Affine<C>::identity();
  return {field_of<typename C::Base>(point[0]), field_of<typename C::Base>(point[1])};
}

template <class C>
std::vector<Affine<C>> points_of(const nlohmann::json& list) {
  std::vector<Affine<C>> points;
  for (const auto& point : list) points.push_back(point_of<C>(point));
  return points;
}

}  // namespace onggi::testing
