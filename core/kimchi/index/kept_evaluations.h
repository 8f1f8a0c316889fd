// What an index keeps on request, so that its proofs take less time: the fixed columns on the
// cosets of the quotient, and the commitments to the Lagrange polynomials, by which the values of a
// witness column are committed to. Many of them are small or zero, unlike the coefficients.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/curve/affine.h"
#include "core/field/packed.h"
#include "core/parallel/steps.h"

namespace onggi {

template <class C>
class ProverIndex;

// A proof holds a part only while it uses it, so that trim() during a proof frees the memory soon.
template <class C>
struct KeptEvaluations {
  using Column = std::vector<PackedElement<typename C::Scalar>>;

  // By coset, in the order in which QuotientCoset adds them.
  std::vector<std::shared_ptr<const std::vector<Column>>> cosets;
  std::shared_ptr<const std::vector<Affine<C>>> lagrange;  // null if the domain exceeds the SRS

  size_t heap_bytes() const {
    size_t bytes = cosets.capacity() * sizeof(cosets[0]);
    if (lagrange) bytes += lagrange->capacity() * sizeof(Affine<C>);
    for (const auto& coset : cosets) {
      bytes += coset->capacity() * sizeof(Column);
      for (const Column& column : *coset) bytes += column.capacity() * sizeof(column[0]);
    }
    return bytes;
  }
};

// The kept evaluations are computed in this many parts.
inline constexpr size_t kKeptParts = 8;
template <class C>
Steps<> evaluate_to_keep(const ProverIndex<C>& index, size_t part, KeptEvaluations<C>& kept);

// The maximum number of bytes that they take while they are computed.
template <class C>
size_t kept_evaluations_bytes(const ProverIndex<C>& index);

}  // namespace onggi
