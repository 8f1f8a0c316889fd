// The task that derives an SRS.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>

#include "bindings/bounds/srs.h"
#include "bindings/describe.h"
#include "bindings/handles/srs.h"
#include "bindings/handles/task_handle.h"
#include "bindings/values.h"
#include "core/commitment/srs.h"

namespace onggi::bindings {

// SrsTask with the progress of a task of a handle.
template <class C>
struct SrsWork {
  SrsTask<C> task;

  bool step() { return task.step(); }
  Progress progress() const { return {"points", task.fraction()}; }
};

template <class C>
class SrsTaskHandle : public TaskHandle<SrsTaskHandle<C>, SrsWork<C>> {
 public:
  SrsTaskHandle(SrsTask<C> task, uint32_t depth, size_t before)
      : TaskHandle<SrsTaskHandle, SrsWork<C>>({std::move(task)}, SrsTask<C>::peak_bytes(depth),
                                              before) {}

  static Result<std::unique_ptr<SrsTaskHandle>> create(uint32_t depth) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(task, SrsTask<C>::create(depth));
    return std::make_unique<SrsTaskHandle>(std::move(task), depth, before);
  }

  Result<std::unique_ptr<SrsHandle<C>>> take() {
    BOOST_OUTCOME_TRY(work, this->finish());
    return std::make_unique<SrsHandle<C>>(work->task.take());
  }
};

template <class C>
struct Describe<SrsTaskHandle<C>> {
  using T = SrsTaskHandle<C>;
  using Curve = C;
  using Bounds = SrsBounds<C>;
  static constexpr const char* kNoun = "SrsTask";
  static constexpr const char* kDoc =
      "Creates an SRS in steps, for programs that schedule the work themselves. Others use "
      "Srs.createAsync. Freeing the task cancels the work.";
  static constexpr Transfer kTransfer = kTaskTransfer;

  static constexpr auto members() {
    return std::tuple_cat(
        std::tuple(factory<&T::create, &Bounds::create>(
            "create", "Prepares the work.", Param{"depth", "the number of bases, 1 to 2^16"})),
        task_members<T>());
  }
};

}  // namespace onggi::bindings
