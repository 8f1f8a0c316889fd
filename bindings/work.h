// Work in steps, as a handle offers it: stepped to its end, and its result taken once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include "bindings/describe.h"
#include "core/error/error.h"
#include "core/memory/heap.h"

namespace onggi::bindings {

// Task::step() does the next piece of work, and answers true at the end.
template <class Task>
class Work {
 public:
  // `peak`: bytes that the task holds at most. `before`: of allocated_bytes when it was begun.
  Work(Task task, size_t peak, size_t before)
      : task_(std::move(task)), peak_(peak), taken_(allocated_bytes - before) {}

  // Errors: those of the task.
  Result<bool> step() {
    if (running()) {
      const size_t before = allocated_bytes;
      auto stepped = Result<bool>(task_.step());
      taken_ += allocated_bytes - before;
      BOOST_OUTCOME_TRY(finished, std::move(stepped));
      if (finished) state_ = State::finished;
    }
    return !running();
  }

  bool running() const { return state_ == State::running; }
  const Task& task() const { return task_; }

  size_t peak_bytes() const { return peak_; }
  // Bytes that the task may yet take, beyond those that it holds.
  Charged remaining() const { return {peak_ - std::min(peak_, taken_)}; }

  // The task, whose result is taken now. Errors: invalid_argument before the end and after the
  // first time.
  Result<Task*> finish() {
    if (running()) return fail(Errc::invalid_argument, "the work is not finished");
    if (state_ == State::taken) return fail(Errc::invalid_argument, "the result was taken before");
    state_ = State::taken;
    return &task_;
  }

 private:
  enum class State { running, finished, taken };

  Task task_;
  size_t peak_;
  size_t taken_;
  State state_ = State::running;
};

}  // namespace onggi::bindings
