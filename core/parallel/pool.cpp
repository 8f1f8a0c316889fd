#include "core/parallel/pool.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace onggi {
namespace {

struct Loop {
  size_t n;
  size_t grain;
  PoolRange range;
  void* body;
  std::atomic<size_t> next{0};
  std::atomic<size_t> helpers{0};  // number of workers in the loop
  size_t workers = 1;  // workers given out, including the caller's; guarded by the pool's mutex

  void help(size_t worker) {
    for (size_t begin; (begin = next.fetch_add(grain, std::memory_order_relaxed)) < n;) {
      range(body, begin, std::min(n, begin + grain), worker);
    }
  }
};

thread_local bool inside_loop = false;

class Pool {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() { resize(1); }

  size_t threads() const { return threads_.load(std::memory_order_relaxed); }

  void resize(size_t threads) {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
    ending_ = false;
    for (size_t i = 1; i < threads; ++i) workers_.emplace_back([this] { work(); });
    threads_.store(threads, std::memory_order_relaxed);
  }

  // Returns false, without running the loop, if another loop uses the workers.
  bool run(Loop& loop) {
    {
      const std::lock_guard lock(mutex_);
      if (loop_ != nullptr) return false;
      loop_ = &loop;
      ++turn_;
    }
    wake_.notify_all();
    inside_loop = true;
    loop.help(0);
    inside_loop = false;
    {
      const std::lock_guard lock(mutex_);
      loop_ = nullptr;
    }
    // Spins, because less than one range of work remains and the main thread of a web page must not
    // block.
    while (loop.helpers.load(std::memory_order_acquire) != 0 && !abandoned_) {
      std::this_thread::yield();
    }
    if (const auto end = abandoned_.load()) {
      end();
      std::abort();
    }
    return true;
  }

  void abandon(void (*end)()) { abandoned_ = end; }

 private:
  void work() {
    inside_loop = true;
    // Otherwise Emscripten's condition variables wake ten times a second to check for cancellation.
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
    uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [&] { return ending_ || (loop_ != nullptr && turn_ != seen); });
      if (ending_) return;
      seen = turn_;
      Loop& loop = *loop_;
      const size_t worker = loop.workers++;
      ++loop.helpers;
      lock.unlock();
      loop.help(worker);
      // The worker must not access the loop after this.
      loop.helpers.fetch_sub(1, std::memory_order_release);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  Loop* loop_ = nullptr;
  uint64_t turn_ = 0;
  bool ending_ = false;
  std::atomic<void (*)()> abandoned_ = nullptr;
  std::atomic<size_t> threads_{1};
  std::vector<std::thread> workers_;
};

Pool& pool() {
  static Pool instance;
  return instance;
}

}  // namespace

size_t pool_workers() { return inside_loop ? 1 : pool().threads(); }

void set_pool_threads(size_t threads) { pool().resize(std::max<size_t>(threads, 1)); }

void run_on_pool(size_t n, size_t grain, PoolRange range, void* body) {
  Loop loop{n, grain, range, body};
  if (!pool().run(loop)) loop.help(0);
}

void abandon_pool(void (*end)()) { pool().abandon(end); }

}  // namespace onggi
