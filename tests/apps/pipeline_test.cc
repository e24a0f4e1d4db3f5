#include "apps/pipeline.h"

#include <gtest/gtest.h>

#include "apps/report.h"
#include "kintsugi/error.h"
#include "kintsugi/base/parallel.h"

namespace kintsugi::apps {
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
    run_jobs(
        {}, {}, {.jobs = jobs, .threads = threads}, {},
        [&](int share) {
          given = share;
          return std::make_unique<Idle>();
        },
        [](const FillResult&) {});
    EXPECT_EQ(given, expected);
  }
}

TEST(PipelineTest, EveryJobHasOneResultEvenWhenAllFail) {
  std::vector<Job> jobs(50, Job{"no such picture", "nor mask", "out.png", {}});
  int num_failed = 0;
  run_jobs(
      jobs, {}, {.jobs = 4, .threads = 4}, {}, [](int) { return std::make_unique<Idle>(); },
      [&](const FillResult& result) { num_failed += result.status == "failed"; });
  EXPECT_EQ(num_failed, 50);
}

TEST(ReportTest, JsonLinesAreUtf8WhateverTheFileNamesAre) {
  FillResult result;
  result.input = "caf\xE9.png";  // Latin-1
  EXPECT_NE(json_line(result).find("caf\xEF\xBF\xBD.png"), std::string::npos) << json_line(result);
}

}  // namespace
}  // namespace kintsugi::apps
