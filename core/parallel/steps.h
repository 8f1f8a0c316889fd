// Long computations in steps. Between steps, the caller can show progress, run its event loop, or
// stop.
//
// A function that returns Steps is a coroutine. After each piece of its work it writes
//   co_await pause_after(multiplications);
// which leaves the function if the step's share of work is done. It calls a function of the same
// kind by co_await, which belongs to its own steps then. Nothing runs before the first step.
// References and spans that such a function takes must outlive its work.
// GCC 12 destroys a braced temporary in the arguments of co_await twice: give it a name before.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "core/parallel/coroutine.h"
#include "core/parallel/for_size.h"
#include "core/parallel/parallel_for.h"

namespace onggi {

// The share of a step, in field multiplications: some milliseconds in WebAssembly. A step ends at
// the first pause after it.
inline constexpr size_t kStepWork = size_t{1} << 17;

// Bytes that the frames of a computation and of those that it awaits take at most.
inline constexpr size_t kStepsBytes = 8192;

template <class T>
class Steps;

namespace steps_detail {

// Belongs to a computation and those that it awaits.
struct Run {
  coroutines::coroutine_handle<> current;  // the innermost of them; null at the end
  size_t done = 0;                         // in this step
  size_t share = kStepWork;
  bool paused = false;

  // Returns true at the end.
  bool step() {
    done = 0;
    paused = false;
    while (current && !paused) current.resume();
    return !current;
  }
};

struct PromiseBase {
  // Back to the computation that awaits this one.
  struct Return {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(coroutines::coroutine_handle<Promise> finished) const noexcept {
      finished.promise().run->current = finished.promise().waiting;
    }
    void await_resume() const noexcept {}
  };

  coroutines::suspend_always initial_suspend() const noexcept { return {}; }
  Return final_suspend() const noexcept { return {}; }
  void unhandled_exception() const noexcept { std::terminate(); }

  Run own;
  Run* run = &own;
  coroutines::coroutine_handle<> waiting;
};

template <class T>
struct Promise : PromiseBase {
  Steps<T> get_return_object();
  template <class Value>
  void return_value(Value&& value) {
    result.emplace(std::forward<Value>(value));
  }
  T take() { return *std::move(result); }

  std::optional<T> result;
};

template <>
struct Promise<void> : PromiseBase {
  Steps<void> get_return_object();
  void return_void() const noexcept {}
  void take() const noexcept {}
};

template <class T>
struct Wait {
  bool await_ready() const noexcept { return false; }
  template <class Waiting>
  void await_suspend(coroutines::coroutine_handle<Waiting> waiting) const noexcept {
    awaited.promise().run = waiting.promise().run;
    awaited.promise().waiting = waiting;
    awaited.promise().run->current = awaited;
  }
  T await_resume() const { return awaited.promise().take(); }

  coroutines::coroutine_handle<Promise<T>> awaited;
};

}  // namespace steps_detail

template <class T = void>
class [[nodiscard]] Steps {
 public:
  using promise_type = steps_detail::Promise<T>;

  Steps(const Steps&) = delete;
  Steps& operator=(const Steps&) = delete;
  Steps(Steps&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Steps& operator=(Steps&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  // Frees everything that the computation holds, finished or not.
  ~Steps() {
    if (handle_) handle_.destroy();
  }

  // Works until the share is done. Returns true at the end.
  bool step(size_t share = kStepWork) {
    promise().own.share = share;
    return promise().own.step();
  }
  bool is_finished() const { return !promise().own.current; }

  // The result. Call it once, at the end.
  T take() { return promise().take(); }

  // Works to the end.
  T run() {
    while (!step(std::numeric_limits<size_t>::max())) {
    }
    return take();
  }

  // For another computation to await the result.
  steps_detail::Wait<T> operator co_await() const noexcept { return {handle_}; }

 private:
  friend promise_type;

  explicit Steps(coroutines::coroutine_handle<promise_type> handle) : handle_(handle) {
    promise().own.current = handle;
  }
  promise_type& promise() const { return handle_.promise(); }

  coroutines::coroutine_handle<promise_type> handle_;
};

namespace steps_detail {

template <class T>
Steps<T> Promise<T>::get_return_object() {
  return Steps<T>(coroutines::coroutine_handle<Promise>::from_promise(*this));
}
inline Steps<void> Promise<void>::get_return_object() {
  return Steps<void>(coroutines::coroutine_handle<Promise>::from_promise(*this));
}

struct Pause {
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  bool await_suspend(coroutines::coroutine_handle<Promise> current) const noexcept {
    Run& run = *current.promise().run;
    run.done += multiplications;
    if (run.done < run.share) return false;
    run.current = current;
    run.paused = true;
    return true;
  }
  void await_resume() const noexcept {}

  size_t multiplications;
};

// The share of the step that it is awaited in.
struct Share {
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  bool await_suspend(coroutines::coroutine_handle<Promise> current) noexcept {
    share = current.promise().run->share;
    return false;
  }
  size_t await_resume() const noexcept { return share; }

  size_t share = 0;
};

}  // namespace steps_detail

// Says that about so many field multiplications were done since the last pause; other work counts
// by the time that it takes.
inline steps_detail::Pause pause_after(size_t multiplications) { return {multiplications}; }

// Several computations at the same time, a step of each in a step.
ONGGI_FOR_SIZE inline Steps<> run_together(std::span<Steps<>> computations) {
  if (computations.size() == 1) {
    co_await computations[0];
    co_return;
  }
  for (bool finished = false; !finished;) {
    const size_t share = co_await steps_detail::Share{};
    std::atomic<bool> all_finished = true;
    parallel_for(computations.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        if (!computations[i].is_finished() && !computations[i].step(share)) all_finished = false;
      }
    });
    finished = all_finished;
    co_await pause_after(std::min(share, kStepWork));
  }
}

namespace steps_detail {

// parallel_for_steps for all types of bodies.
ONGGI_FOR_SIZE inline Steps<> loop(size_t n, size_t grain, size_t each, PoolRange range,
                                   void* body) {
  const size_t workers = parallel_workers();
  const size_t ranges = std::max<size_t>(kStepWork / std::max<size_t>(grain * each, 1), 1);
  const size_t part = grain * ranges * workers;
  for (size_t first = 0; first < n; first += part) {
    const size_t count = std::min(part, n - first);
    parallel_for_workers(count, grain, [&](size_t begin, size_t end, size_t worker) {
      range(body, first + begin, first + end, worker);
    });
    co_await pause_after(count * each / workers);
  }
}

}  // namespace steps_detail

// parallel_for in steps. `each`: field multiplications of one index. The body must outlive the
// work: callers give it a name.
template <class Body>
Steps<> parallel_for_steps(size_t n, size_t grain, size_t each, const Body& body) {
  const PoolRange range = [](void* self, size_t begin, size_t end, size_t) {
    (*static_cast<const Body*>(self))(begin, end);
  };
  return steps_detail::loop(n, grain, each, range,
                            const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace onggi
