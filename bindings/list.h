// A list that a handle owns and its callers change, with its ledger entry.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/heap_bytes.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class T>
class List {
 public:
  List(std::vector<T> items, LedgerType& type, Site site = Site::here())
      : items_(std::move(items)), inner_bytes_(0), entry_(type, 0, site) {
    for (const T& item : items_) inner_bytes_ += heap_bytes(item);
    update_ledger();
  }

  const std::vector<T>& items() const { return items_; }
  uint32_t length() const { return static_cast<uint32_t>(items_.size()); }
  bool has(uint32_t index) const { return index < items_.size(); }

  void push(T item) {
    inner_bytes_ += heap_bytes(item);
    items_.push_back(std::move(item));
    update_ledger();
  }

  // The maximum number of bytes that push() takes for the list itself, which grows by doubling.
  size_t push_bytes() const {
    return items_.size() < items_.capacity() ? 0 : 2 * (items_.capacity() + 1) * sizeof(T);
  }

  // `index` must be below the length.
  void set(uint32_t index, T item) {
    inner_bytes_ += heap_bytes(item) - heap_bytes(items_[index]);
    items_[index] = std::move(item);
    update_ledger();
  }

 private:
  void update_ledger() {
    entry_.resize(sizeof(*this) + items_.capacity() * sizeof(T) + inner_bytes_);
  }

  std::vector<T> items_;
  size_t inner_bytes_;  // on the heap behind the items
  LedgerEntry entry_;
};

}  // namespace onggi::bindings
