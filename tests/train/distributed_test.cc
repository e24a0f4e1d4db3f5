#include "kintsugi/train/distributed.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/socket.h>

#include <fstream>

#include "kintsugi/error.h"
#include "kintsugi/train/buckets.h"
#include "kintsugi/train/trainer.h"
#include "tests/train/child.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

/// Sets variables, and takes them back in the end.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& variables)
      : variables_(variables) {
    for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
  }
  ~Environment() {
    for (const auto& [name, value] : variables_) unsetenv(name.c_str());
  }

 private:
  std::map<std::string, std::string> variables_;
};

TEST(DistributedTest, KnowsWhatTorchrunSlurmAndOpenMpiSay) {
  EXPECT_EQ(world_from_environment().size, 1);
  {
    const Environment torchrun({{"RANK", "3"},
                                {"WORLD_SIZE", "4"},
                                {"LOCAL_RANK", "1"},
                                {"MASTER_ADDR", "10.0.0.1"},
                                {"MASTER_PORT", "1234"}});
    const World world = world_from_environment();
    EXPECT_EQ(world.rank, 3);
    EXPECT_EQ(world.size, 4);
    EXPECT_EQ(world.local_rank, 1);
    EXPECT_EQ(world.address, "10.0.0.1");
    EXPECT_EQ(world.port, 1234);
  }
  {
    const Environment slurm(
        {{"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}, {"SLURM_LAUNCH_NODE_IPADDR", "10.0.0.2"}});
    EXPECT_EQ(world_from_environment().rank, 1);
    EXPECT_EQ(world_from_environment().address, "10.0.0.2");
  }
  const Environment mpi({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "1"}});
  EXPECT_THROW(world_from_environment(), Error);  // process 1 of 1
}

TEST(BucketsTest, StartWhileTheBackwardPassRunsAndGiveMeans) {
  torch::Tensor a = torch::full({3}, 2.f), b = torch::full({2}, 5.f), frozen = torch::ones({1});
  a.set_requires_grad(true), b.set_requires_grad(true);
  std::vector<int64_t> started;
  // A second process that has the same gradients once more, and two of its own.
  Buckets buckets(
      [&](torch::Tensor& flat) {
        started.push_back(flat.numel());
        flat.mul_(3);
        return [] {};
      },
      2, /*max_bytes=*/4);
  buckets.begin({{"a", a}, {"frozen", frozen}, {"b", b}});
  (a.sum() * 4 + (b * b).sum()).backward();
  EXPECT_EQ(started, (std::vector<int64_t>{2, 3}));  // the last parameter's bucket came first
  buckets.finish();
  EXPECT_FLOAT_EQ(a.grad()[0].item<float>(), 4 * 1.5);
  EXPECT_FLOAT_EQ(b.grad()[1].item<float>(), 10 * 1.5);
  EXPECT_FALSE(frozen.grad().defined());
}

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bind(descriptor, reinterpret_cast<sockaddr*>(&address), length);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
  close(descriptor);
  return ntohs(address.sin_port);
}

constexpr const char* kFolder = "KINTSUGI_RANKS_TEST_FOLDER";
constexpr const char* kSteps = "KINTSUGI_RANKS_TEST_STEPS";

/// Without batch norm, so that pictures do not depend on one another; with plain descent, which
/// does not make much of small differences.
recipe::Recipe shared_recipe(const std::string& steps, int batch) {
  recipe::Recipe recipe =
      tiny_recipe({"steps=" + steps, "batch=" + std::to_string(batch), "validate_every=4"});
  recipe.input.range = recipe::Range::kSigned;
  recipe.generator = nets::GmcnnOptions();
  auto& generator = std::get<nets::GmcnnOptions>(recipe.generator);
  generator.width = 4, generator.padding = nets::Border::kZeros;
  recipe.optimizer = recipe::Sgd{.rate = 0.02, .momentum = 0.5};
  nets::GmcnnDiscriminatorOptions judge;
  judge.width = 4;
  recipe.discriminators[0].network = judge;
  recipe.discriminators[0].loss = recipe::GanLoss::kWasserstein;
  recipe.discriminators[0].gradient_penalty = 10;
  recipe.discriminators[0].optimizer = recipe::Sgd{.rate = 0.001};
  return recipe;
}

pid_t start_rank(int rank, int port, const std::filesystem::path& folder,
                 const std::string& steps) {
  return start_child("DistributedTest.DISABLED_Rank", {{"RANK", std::to_string(rank)},
                                                       {"WORLD_SIZE", "2"},
                                                       {"MASTER_PORT", std::to_string(port)},
                                                       {"KINTSUGI_TIMEOUT_S", "60"},
                                                       {kFolder, folder},
                                                       {kSteps, steps}});
}

/// A rank's part; no test by itself.
TEST(DistributedTest, DISABLED_Rank) {
  const char* folder = std::getenv(kFolder);
  if (!folder) GTEST_SKIP() << "runs as a child of other tests";
  learn::set_num_threads(1);
  const World world = world_from_environment();
  const auto team = join(world, torch::kCPU);
  const recipe::Recipe recipe = shared_recipe(std::getenv(kSteps), 2);
  Feed feed = drawn_feed(recipe);
  feed.open = [&](int64_t first) -> NextPictures {
    return [&, next = first]() mutable {
      return drawn_pictures(recipe, 2 * (2 * next++ + world.rank), 2);
    };
  };
  Trainer trainer(recipe, folder, {.team = team.get()});
  try {
    trainer.run(feed);
  } catch (const Error& error) {
    std::ofstream(std::filesystem::path(folder) / ("error." + std::to_string(world.rank)))
        << error.what();
    std::_Exit(1);
  }
}

/// Whether this build can do it at all; any other reason why it cannot is a failure.
bool has_gloo() {
  try {
    join({.port = free_port(), .timeout_s = 20}, torch::kCPU);
  } catch (const Error& error) {
    if (std::string(error.what()).find("trains in one process") != std::string::npos) return false;
    throw;
  }
  return true;
}

double largest_difference(const Checkpoint& a, const Checkpoint& b) {
  double largest = 0;
  for (const auto& [name, tensor] : a.tensors) {
    if (tensor.type() != DataType::kFloat32) continue;
    const torch::Tensor difference = learn::to_torch(tensor) - learn::to_torch(b.tensors.at(name));
    largest = std::max(largest, difference.abs().max().item<double>());
  }
  return largest;
}

TEST(DistributedTest, TwoProcessesGiveTheWeightsOfOneWithTwiceTheBatch) {
  if (!has_gloo()) GTEST_SKIP() << "LibTorch's Gloo or its headers are missing";
  const TemporaryFolder one, two;
  const recipe::Recipe recipe = shared_recipe("12", 4);
  Trainer trainer(recipe, one.path, {});
  trainer.run(drawn_feed(recipe));
  const int port = free_port();
  const pid_t first = start_rank(0, port, two.path, "12");
  const pid_t second = start_rank(1, port, two.path, "12");
  ASSERT_EQ(exit_code_of(first), 0);
  ASSERT_EQ(exit_code_of(second), 0);
  const Checkpoint expected = read_checkpoint(one.path, "step-00000012");
  const Checkpoint found = read_checkpoint(two.path, "step-00000012");
  EXPECT_LT(largest_difference(expected, found), 1e-5);
  EXPECT_GT(largest_difference(read_checkpoint(one.path, "step-00000008"), found), 1e-4);
}

TEST(DistributedTest, ALostProcessEndsTheOthersWithAnErrorAndAWholeCheckpoint) {
  if (!has_gloo()) GTEST_SKIP() << "LibTorch's Gloo or its headers are missing";
  const TemporaryFolder folder;
  const int port = free_port();
  const pid_t first = start_rank(0, port, folder.path, "100000");
  const pid_t second = start_rank(1, port, folder.path, "100000");
  while (checkpoint_names(folder.path).size() < 2) usleep(10000);
  kill(second, SIGKILL);
  EXPECT_EQ(exit_code_of(second), -1);
  EXPECT_EQ(exit_code_of(first), 1);
  std::ifstream file(folder.path / "error.0");
  const std::string error((std::istreambuf_iterator<char>(file)), {});
  EXPECT_THAT(error, testing::StartsWith("process 0 of 2 has lost another one"));
  const Checkpoint last = read_checkpoint(folder.path, checkpoint_names(folder.path).back());
  EXPECT_GT(last.state.step, 0);
}

}  // namespace
}  // namespace kintsugi::train
