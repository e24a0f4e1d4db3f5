#include "kintsugi/train/checkpoint.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <limits>

#include "kintsugi/error.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

namespace fs = std::filesystem;

Checkpoint sample(int64_t step) {
  Checkpoint checkpoint;
  checkpoint.recipe = tiny_recipe({"steps=77"});
  checkpoint.state = {.step = step,
                      .phase = "joint",
                      .next_batch = 3 * step,
                      .schedule = {{"plateau", 0.1}},
                      .validated = {{"psnr", 23.456789012345678}},
                      .best = 0.1,
                      .best_step = 4,
                      .num_worse = 2};
  checkpoint.tensors = {{"generator/w", Tensor({2}, std::vector<float>{1, float(step)})},
                        {"optimizer/n", Tensor::scalar(int64_t{7})}};
  return checkpoint;
}

TEST(CheckpointTest, ComesBackAsItWas) {
  const TemporaryFolder folder;
  write_checkpoint(folder.path, checkpoint_name(9), sample(9));
  const Checkpoint found = read_checkpoint(folder.path, "step-00000009");
  EXPECT_EQ(found.state, sample(9).state);
  EXPECT_EQ(found.tensors, sample(9).tensors);
  EXPECT_EQ(found.recipe.training.steps, 77);
  EXPECT_EQ(found.recipe.name, "tiny");
}

TEST(CheckpointTest, KeepsTheLastTwoAndTheBest) {
  const TemporaryFolder folder;
  write_checkpoint(folder.path, "best", sample(1));
  for (const int step : {1, 2, 3})
    write_checkpoint(folder.path, checkpoint_name(step), sample(step));
  std::ofstream(folder.path / ".kintsugi.1.1") << "left behind by a killed process";
  write_checkpoint(folder.path, "best", sample(2));
  keep_last(folder.path, 2);
  EXPECT_THAT(checkpoint_names(folder.path),
              testing::ElementsAre("step-00000002", "step-00000003"));
  EXPECT_EQ(read_checkpoint(folder.path, "best").state.step, 2);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), {}), 6);
}

TEST(CheckpointTest, ATensorFileWithoutItsJsonIsNoCheckpoint) {
  const TemporaryFolder folder;
  write_checkpoint(folder.path, checkpoint_name(1), sample(1));
  write_checkpoint(folder.path, checkpoint_name(2), sample(2));
  fs::remove(folder.path / "step-00000002.json");  // killed between the two files
  EXPECT_THAT(checkpoint_names(folder.path), testing::ElementsAre("step-00000001"));
}

TEST(CheckpointTest, WhereTheDiskIsFullTheOlderOneStays) {
  const TemporaryFolder folder;
  write_checkpoint(folder.path, "best", sample(1));
  Checkpoint large = sample(2);
  large.tensors["generator/w"] = Tensor({1 << 16}, std::vector<float>(1 << 16));
  rlimit old;
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small = {.rlim_cur = 1 << 16, .rlim_max = old.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);  // writing fails instead, as on a full disk
  setrlimit(RLIMIT_FSIZE, &small);
  try {
    write_checkpoint(folder.path, "best", large);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("cannot write"));
  }
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(read_checkpoint(folder.path, "best").state.step, 1);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), {}), 2);  // nothing half-written
}

TEST(CheckpointTest, WeightsThatAreNotFiniteAreNotWritten) {
  const TemporaryFolder folder;
  Checkpoint bad = sample(5);
  bad.tensors["generator/w"] =
      Tensor({1}, std::vector<float>{std::numeric_limits<float>::quiet_NaN()});
  try {
    write_checkpoint(folder.path, "best", bad);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("after step 5 generator/w"));
  }
  EXPECT_TRUE(fs::is_empty(folder.path));
}

TEST(CheckpointTest, RefusesOtherFormatsAndDamage) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_checkpoint(folder.path, "best"), Error);
  std::ofstream(folder.path / "a.json") << R"({"format": 2})";
  std::ofstream(folder.path / "b.json") << R"({"format": 1, "step": )";
  std::ofstream(folder.path / "c.json") << R"({"format": 1})";
  for (const char* name : {"a", "b", "c"}) EXPECT_THROW(read_checkpoint(folder.path, name), Error);
}

}  // namespace
}  // namespace kintsugi::train
