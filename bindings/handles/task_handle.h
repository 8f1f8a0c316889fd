// What handles of work in steps have in common: the work is stepped to its end, and its result is
// taken once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/bounds/values.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/error/error.h"
#include "core/kimchi/progress.h"
#include "core/memory/heap.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

// The base of the handle class Self. Task::step() does the next piece of work and returns true at
// the end; Task::progress() says how far the work is. Until it is freed the handle is charged for
// everything that its steps take. What they store in other objects, such as commitments in an SRS,
// is charged to those at the end, or when the handle is freed earlier.
template <class Self, class Task>
class TaskHandle {
 public:
  // Errors: those of the task.
  Result<bool> step() {
    if (state_ == State::running) {
      const size_t before = allocated_bytes;
      auto stepped = Result<bool>(task_.step());
      taken_ += static_cast<ptrdiff_t>(allocated_bytes - before);
      BOOST_OUTCOME_TRY(finished, std::move(stepped));
      if (finished) state_ = State::finished;
    }
    return state_ != State::running;
  }

  std::string phase() const { return progress().phase; }
  double fraction() const { return progress().fraction; }

  // The bytes that the task may still take in addition to those that it holds.
  size_t remaining_bytes() const {
    const size_t taken = std::max<ptrdiff_t>(taken_, 0);
    return peak_bytes_ - std::min(peak_bytes_, taken);
  }

 protected:
  // `peak_bytes`: the maximum that the task and its steps take. `before`: allocated_bytes before
  // the task was created.
  TaskHandle(Task task, size_t peak_bytes, size_t before)
      : task_(std::move(task)),
        peak_bytes_(peak_bytes),
        taken_(static_cast<ptrdiff_t>(allocated_bytes - before)),
        entry_(ledger_type<Self>(), sizeof(Self) + peak_bytes) {}

  // The task, to take its result. Errors: invalid_argument before the end, and the second time.
  Result<Task*> finish() {
    if (state_ == State::running) return fail(Errc::invalid_argument, "the work is not finished");
    if (state_ == State::taken) {
      return fail(Errc::invalid_argument, "the result was taken before");
    }
    state_ = State::taken;
    return &task_;
  }

  const Task& task() const { return task_; }

 private:
  enum class State { running, finished, taken };

  Progress progress() const {
    return state_ == State::running ? task_.progress() : Progress{"done", 1};
  }

  Task task_;
  size_t peak_bytes_;
  ptrdiff_t taken_;  // negative if it was the last to use what others kept
  State state_ = State::running;
  LedgerEntry entry_;
};

inline constexpr Transfer kTaskTransfer =
    does_not_move("it is work under way: move what comes of it");

// The members besides those that make a task.
template <class T>
constexpr auto task_members() {
  return std::tuple(method<&T::step, &remaining_bytes<T>>(
                        "step", "Does the next piece of work. True when all work is done."),
                    getter<&T::phase>("phase", "What the next piece of work belongs to."),
                    getter<&T::fraction>("fraction", "How much is done, 0 to 1, estimated."),
                    method<&T::take, &remaining_bytes<T>>("take", "The result, once."));
}

}  // namespace onggi::bindings
