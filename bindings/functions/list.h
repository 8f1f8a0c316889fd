// Every free function, one line per group; both curves have them all.
#pragma once

#include <tuple>

#include "bindings/functions/permutation.h"
#include "bindings/functions/poseidon.h"

namespace onggi::bindings {

template <class C>
constexpr auto functions() {
  return std::tuple_cat(  //
      poseidon_functions<C>(), permutation_functions<C>());
}

}  // namespace onggi::bindings
