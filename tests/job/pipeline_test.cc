#include "kintsugi/job/pipeline.h"

#include <gtest/gtest.h>

#include "kintsugi/base/parallel.h"
#include "kintsugi/error.h"

namespace kintsugi {
namespace {

TEST(PipelineTest, ZeroStandsForWhatTheCoresAllow) {
  EXPECT_EQ(resolved({.jobs = 0, .threads = 0}, 1).jobs, 1);
  EXPECT_EQ(resolved({.jobs = 0, .threads = 0}, 1).threads, default_threads());
  EXPECT_EQ(resolved({.jobs = 0, .threads = 4}, 100).jobs, 4);
  EXPECT_EQ(resolved({.jobs = 0, .threads = 64}, 100).jobs, 8);
}

TEST(PipelineTest, MoreJobsThanPicturesMakeNoSense) {
  EXPECT_EQ(resolved({.jobs = 20, .threads = 2}, 3).jobs, 3);
  EXPECT_EQ(resolved({.jobs = 20, .threads = 2}, 0).jobs, 1);
}

TEST(PipelineTest, RefusesNegativeNumbers) {
  EXPECT_THROW(resolved({.jobs = -1, .threads = 0}, 1), Error);
  EXPECT_THROW(resolved({.jobs = 0, .threads = -1}, 1), Error);
}

// Fills nothing.
class Idle : public Inpainter {
 public:
  Filled fill(const Image& image, const Mask&, const Progress&) const override {
    return {image, {}};
  }
};

TEST(PipelineTest, ThreadsAreDividedAmongTheJobs) {
  for (const auto& [jobs, threads, expected] :
       {std::tuple{1, 8, 8}, {2, 8, 4}, {3, 8, 2}, {4, 2, 1}}) {
    int given = 0;
    const auto make = [&given](int share) {
      given = share;
      return std::make_unique<Idle>();
    };
    // As many pictures as jobs, none of which is there.
    fill_files(std::vector<FileJob>(jobs), make, [](const FillResult&) {}, {},
               {.jobs = jobs, .threads = threads});
    EXPECT_EQ(given, expected);
  }
}

TEST(PipelineTest, EveryJobHasOneResultEvenWhenAllFail) {
  std::vector<FileJob> jobs(50, FileJob{"no such picture", "nor mask", "out.png", {}});
  int num_failed = 0;
  fill_files(
      jobs, [](int) { return std::make_unique<Idle>(); },
      [&](const FillResult& result) { num_failed += result.status == FillStatus::kFailed; }, {},
      {.jobs = 4, .threads = 4});
  EXPECT_EQ(num_failed, 50);
}

}  // namespace
}  // namespace kintsugi
