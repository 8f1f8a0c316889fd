// The export table: all declared functions in their exported form (crossing.h), in the order of the
// manifest. The generated code of js-glue/generate/classes.mjs refers to them by index. For each
// curve: for each class the destructor, then its members; then the free functions. A function's
// bound, if any, follows it.
#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include "bindings/abi/crossing.h"
#include "bindings/describe.h"

namespace onggi::bindings {

template <class T>
void destroy(T* handle) {
  delete handle;
}

// The exported form of a declared function: a member of the class T, or free if T is void.
template <class T, auto Function>
constexpr auto crossing_of() {
  if constexpr (std::is_member_function_pointer_v<decltype(Function)>) {
    return &Crossing<Function>::template call_on<T>;
  } else {
    return &Crossing<Function>::call;
  }
}

class ExportTable {
 public:
  // Addresses of functions. In WebAssembly, indices into the module's function table.
  const std::vector<uintptr_t>& addresses() const { return addresses_; }

  template <class R, class... A>
  void add(R (*function)(A...)) {
    addresses_.push_back(reinterpret_cast<uintptr_t>(function));
  }

  template <class T>
  void add_class() {
    add(&destroy<T>);
    add_members<T>(Describe<T>::members());
  }

  // `members`: a tuple of the members of the class T, or of free functions if T is void.
  template <class T, class Members>
  void add_members(const Members& members) {
    std::apply([&](const auto&... member) { (add_member<T>(member), ...); }, members);
  }

 private:
  template <class T, auto Function, auto Bound>
  void add_member(const Member<Function, Bound>&) {
    add(crossing_of<T, Function>());
    if constexpr (Member<Function, Bound>::kIsBounded) add(&BoundCrossing<Bound>::call);
  }

  std::vector<uintptr_t> addresses_;
};

}  // namespace onggi::bindings
