#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <vector>

#include "core/curve/endomorphism.h"
#include "core/curve/jacobian_impl.h"
#include "core/curve/scale.h"
#include "core/curve/signed_digits.h"

namespace onggi {

// Bytes of straus_vartime for so many terms.
template <class C>
size_t straus_work_bytes(size_t terms) {
  const size_t odd = kOddMultiples * terms;
  return odd * (sizeof(Jacobian<C>) + 2 * sizeof(Affine<C>) + sizeof(typename C::Base)) +
         terms * sizeof(SplitDigits);
}

template <class C>
Jacobian<C> straus_vartime(std::span<const Affine<C>> points,
                           std::span<const typename C::Scalar> scalars) {
  assert(points.size() == scalars.size());
  const size_t n = points.size();
  const auto& lattice = glv_lattice<C>();

  // multiples[half][kOddMultiples i + m] = (2m + 1) points[i], and its image for the second half.
  std::array<std::vector<Affine<C>>, 2> multiples;
  std::vector<Jacobian<C>> chain(kOddMultiples * n);
  std::vector<SplitDigits> digits;
  digits.reserve(n);
  unsigned length = 0;
  for (size_t i = 0; i < n; ++i) {
    digits.emplace_back(lattice.split(scalars[i].to_canonical()));
    length = std::max(length, digits[i].length());
    Jacobian<C>* odd = &chain[kOddMultiples * i];
    odd[0] = Jacobian<C>::from_affine(points[i]);
    const Jacobian<C> twice = odd[0].doubled();
    for (size_t m = 1; m < kOddMultiples; ++m) odd[m] = odd[m - 1] + twice;
  }
  multiples[0].resize(chain.size());
  batch_to_affine<C>(chain, multiples[0]);
  multiples[1].reserve(chain.size());
  for (const Affine<C>& p : multiples[0]) multiples[1].push_back(p.endomorphism());

  auto sum = Jacobian<C>::identity();
  for (unsigned bit = length; bit-- > 0;) {
    sum = sum.doubled();
    for (size_t i = 0; i < n; ++i) {
      for (size_t h = 0; h < 2; ++h) {
        const int digit = digits[i].half[h].digit[bit];
        if (digit == 0) continue;
        const auto m = static_cast<size_t>(digit < 0 ? -digit : digit) / 2;
        const Affine<C>& p = multiples[h][kOddMultiples * i + m];
        sum += digit < 0 ? -p : p;
      }
    }
  }
  return sum;
}

template <class C>
Jacobian<C> scale_vartime(const Affine<C>& p, const typename C::Scalar& k) {
  return straus_vartime<C>({&p, 1}, {&k, 1});
}

template <class C>
Jacobian<C> scale_vartime(const Jacobian<C>& p, const typename C::Scalar& k) {
  return scale_vartime<C>(p.to_affine(), k);
}

}  // namespace onggi
