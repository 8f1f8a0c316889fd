// The identity of an interface: a hash of everything that callers use by position or number. Code
// generated for one interface must not call a module with another one.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "bindings/describe.h"
#include "bindings/values.h"

namespace onggi::bindings {

// FNV-1a over the declarations in the order of the export table: names, roles, the kinds of
// parameters and results, and which functions have bounds. Documentation is not included.
class InterfaceHash {
 public:
  constexpr uint64_t value() const { return hash_; }

  // Includes the end of each text, so that "ab", "c" and "a", "bc" differ.
  constexpr void add(std::string_view text) {
    for (const char c : text) add_byte(static_cast<uint8_t>(c));
    add_byte(0);
  }

  template <Handle T>
  constexpr void add_class() {
    add(Describe<T>::kNoun);
    add_members<T>(Describe<T>::members());
  }

  // Adds members of the class T, or free functions if T is void.
  template <class T, class Members>
  constexpr void add_members(const Members& members) {
    std::apply([&](const auto&... member) { (add_member(member), ...); }, members);
  }

 private:
  template <auto Function, auto Bound>
  constexpr void add_member(const Member<Function, Bound>& member) {
    using Sig = typename Member<Function>::Sig;
    add(member.name);
    add_byte(static_cast<uint8_t>(member.role));
    add_byte(Member<Function, Bound>::kIsBounded);
    for (const Param& param : member.params) add(param.name);
    add_types(typename Sig::Arguments{});
    add_type<typename Plain<typename Sig::Result>::type>();
  }

  template <class... A>
  constexpr void add_types(TypeList<A...>) {
    (add_type<A>(), ...);
  }

  template <class T>
  constexpr void add_type() {
    add(Value<T>::kKind);
    add_byte(kIsOptional<T>);
    if constexpr (kIsHandle<T>) add(Describe<typename Value<T>::Class>::kNoun);
    if constexpr (kIsList<T>) add_type<typename Value<T>::Entry>();
  }

  constexpr void add_byte(uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3; }

  uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace onggi::bindings
