#include "kintsugi/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

TEST(ParallelTest, CallsEveryIndexOnceWhateverTheNumberOfThreads) {
  for (const int threads : {0, 1, 2, 7, 200}) {
    std::vector<std::atomic<int>> calls(100);
    parallel_for(100, threads, [&](int i) { ++calls[i]; });
    for (const auto& count : calls) EXPECT_EQ(count, 1) << threads;
  }
}

TEST(ParallelTest, NothingToDoIsDone) {
  parallel_for(0, 4, [](int) { FAIL(); });
}

TEST(ParallelTest, TheFirstExceptionComesBackAndEndsTheLoop) {
  for (const int threads : {1, 3}) {
    std::atomic<int> num_calls = 0;
    const auto body = [&](int i) {
      ++num_calls;
      check(i != 5, "five");
    };
    EXPECT_THROW(parallel_for(100000, threads, body), Error);
    EXPECT_LT(num_calls, 100000);
  }
}

TEST(ParallelTest, ThereIsAtLeastOneThread) { EXPECT_GE(default_threads(), 1); }

}  // namespace
}  // namespace kintsugi
