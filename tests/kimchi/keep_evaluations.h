// The option keepEvaluations, for tests and benchmarks.
#pragma once

#include <memory>

#include "core/kimchi/index/prover_index.h"

namespace onggi::testing {

template <class C>
void keep_evaluations(const std::shared_ptr<const ProverIndex<C>>& index) {
  auto task = IndexTask<C>::keep_evaluations(index);
  while (!task.step()) {
  }
  (void)task.take();
}

}  // namespace onggi::testing
