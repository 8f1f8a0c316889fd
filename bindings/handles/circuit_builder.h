// A circuit and its witness, made together from cells.
#pragma once

#include <tuple>

#include "bindings/bounds/circuit.h"
#include "bindings/describe.h"
#include "bindings/handles/circuit_builder_calls.h"
#include "bindings/values.h"

namespace onggi::bindings {

template <class C>
struct Describe<CircuitBuilderHandle<C>> {
  using T = CircuitBuilderHandle<C>;
  using Curve = C;
  using Bounds = CircuitBuilderBounds<C>;
  static constexpr const char* kNoun = "CircuitBuilder";
  static constexpr const char* kDoc =
      "Builds a circuit together with its witness. Functions take cells and values, append rows, "
      "wire them, and return cells. A curve point is two cells, x and y, of the other curve, whose "
      "coordinates are in the circuit's field. A foreign field element is three cells, limbs of 88 "
      "bits, the least significant one first. A call that fails changes nothing.";
  static constexpr Transfer kTransfer =
      does_not_move("not all that it holds can be read: move what it is made from");

  static constexpr auto members() {
    return std::tuple_cat(basics(), hashes_and_points(), bits_and_foreign_fields(), results());
  }

 private:
  static constexpr Param kCell{"cell", "of this builder"};
  static constexpr Param kLeft{"left", "a cell"};
  static constexpr Param kRight{"right", "a cell"};
  static constexpr Param kValue{"value", "secret, as is every value of a witness"};
  static constexpr Param kBase{"base", "x and y, not the point at infinity"};
  static constexpr Param kLimbs{"limbs", "three cells, the least significant limb first"};
  static constexpr Param kLeftLimbs{"left", "three limbs of a number below the modulus"};
  static constexpr Param kRightLimbs{"right", "three limbs of a number below the modulus"};
  static constexpr Param kModulus{"modulus", "of the foreign field, below 2^256"};

  static constexpr auto basics() {
    return std::tuple(
        factory<&T::create>("create", "No rows yet.", kRevisionParam),
        getter<&T::rows>("rows", "Rows so far, those of public inputs apart."),
        getter<&T::public_input_size>("public_input_size", "Public inputs so far."),
        method<&T::value>("value", "The value of a cell.", kCell),
        method<&T::variable, &Bounds::template appends<1, ByteView>>(
            "variable", "A new cell with this value and without constraints.", kValue),
        method<&T::constant, &Bounds::template appends<1, ByteView>>(
            "constant", "A cell that is constrained to this value.",
            Param{"value", "part of the circuit"}),
        method<&T::public_input, &Bounds::template appends<1, ByteView>>(
            "public_input", "A new cell whose value is the next public input.",
            Param{"value", "part of the statement"}),
        method<&T::make_public, &Bounds::template appends<1, uint32_t>>(
            "make_public", "Makes a cell's value the next public input.", kCell),
        method<&T::assert_equal>("assert_equal", "Wires two cells.", kLeft, kRight),
        method<&T::add, &Bounds::template appends<1, uint32_t, uint32_t>>(
            "add", "The sum of two cells.", kLeft, kRight),
        method<&T::mul, &Bounds::template appends<1, uint32_t, uint32_t>>(
            "mul", "The product of two cells.", kLeft, kRight),
        method<&T::generic, &Bounds::template appends<1, ByteView, ByteView>>(
            "generic", "Asserts c0·l + c1·r + c2·o + c3·l·r + c4 = 0.",
            Param{"coefficients", "c0 to c4"}, Param{"cells", "l, r and o"}));
  }

  static constexpr auto hashes_and_points() {
    return std::tuple(
        method<&T::poseidon, &Bounds::template appends<12, ByteView>>(
            "poseidon", "The Poseidon permutation of a state.", Param{"state", "three cells"}),
        method<&T::poseidon_hash, &Bounds::hash>(
            "poseidon_hash", "The Poseidon hash of a message, equal to o1js's Poseidon.hash.",
            Param{"message", "cells, any number"}),
        method<&T::complete_add, &Bounds::template appends<1, ByteView, ByteView>>(
            "complete_add",
            "The sum of two points: x, y, and a cell that is 1 if the sum is the point at "
            "infinity; then x and y have no meaning.",
            Param{"left", "x and y, not the point at infinity"},
            Param{"right", "x and y, not the point at infinity"}),
        method<&T::variable_base_mul, &Bounds::variable_base_mul>(
            "variable_base_mul", "(2^n + 2·scalar + 1)·base for n = 5·ceil(bits / 5), as x and y.",
            kBase, Param{"scalar", "a cell; that it has so many bits is proved"},
            Param{"bits", "1 to 255; with 255 some scalars have two readings"}),
        method<&T::endo_mul, &Bounds::template appends<34, ByteView, uint32_t>>(
            "endo_mul",
            "The product of a point and the scalar of its curve that a challenge of 128 bits "
            "expands to, as x and y.",
            kBase, Param{"challenge", "a cell of up to 128 bits"}),
        method<&T::endo_mul_scalar, &Bounds::template appends<8, uint32_t>>(
            "endo_mul_scalar",
            "The scalar that a challenge of 128 bits expands to, in this circuit's field.",
            Param{"challenge", "a cell of up to 128 bits"}));
  }

