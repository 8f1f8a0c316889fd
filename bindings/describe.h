// The vocabulary in which a handle class says what it offers. A class T is declared once, by
//
//   template <> struct Describe<T> {
//     using Curve = …;                                  the curve that its objects belong to
//     static constexpr const char* kNoun = "Srs";       its name in JavaScript: vesta.Srs
//     static constexpr const char* kDoc = "…";
//     static constexpr auto members() { return std::tuple(factory<&T::create>(…), …); }
//   };
//
// and a line in handle_list.h. The embind registration and the manifest are visitors of the same
// declarations. What the parameters and results are follows from the types of the functions
// (values.h); names are snake_case here and camelCase in JavaScript.
#pragma once

#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>

#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class T>
struct Describe;

template <class T>
concept Handle = requires {
  Describe<T>::kNoun;
};

struct Param {
  const char* name;
  const char* doc;
};

enum class Role {
  factory,  // a static function, which makes a handle as a rule
  method,
  getter,  // a method without parameters that costs nothing: a property in JavaScript
};

template <class... Types>
struct TypeList {
  static constexpr size_t kSize = sizeof...(Types);
};

template <class Function>
struct Signature;

template <class R, class... A>
struct Signature<R (*)(A...)> {
  using Result = R;
  using Arguments = TypeList<A...>;
};
template <class R, class T, class... A>
struct Signature<R (T::*)(A...)> {
  using Result = R;
  using Arguments = TypeList<A...>;
};
template <class R, class T, class... A>
struct Signature<R (T::*)(A...) const> {
  using Result = R;
  using Arguments = TypeList<A...>;
};

// A bound of a call whose object was charged for it when it was made: the bytes are in the ledger,
// and the allocator must have them.
struct Charged {
  size_t bytes;
};

// A member, and where the general estimate of js-glue/runtime/native/call.mjs does not do, its
// bound: a function that tells, from the same arguments, how many bytes a call takes at most: for
// reading them, temporaries, results, and what handles keep, but for what any call may take. It is
// given handles, that of a method first, and sizes as they are, and of everything else the bytes,
// none if it is left out.
template <auto Function, auto Bound = nullptr>
struct Member {
  using Sig = Signature<decltype(Function)>;
  static constexpr auto kFunction = Function;
  static constexpr auto kBound = Bound;
  static constexpr bool kIsBounded = !std::is_null_pointer_v<decltype(Bound)>;
  static constexpr bool kIsCharged = [] {
    if constexpr (kIsBounded) {
      return std::is_same_v<typename Signature<decltype(Bound)>::Result, Charged>;
    }
    return false;
  }();

  Role role;
  const char* name;
  const char* doc;
  std::array<Param, Sig::Arguments::kSize> params;
};

template <auto Function, auto Bound, class... Params>
constexpr Member<Function, Bound> member(Role role, const char* name, const char* doc,
                                         Params... params) {
  static_assert(sizeof...(Params) == Member<Function>::Sig::Arguments::kSize,
                "every parameter has a name");
  return {role, name, doc, {params...}};
}

template <auto Function, auto Bound = nullptr, class... Params>
constexpr auto factory(const char* name, const char* doc, Params... params) {
  return member<Function, Bound>(Role::factory, name, doc, params...);
}

template <auto Function, auto Bound = nullptr, class... Params>
constexpr auto method(const char* name, const char* doc, Params... params) {
  return member<Function, Bound>(Role::method, name, doc, params...);
}

template <auto Function>
constexpr auto getter(const char* name, const char* doc) {
  return member<Function, nullptr>(Role::getter, name, doc);
}

// "VestaSrs": the name of the class in the ledger and in the raw module.
template <Handle T>
std::string class_name() {
  std::string name = Describe<T>::Curve::kName;
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name + Describe<T>::kNoun;
}

template <Handle T>
LedgerType& ledger_type() {
  static LedgerType& type = LedgerType::named(class_name<T>());
  return type;
}

}  // namespace onggi::bindings
