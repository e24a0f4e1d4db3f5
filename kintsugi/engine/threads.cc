#include "kintsugi/engine/threads.h"

#include <algorithm>
#include <atomic>

#include "kintsugi/base/parallel.h"

// OpenMP's run-time library by name, as compilers call it for `#pragma omp parallel`. The pragma
// itself would not do: clang's -fopenmp brings LLVM's runtime beside the libgomp that oneDNN is
// linked with, and two runtimes are two sets of threads that fight for the cores. The one that
// FindDNNL.cmake links is oneDNN's; libgomp and LLVM's libomp both have all of these.
extern "C" {
int omp_get_max_threads();
int omp_get_thread_num();
int omp_in_parallel();
void omp_set_num_threads(int threads);
void GOMP_parallel(void (*body)(void*), void* data, unsigned threads, unsigned flags);
}

namespace kintsugi::engine {
namespace {

struct Work {
  const std::function<void(int64_t, int64_t)>& body;
  int64_t count, piece;
  std::atomic<int64_t> next{0};
};

void take_pieces(void* data) {
  auto& work = *static_cast<Work*>(data);
  for (;;) {
    const int64_t begin = work.next.fetch_add(work.piece, std::memory_order_relaxed);
    if (begin >= work.count) return;
    work.body(begin, std::min(begin + work.piece, work.count));
  }
}

}  // namespace

ThreadScope::ThreadScope(int threads) : previous_(omp_get_max_threads()) {
  omp_set_num_threads(threads > 0 ? threads : default_threads());
}

ThreadScope::~ThreadScope() { omp_set_num_threads(previous_); }

int num_threads() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

int thread_index() { return omp_get_thread_num(); }

void parallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  if (count <= 0) return;
  const int64_t threads = num_threads();
  // Four pieces a thread even out cores that are shared with other programs.
  const int64_t piece =
      std::max(std::max<int64_t>(grain, 1), (count + 4 * threads - 1) / (4 * threads));
  if (threads == 1 || piece >= count) return body(0, count);
  Work work{body, count, piece};
  GOMP_parallel(take_pieces, &work,
                static_cast<unsigned>(std::min(threads, (count + piece - 1) / piece)), 0);
}

}  // namespace kintsugi::engine
