// Prints the manifest: every handle class with its members, every free function, error code, gate
// type and curve, and the hash of the interface, as JSON. js-glue/generate/main.mjs makes the
// JavaScript classes and the types from it.
#include <fmt/core.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "bindings/abi/declarations.h"
#include "bindings/abi/interface_hash.h"
#include "bindings/describe.h"
#include "bindings/functions/list.h"
#include "bindings/handle_list.h"
#include "bindings/values.h"
#include "core/codec/schema/field_name.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/gate.h"

namespace onggi::bindings {
namespace {

using Json = nlohmann::ordered_json;

const char* role_name(Role role) {
  switch (role) {
    case Role::factory:
      return "factory";
    case Role::method:
      return "method";
    case Role::getter:
      return "getter";
    case Role::function:
      return "function";
  }
  return "";
}

template <class T>
Json value_json() {
  Json json{{"kind", Value<T>::kKind}};
  if constexpr (kIsHandle<T>) json["class"] = Describe<typename Value<T>::Class>::kNoun;
  if constexpr (kIsList<T>) json["of"] = value_json<typename Value<T>::Entry>();
  if constexpr (kIsOptional<T>) json["optional"] = true;
  return json;
}

template <class... A, size_t N>
Json params_json(TypeList<A...>, const std::array<Param, N>& params) {
  Json list = Json::array();
  size_t next = 0;
  [[maybe_unused]] const auto add = [&](const Json& value) {
    Json json{{"name", params[next].name}, {"doc", params[next].doc}};
    json.update(value);
    list.push_back(std::move(json));
    ++next;
  };
  (add(value_json<A>()), ...);
  return list;
}

template <auto Function, auto Bound>
Json member_json(const Member<Function, Bound>& member) {
  using Sig = typename Member<Function>::Sig;
  Json json{{"role", role_name(member.role)},
            {"name", member.name},
            {"doc", member.doc},
            {"params", params_json(typename Sig::Arguments{}, member.params)},
            {"returns", value_json<typename Plain<typename Sig::Result>::type>()}};
  if constexpr (Member<Function, Bound>::kIsBounded) json["bound"] = true;
  if constexpr (Member<Function, Bound>::kIsCharged) json["charged"] = true;
  if (member.is_slow) json["slow"] = true;
  return json;
}

template <class Members>
Json members_json(const Members& members) {
  Json list = Json::array();
  std::apply([&](const auto&... member) { (list.push_back(member_json(member)), ...); }, members);
  return list;
}

Json transfer_json(const Transfer& transfer) {
  switch (transfer.way) {
    case Transfer::Way::content: {
      Json json{{"write", transfer.write}, {"read", transfer.read}};
      if (transfer.part) json["part"] = transfer.part;
      return json;
    }
    case Transfer::Way::entries:
      return {{"list", true}};
    case Transfer::Way::none:
      return {{"reason", transfer.reason}};
  }
  return {};
}

template <class T>
Json class_json() {
  return {{"name", Describe<T>::kNoun},
          {"doc", Describe<T>::kDoc},
          {"transfer", transfer_json(Describe<T>::kTransfer)},
          {"members", members_json(Describe<T>::members())}};
}

// Both curves have the same classes: those of the first are listed.
template <class C, class... Others>
Json classes_json(TypeList<C, Others...>) {
  Json classes = Json::array();
  for_each_type(HandleClasses<C>{}, [&]<class T>() { classes.push_back(class_json<T>()); });
  return classes;
}

template <class C, class... Others>
Json functions_json(TypeList<C, Others...>) {
  return members_json(functions<C>());
}

template <class C>
Json curve_json() {
  Json types = Json::object();
  for_each_type(HandleClasses<C>{},
                [&]<class T>() { types[Describe<T>::kNoun] = class_name<T>(); });
  return {{"name", C::kName},
          {"alias", codec::field_name<typename C::Scalar>()},
          {"types", std::move(types)}};
}

Json errors_json() {
  Json errors = Json::array();
  for (const Errc code : all_errc()) {
    errors.push_back({{"number", static_cast<int>(code)},
                      {"name", errc_name(code)},
                      {"message", errc_message(code)}});
  }
  return errors;
}

Json gate_types_json() {
  Json types = Json::array();
  for (size_t i = 0; i < kGateTypes; ++i) {
    types.push_back(gate_type_name(static_cast<GateType>(i)));
  }
  return types;
}

std::string interface_hash() {
  InterfaceHash hash;
  for (const Errc code : all_errc()) hash.add(errc_name(code));
  for_each_type(Curves{}, [&]<class C>() { hash.add(C::kName); });
  visit_declarations(hash);
  return fmt::format("{:016x}", hash.value());
}

Json manifest_json() {
  Json curves = Json::array();
  for_each_type(Curves{}, [&]<class C>() { curves.push_back(curve_json<C>()); });
  return {{"format", "onggi-manifest/1"},
          {"interface", interface_hash()},
          {"curves", std::move(curves)},
          {"gate_types", gate_types_json()},
          {"errors", errors_json()},
          {"classes", classes_json(Curves{})},
          {"functions", functions_json(Curves{})}};
}

}  // namespace
}  // namespace onggi::bindings

int main() {
  std::puts(onggi::bindings::manifest_json().dump(1).c_str());
  return 0;
}
