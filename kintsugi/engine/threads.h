#pragma once

#include <cstdint>
#include <functional>

namespace kintsugi::engine {

/// While one is alive, oneDNN and `parallel` use `threads` threads when called from the thread that
/// made it (0 = default_threads()).
class ThreadScope {
 public:
  explicit ThreadScope(int threads);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int previous_;
};

/// Threads that `parallel` and oneDNN would use now.
int num_threads();

/// Which of `parallel`'s threads calls: 0 to num_threads() - 1. For scratch of its own.
int thread_index();

/// Calls body(begin, end) for pieces that cover [0, count), on oneDNN's own OpenMP threads, so that
/// nobody starts a second set of them. A piece holds at least `grain` items, but for the last.
/// `body` must not throw.
void parallel(int64_t count, int64_t grain,
              const std::function<void(int64_t begin, int64_t end)>& body);

}  // namespace kintsugi::engine
