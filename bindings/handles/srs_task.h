// An SRS in the making.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/bounds/srs.h"
#include "bindings/describe.h"
#include "bindings/handles/srs.h"
#include "bindings/values.h"
#include "bindings/work.h"
#include "core/commitment/srs.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class C>
class SrsTaskHandle {
 public:
  explicit SrsTaskHandle(Work<SrsTask<C>> work)
      : work_(std::move(work)),
        entry_(ledger_type<SrsTaskHandle>(), sizeof(*this) + work_.peak_bytes()) {}

  static Result<std::unique_ptr<SrsTaskHandle>> create(uint32_t depth) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(task, SrsTask<C>::create(depth));
    return std::make_unique<SrsTaskHandle>(
        Work(std::move(task), SrsTask<C>::peak_bytes(depth), before));
  }

  Result<bool> step() { return work_.step(); }
  std::string phase() const { return work_.running() ? "points" : "done"; }
  double fraction() const { return work_.running() ? work_.task().fraction() : 1; }

  Result<std::unique_ptr<SrsHandle<C>>> take() {
    BOOST_OUTCOME_TRY(task, work_.finish());
    return std::make_unique<SrsHandle<C>>(task->take());
  }

  // Until it is freed the task is charged for what its steps take.
  const auto& work() const { return work_; }

 private:
  Work<SrsTask<C>> work_;
  LedgerEntry entry_;
};

template <class C>
struct Describe<SrsTaskHandle<C>> {
  using T = SrsTaskHandle<C>;
  using Curve = C;
  using Bounds = SrsBounds<C>;
  static constexpr const char* kNoun = "SrsTask";
  static constexpr const char* kDoc =
      "An SRS in the making, for those who schedule the work themselves; Srs.createAsync does it "
      "for "
      "the rest. Freeing it cancels the work.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &Bounds::create>("create", "Prepares the work.",
                                             Param{"depth", "how many bases, 1 to 2^16"}),
        method<&T::step, &remaining_bytes<T>>(
            "step", "Does the next piece of work. True when the SRS is finished."),
        getter<&T::phase>("phase", "\"points\", then \"done\"."),
        getter<&T::fraction>("fraction", "How much is done, 0 to 1."),
        method<&T::take, &remaining_bytes<T>>("take", "The finished SRS, once."));
  }
};

}  // namespace onggi::bindings
