// Finding a part of a structure by its path in the JSON of that structure, as error messages write
// it: `w_comm[3]`, `lookup.sorted[0]`. The names are those of the codec's field lists.
#pragma once

#include <fmt/core.h>

#include <charconv>
#include <cstdint>
#include <string_view>
#include <tuple>

#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/layout.h"
#include "core/error/error.h"

namespace onggi::bindings {

// Errors: invalid_argument naming the step that leads nowhere, size_out_of_range for an index.
template <class Part>
class PartPath {
 public:
  explicit PartPath(std::string_view path) : path_(path), rest_(path) {}

  // Null: the path leads through an optional part that is not there.
  template <class T>
  Result<const Part*> find_in(const T& whole) {
    if constexpr (std::is_same_v<T, Part>) {
      if (rest_.empty()) return &whole;
    }
    if constexpr (codec::kIsOptional<T>) {
      return whole ? find_in(*whole) : Result<const Part*>(nullptr);
    } else if constexpr (codec::kIsVector<T> || codec::kFixedLength<T> != 0) {
      BOOST_OUTCOME_TRY(index, take_index(whole.size()));
      return find_in(whole[index]);
    } else if constexpr (codec::HasLayout<T> && !std::is_same_v<T, Part>) {
      return find_in_fields(whole, take_name(), codec::Layout<T>::fields);
    }
    return nowhere();
  }

 private:
  template <class T, class Fields>
  Result<const Part*> find_in_fields(const T& whole, std::string_view name, const Fields& fields) {
    Result<const Part*> found = nowhere();
    std::apply([&](const auto&... field) { (visit(whole, name, field, found) || ...); }, fields);
    return found;
  }

  // If the field has this name, looks for the part in it. Returns whether it has.
  template <class T, class V>
  bool visit(const T& whole, std::string_view name, const codec::Member<T, V>& field,
             Result<const Part*>& found) {
    if (name != field.name) return false;
    found = find_in(whole.*field.pointer);
    return true;
  }
  template <class T, class... Fields>
  bool visit(const T& whole, std::string_view name, const codec::Group<Fields...>& group,
             Result<const Part*>& found) {
    if (name != group.name) return false;
    found = find_in_fields(whole, take_name(), group.fields);
    return true;
  }

  std::string_view take_name() {
    if (rest_.starts_with('.')) rest_.remove_prefix(1);
    const std::string_view name = rest_.substr(0, rest_.find_first_of(".["));
    rest_.remove_prefix(name.size());
    return name;
  }

  // "[i]" with i < size.
  Result<size_t> take_index(size_t size) {
    uint64_t index = 0;
    if (!rest_.starts_with('[')) return nowhere();
    const char* end = rest_.data() + rest_.size();
    const auto [next, error] = std::from_chars(rest_.data() + 1, end, index);
    if (error != std::errc() || next == end || *next != ']') return nowhere();
    if (index >= size) {
      return fail(Errc::size_out_of_range,
                  fmt::format("{}: the index must be below {}, got {}", path_, size, index));
    }
    rest_.remove_prefix(static_cast<size_t>(next + 1 - rest_.data()));
    return static_cast<size_t>(index);
  }

  boost::outcome_v2::failure_type<Error> nowhere() const {
    return fail(Errc::invalid_argument, fmt::format("no part `{}`", path_.substr(0, kMostShown)));
  }

  static constexpr size_t kMostShown = 80;

  std::string_view path_;
  std::string_view rest_;
};

// E.g. find_part<PolyComm<C>>(commitments, "w_comm[3]").
template <class Part, class T>
Result<const Part*> find_part(const T& whole, std::string_view path) {
  return PartPath<Part>(path).find_in(whole);
}

}  // namespace onggi::bindings
