// Edits of a proof, encoded as a sequence of bytes. Any bytes are valid: they select parts of a
// valid proof and their new values. libFuzzer's mutations and crossovers therefore work on the
// structure of proofs, and an input gives the same proof in every run.
#pragma once

#include <array>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/layout.h"
#include "core/field/bytes.h"
#include "core/kimchi/proof.h"
#include "tests/fuzz/fuzz.h"

namespace onggi::fuzz {

// Returns zeros past the end.
class Program {
 public:
  explicit Program(Bytes bytes) : bytes_(bytes) {}

  bool done() const { return at_ >= bytes_.size(); }
  uint8_t byte() { return done() ? 0 : bytes_[at_++]; }
  size_t below(size_t bound) {
    const size_t high = byte();
    return (high << 8 | byte()) % bound;
  }

 private:
  Bytes bytes_;
  size_t at_ = 0;
};

// References to the parts of a proof, in the same order for all proofs of a shape. Invalid after a
// list changes its length.
template <class C>
struct Places {
  using F = typename C::Scalar;

  explicit Places(ProverProof<C>& proof) {
    walk(proof);
    walk(proof.public_input);
  }

  std::vector<F*> elements;
  std::vector<Affine<C>*> points;
  std::vector<std::function<void(uint8_t)>> shapes;  // change lists and options

 private:
  template <class T>
  void walk(T& value) {
    if constexpr (std::is_same_v<T, F>) {
      elements.push_back(&value);
    } else if constexpr (std::is_same_v<T, Affine<C>>) {
      points.push_back(&value);
    } else if constexpr (codec::kIsOptional<T>) {
      shapes.push_back([&value](uint8_t) { value ? value.reset() : void(value.emplace()); });
      if (value) walk(*value);
    } else if constexpr (codec::kIsVector<T>) {
      shapes.push_back([&value](uint8_t how) { reshape(value, how); });
      for (auto& element : value) walk(element);
    } else if constexpr (codec::kFixedLength<T> != 0) {
      for (auto& element : value) walk(element);
    } else if constexpr (codec::kIsPair<T>) {
      walk(value.first);
      walk(value.second);
    } else {
      std::apply([&](const auto&... field) { (walk(value.*field.pointer), ...); },
                 codec::Layout<T>::fields);
    }
  }

  template <class List>
  static void reshape(List& list, uint8_t how) {
    if (how % 4 == 0 || list.empty()) {
      list.push_back(list.empty() ? typename List::value_type{} : list.back());
    } else if (how % 4 == 1) {
      list.pop_back();
    } else if (how % 4 == 2) {
      std::swap(list.front(), list.back());
    } else {
      list.clear();
    }
  }
};

template <class F>
F edited(const F& value, const F& other, Program& program) {
  switch (program.byte() % 7) {
    case 0:
      return other;
    case 1:
      return value + F::one();
    case 2:
      return -value;
    case 3:
      return value + value;
    case 4:
      return F::zero();
    case 5:
      return value + other;
    default:
      std::array<uint8_t, 32> bytes{};
      for (size_t i = 0; i < 31; ++i) bytes[i] = program.byte();
      return *field_from_bytes<F>(bytes);
  }
}

template <class C>
Affine<C> edited_point(const Affine<C>& value, const Affine<C>& other, Program& program) {
  switch (program.byte() % 4) {
    case 0:
      return other;
    case 1:
      return -value;
    case 2:
      return Affine<C>::identity();
    default:
      return C::generator();
  }
}

// `donor` is another valid proof. A part may take its value from the same place in `donor`, or from
// another place.
template <class C>
void edit(ProverProof<C>& proof, ProverProof<C>& donor, Program& program) {
  Places<C> places(proof);
  Places<C> others(donor);
  const uint8_t kind = program.byte() % 8;
  if (kind == 0) {
    const auto& shape = places.shapes[program.below(places.shapes.size())];
    shape(program.byte());
  } else if (kind < 5 && !places.elements.empty()) {
    const size_t at = program.below(places.elements.size());
    const size_t from = kind < 4 ? at : program.below(others.elements.size());
    auto& element = *places.elements[at];
    element = edited(element, *others.elements[from % others.elements.size()], program);
  } else if (!places.points.empty()) {
    const size_t at = program.below(places.points.size());
    const size_t from = kind < 7 ? at : program.below(others.points.size());
    auto& point = *places.points[at];
    point = edited_point(point, *others.points[from % others.points.size()], program);
  }
}

}  // namespace onggi::fuzz
