// The module's classes and functions: registers every handle class with embind, as plain classes
// without smart pointers, and lists the same functions for JavaScript's shim, which calls them
// directly (js-glue/runtime/native/native_functions.mjs) and stays the sole owner of what they give
// away.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>
#include <fmt/core.h>

#include <string>
#include <tuple>
#include <vector>

#include "bindings/embind/crossing.h"
#include "bindings/embind/outcome.h"
#include "bindings/embind/reserve.h"
#include "bindings/handle_list.h"
#include "core/memory/heap.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {
namespace {

// Indices into the function table: what every call asks for, and then in the order of the manifest
// for each class of each curve its destructor, and for each member its function and, if it has one,
// its bound.
std::vector<uintptr_t>& native_functions() {
  static std::vector<uintptr_t> list;  // embind registers before globals are made
  return list;
}

template <class R, class... A>
auto listed(R (*function)(A...)) {
  native_functions().push_back(reinterpret_cast<uintptr_t>(function));
  return function;
}

template <class T>
void destroy(T* handle) {
  delete handle;
}

template <class T, auto Function, auto Bound>
void register_member(emscripten::class_<T>& type, const Member<Function, Bound>& member) {
  using emscripten::allow_raw_pointers;
  constexpr bool kIsBounded = Member<Function, Bound>::kIsBounded;
  const std::string bound = std::string(member.name) + "_bound";
  if (member.role == Role::factory) {
    if constexpr (!std::is_member_function_pointer_v<decltype(Function)>) {
      type.class_function(member.name, listed(&Crossing<Function>::call), allow_raw_pointers());
      if constexpr (kIsBounded) {
        type.class_function(bound.c_str(), listed(&BoundCrossing<Bound>::call),
                            allow_raw_pointers());
      }
    }
  } else {
    if constexpr (std::is_member_function_pointer_v<decltype(Function)>) {
      type.function(member.name, listed(&Crossing<Function>::template call_on<T>),
                    allow_raw_pointers());
      if constexpr (kIsBounded) {
        type.function(bound.c_str(), listed(&BoundCrossing<Bound>::call), allow_raw_pointers());
      }
    }
  }
}

template <class T>
void register_class() {
  emscripten::class_<T> type(class_name<T>().c_str());
  listed(&destroy<T>);
  std::apply([&](const auto&... member) { (register_member<T>(type, member), ...); },
             Describe<T>::members());
}

std::string memory_json() {
  const HeapUsage heap = heap_usage();  // before the report itself takes memory
  const LedgerSnapshot ledger = LedgerSnapshot::take();
  std::string types;
  for (const LedgerUsage& type : ledger.types) {
    types += fmt::format(R"({}"{}":{{"count":{},"bytes":{},"peak":{}}})", types.empty() ? "" : ",",
                         type.name, type.count, type.bytes, type.peak_bytes);
  }
  return fmt::format(R"({{"linear":{},"heap":{},"live":{},"peak":{},"byType":{{{}}}}})",
                     heap.reserved, heap.in_use - reserve_bytes(), ledger.live_bytes,
                     ledger.peak_bytes, types);
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void onggi_memory() { Outcome::succeed(memory_json()); }
EMSCRIPTEN_KEEPALIVE double onggi_live() { return static_cast<double>(ledger_live_bytes()); }
// Bytes to which linear memory may grow.
EMSCRIPTEN_KEEPALIVE double onggi_most_linear() {
  return static_cast<double>(emscripten_get_heap_max());
}
EMSCRIPTEN_KEEPALIVE const uintptr_t* onggi_functions() { return native_functions().data(); }
EMSCRIPTEN_KEEPALIVE size_t onggi_function_count() { return native_functions().size(); }

}  // extern "C"

EMSCRIPTEN_BINDINGS(onggi) {
  start_reserve();
  listed(&onggi_status);
  listed(&onggi_number);
  listed(&onggi_live);
  listed(&onggi_secure);
  for_each_type(Curves{}, []<class C>() {
    for_each_type(HandleClasses<C>{}, []<class T>() { register_class<T>(); });
  });
}

}  // namespace onggi::bindings
