// The module: its exported functions, and the handle classes as embind registers them. Embind gives
// a module that is loaded with `raw` classes of its own; the generated classes call the functions
// of the export table directly.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>
#include <fmt/core.h>

#include <string>
#include <tuple>

#include "bindings/abi/call_result.h"
#include "bindings/abi/declarations.h"
#include "bindings/abi/export_table.h"
#include "bindings/embind/reserve.h"
#include "core/memory/heap.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {
namespace {

template <class T, auto Function, auto Bound>
void register_member(emscripten::class_<T>& type, const Member<Function, Bound>& member) {
  using emscripten::allow_raw_pointers;
  const auto add = [&](const char* name, auto function) {
    if (member.role == Role::factory) {
      if constexpr (!std::is_member_function_pointer_v<decltype(Function)>) {
        type.class_function(name, function, allow_raw_pointers());
      }
    } else {
      if constexpr (std::is_member_function_pointer_v<decltype(Function)>) {
        type.function(name, function, allow_raw_pointers());
      }
    }
  };
  add(member.name, crossing_of<T, Function>());
  if constexpr (Member<Function, Bound>::kIsBounded) {
    add((std::string(member.name) + "_bound").c_str(), &BoundCrossing<Bound>::call);
  }
}

// A plain class without smart pointers, because embind registers finalizers for those.
template <class T>
void register_class() {
  emscripten::class_<T> type(class_name<T>().c_str());
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

EMSCRIPTEN_KEEPALIVE int32_t onggi_status() { return CallResult::status(); }
EMSCRIPTEN_KEEPALIVE double onggi_number() { return CallResult::number(); }
EMSCRIPTEN_KEEPALIVE const uint8_t* onggi_bytes() { return CallResult::bytes().data(); }
EMSCRIPTEN_KEEPALIVE size_t onggi_length() { return CallResult::bytes().size(); }
EMSCRIPTEN_KEEPALIVE void onggi_release() { CallResult::release(); }

EMSCRIPTEN_KEEPALIVE void onggi_memory() { CallResult::succeed(memory_json()); }
EMSCRIPTEN_KEEPALIVE double onggi_live() { return static_cast<double>(ledger_live_bytes()); }
// Bytes to which linear memory may grow.
EMSCRIPTEN_KEEPALIVE double onggi_most_linear() {
  return static_cast<double>(emscripten_get_heap_max());
}

}  // extern "C"

namespace {

// The functions that every call uses, then the declared functions.
ExportTable make_exports() {
  ExportTable table;
  table.add(&onggi_status);
  table.add(&onggi_number);
  table.add(&onggi_live);
  table.add(&onggi_secure);
  visit_declarations(table);
  return table;
}

const ExportTable& exports() {
  static const ExportTable table = make_exports();
  return table;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const uintptr_t* onggi_functions() { return exports().addresses().data(); }
EMSCRIPTEN_KEEPALIVE size_t onggi_function_count() { return exports().addresses().size(); }

}  // extern "C"

EMSCRIPTEN_BINDINGS(onggi) {
  start_reserve();
  for_each_type(Curves{}, []<class C>() {
    for_each_type(HandleClasses<C>{}, []<class T>() { register_class<T>(); });
  });
}

}  // namespace onggi::bindings
