#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "kintsugi/train/trainer.h"
#include "tests/train/child.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

constexpr const char* kFolder = "KINTSUGI_KILL_TEST_FOLDER";

recipe::Recipe killed_recipe() { return tiny_recipe({"steps=48", "checkpoint_every=2"}); }

/// A process that goes on with the run of `folder` from its last checkpoint.
pid_t start_run(const std::filesystem::path& folder) {
  return start_child("KillTest.DISABLED_Child", {{kFolder, folder}});
}

void sleep_ms(double time_ms) {
  std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(time_ms));
}

/// Waits until there are checkpoints beyond `name`; false if the process has ended before.
bool wait_for_progress(const std::filesystem::path& folder, const std::string& name, pid_t child) {
  while (true) {
    const std::vector<std::string> names = checkpoint_names(folder);
    if (!names.empty() && names.back() > name) return true;
    siginfo_t info = {};
    waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
    if (info.si_pid == child) return false;
    sleep_ms(1);
  }
}

std::string last_checkpoint(const std::filesystem::path& folder) {
  const std::vector<std::string> names = checkpoint_names(folder);
  return names.empty() ? "" : names.back();
}

/// The child's part; no test by itself.
TEST(KillTest, DISABLED_Child) {
  const char* folder = std::getenv(kFolder);
  if (!folder) GTEST_SKIP() << "runs as the child of KillTest.AKilledRunGoesOnBitForBit";
  const recipe::Recipe recipe = killed_recipe();
  Trainer trainer(recipe, folder, {});
  trainer.run(drawn_feed(recipe));
}

TEST(KillTest, AKilledRunGoesOnBitForBit) {
  const recipe::Recipe recipe = killed_recipe();
  const TemporaryFolder whole, killed;
  Trainer trainer(recipe, whole.path, {});
  trainer.run(drawn_feed(recipe));

  Random random(static_cast<uint64_t>(getpid()));  // other moments every time
  int num_killed = 0;
  for (int i = 0; i < 8; ++i) {
    const std::string last = last_checkpoint(killed.path);
    const pid_t child = start_run(killed.path);
    if (wait_for_progress(killed.path, last, child)) {
      sleep_ms(random.uniform(0, 60));
      kill(child, SIGKILL);
    }
    num_killed += exit_code_of(child) == -1;
  }
  EXPECT_GT(num_killed, 0);
  ASSERT_EQ(exit_code_of(start_run(killed.path)), 0);
  const Checkpoint expected = read_checkpoint(whole.path, "step-00000048");
  const Checkpoint found = read_checkpoint(killed.path, "step-00000048");
  EXPECT_EQ(found.tensors, expected.tensors);
  EXPECT_EQ(found.state, expected.state);
  EXPECT_EQ(read_checkpoint(killed.path, "best").tensors,
            read_checkpoint(whole.path, "best").tensors);
}

}  // namespace
}  // namespace kintsugi::train
