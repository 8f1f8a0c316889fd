// The constants of the permutation argument.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <tuple>
#include <vector>

#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/kimchi/permutation/keygen.h"
#include "core/poly/domain.h"

namespace onggi::bindings {

// Errors: size_out_of_range.
template <class F>
Result<std::vector<F>> shifts_of_domain(uint32_t domain_size) {
  BOOST_OUTCOME_TRY(domain, Domain<F>::create(domain_size));
  const auto shifts = permutation_shifts(domain);
  return std::vector<F>(shifts.begin(), shifts.end());
}

template <class C>
constexpr auto permutation_functions() {
  return std::tuple(function<&shifts_of_domain<typename C::Scalar>>(
      "permutation_shifts", "The seven shifts of the permutation argument over a domain.",
      Param{"domain_size", "a power of two, at most 2^28"}));
}

}  // namespace onggi::bindings