  static constexpr auto bits_and_foreign_fields() {
    return std::tuple(
        method<&T::range_check64, &Bounds::template appends<1, uint32_t>>(
            "range_check64", "Asserts that a cell is below 2^64.", kCell),
        method<&T::multi_range_check, &Bounds::template appends<4, ByteView>>(
            "multi_range_check", "Asserts that three cells are below 2^88.",
            Param{"limbs", "three cells"}),
        method<&T::compact_multi_range_check, &Bounds::template appends<4, uint32_t, uint32_t>>(
            "compact_multi_range_check",
            "Splits a cell below 2^176 into two limbs, and asserts that they and another cell are "
            "below 2^88. Returns the three limbs.",
            Param{"low", "a cell"}, Param{"high", "a cell"}),
        method<&T::xor_bits, &Bounds::xor_bits>(
            "xor", "The bitwise exclusive or of two cells.", kLeft, kRight,
            Param{"bits", "1 to 240; asserted rounded up to a multiple of 16"}),
        method<&T::rotate64, &Bounds::template appends<4, uint32_t, uint32_t>>(
            "rotate64", "A word of 64 bits, rotated to the left.",
            Param{"word", "a cell; that it is below 2^64 is asserted"}, Param{"bits", "below 64"}),
        method<&T::foreign_field, &Bounds::template appends<4, ByteView>>(
            "foreign_field", "A number in three limbs, range-checked.",
            Param{"value", "below 2^256"}),
        method<&T::foreign_field_add, &Bounds::template appends<8, ByteView, ByteView, ByteView>>(
            "foreign_field_add",
            "left + right, range-checked. The result is congruent to the sum; "
            "foreignFieldBoundCheck() asserts that it is reduced.",
            kLeftLimbs, kRightLimbs, kModulus),
        method<&T::foreign_field_sub, &Bounds::template appends<8, ByteView, ByteView, ByteView>>(
            "foreign_field_sub", "left - right, with the guarantees of foreignFieldAdd().",
            kLeftLimbs, kRightLimbs, kModulus),
        method<&T::foreign_field_mul, &Bounds::template appends<24, ByteView, ByteView, ByteView>>(
            "foreign_field_mul",
            "left · right, with the guarantees of foreignFieldAdd(). Also asserts that the high "
            "limbs of both are at most the modulus's.",
            kLeftLimbs, kRightLimbs, kModulus),
        method<&T::foreign_field_bound_check, &Bounds::template appends<8, ByteView, ByteView>>(
            "foreign_field_bound_check", "Asserts that range-checked limbs are below the modulus.",
            kLimbs, kModulus));
  }

  static constexpr auto results() {
    return std::tuple(
        method<&T::add_table, &Bounds::add_table>(
            "add_table", "Adds a lookup table. Returns a cell that is constrained to its id.",
            Param{"table", "{ id, columns }"}),
        method<&T::add_runtime_table, &Bounds::add_runtime_table>(
            "add_runtime_table",
            "Adds a table whose second column is part of the witness. Returns a cell that is "
            "constrained to its id.",
            Param{"table", "{ id, first_column }"}, Param{"data", "the second column"}),
        method<&T::lookup, &Bounds::template appends<1, uint32_t, ByteView>>(
            "lookup",
            "Asserts that three pairs are rows of a table. The assertion is checked when the "
            "circuit is proved.",
            Param{"table", "what addTable() returned"},
            Param{"entries", "three times a first and a second column's cell"}),
        method<&T::gates, &Bounds::gates>(
            "gates", "The gates appended so far, those of public inputs first."),
        method<&T::witness, &Bounds::witness>(
            "witness", "The witness of the rows appended so far, with its runtime tables."),
        method<&T::circuit, &Bounds::circuit>("circuit", "The circuit so far as kimchi-circuit/1.",
                                              Param{"srs_depth", "of the SRS, or 0"}));
  }
};

}  // namespace onggi::bindings
