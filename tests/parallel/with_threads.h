// Sets the number of threads for the lifetime of an object.
#pragma once

#include "core/parallel/pool.h"

namespace onggi::testing {

class WithThreads {
 public:
  explicit WithThreads(size_t threads) { set_pool_threads(threads); }
  ~WithThreads() { set_pool_threads(1); }
  WithThreads(const WithThreads&) = delete;
  WithThreads& operator=(const WithThreads&) = delete;
};

}  // namespace onggi::testing
