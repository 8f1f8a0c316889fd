// The vocabulary of what leaves C++. A handle class T is declared once, by
//
//   template <> struct Describe<T> {
//     using Curve = …;                                  the curve that its objects belong to
//     static constexpr const char* kNoun = "Srs";       its name in JavaScript
//     static constexpr const char* kDoc = "…";
//     static constexpr Transfer kTransfer = …;          how transfer() moves its objects
//     static constexpr auto members() { return std::tuple(factory<&T::create>(…), …); }
//   };
//
// and a line in handle_list.h; a free function by a line in functions/list.h. The export table, the
// embind registration and the manifest are folds over these declarations. The kinds of parameters
// and results follow from the types of the functions (values.h). Names are snake_case here and
// camelCase in JavaScript.
#pragma once

#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>

#include "core/memory/byte_count.h"
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
  getter,    // a method without parameters that costs nothing: a property in JavaScript
  function,  // of the curve, not of a class
};

// How the objects of a class move to another instance of the module, which shares no memory with
// this one (js-glue/runtime/handles/transfer.mjs). `write` and `read` name members of the class.
struct Transfer {
  enum class Way {
    content,  // by what `write` returns and `read` takes
    entries,  // a list: by its entries, with create, length, get and push
    none,     // not at all, for a reason that the error message gives
  };

  Way way;
  const char* write = nullptr;
  const char* read = nullptr;
  // The handle that `read` takes besides the content, named as the method that gives it.
  const char* part = nullptr;
  const char* reason = nullptr;
};

constexpr Transfer moves_by(const char* write, const char* read, const char* part = nullptr) {
  return {.way = Transfer::Way::content, .write = write, .read = read, .part = part};
}
inline constexpr Transfer kMovesByEntries{.way = Transfer::Way::entries};
constexpr Transfer does_not_move(const char* reason) {
  return {.way = Transfer::Way::none, .reason = reason};
}

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

// A bound of a call whose object was charged for the bytes when it was created. They are in the
// ledger already, so the call needs them from the allocator only.
struct Charged {
  size_t bytes;
};

// A member of a class, or a free function. Its bound is a function of the same arguments, after the
// handle of a method, that returns the most bytes that a call takes: for decoding the arguments,
// for temporaries and results and for what handles keep, but without the small amount that any call
// may take. It gets handles and sizes as they are and everything else as bytes, none for an
// argument that was left out. For arguments that the call refuses, any number is correct. A member
// without a bound gets the general estimate of js-glue/runtime/native/call.mjs. The bounds are in
// bindings/bounds.
template <auto Function, auto Bound = nullptr>
struct Member {
  using Sig = Signature<decltype(Function)>;
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
  bool is_slow = false;
};

// A member that may take longer than a user interface can wait. JavaScript gets an …Async function
// as well, which works after a turn of the event loop.
template <auto Function, auto Bound>
constexpr Member<Function, Bound> slow(Member<Function, Bound> member) {
  member.is_slow = true;
  return member;
}

template <auto Function, auto Bound, class... Params>
constexpr Member<Function, Bound> member(Role role, const char* name, const char* doc,
                                         Params... params) {
  static_assert(sizeof...(Params) == Member<Function>::Sig::Arguments::kSize,
                "every parameter has a name");
  return {role, name, doc, {params...}, false};
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

template <auto Function, auto Bound = nullptr, class... Params>
constexpr auto function(const char* name, const char* doc, Params... params) {
  return member<Function, Bound>(Role::function, name, doc, params...);
}

// The name of the class in the ledger and in the raw module: the curve's, capitalised, and the
// noun.
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
