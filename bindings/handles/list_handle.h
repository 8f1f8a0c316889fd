// What handles of lists of plain values have in common.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/describe.h"
#include "bindings/list.h"
#include "bindings/values.h"

namespace onggi::bindings {

// The base of the handle class Self, whose Self::kItem says what an item is called in messages.
template <class Self, class Item>
class ListHandle {
 public:
  explicit ListHandle(std::vector<Item> items) : list_(std::move(items), ledger_type<Self>()) {}

  uint32_t length() const { return list_.length(); }

  Result<Item> get(uint32_t index) const {
    BOOST_OUTCOME_TRYV(check(index));
    return items()[index];
  }

  Result<> set(uint32_t index, Item item) {
    BOOST_OUTCOME_TRYV(check(index));
    list_.set(index, std::move(item));
    return success();
  }

  void push(Item item) { list_.push(std::move(item)); }

  const std::vector<Item>& items() const { return list_.items(); }

  size_t push_bytes() const { return list_.push_bytes(); }

 protected:
  Result<> check(uint32_t index) const {
    if (list_.has(index)) return success();
    return fail(Errc::size_out_of_range, fmt::format("{} {} does not exist, the length is {}",
                                                     Self::kItem, index, length()));
  }

 private:
  List<Item> list_;
};

}  // namespace onggi::bindings
