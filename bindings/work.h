// Work in steps, as a handle offers it: stepped to its end, and its result taken once.
#pragma once

#include <utility>

#include "core/error/error.h"

namespace onggi::bindings {

// Task::step() does the next piece of work, and answers true at the end.
template <class Task>
class Work {
 public:
  explicit Work(Task task) : task_(std::move(task)) {}

  // Errors: those of the task.
  Result<bool> step() {
    if (running()) {
      BOOST_OUTCOME_TRY(finished, Result<bool>(task_.step()));
      if (finished) state_ = State::finished;
    }
    return !running();
  }

  bool running() const { return state_ == State::running; }
  const Task& task() const { return task_; }

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
  State state_ = State::running;
};

}  // namespace onggi::bindings
