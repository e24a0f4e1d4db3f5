#include "kintsugi/train/distributed.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <cstdlib>

#include "kintsugi/error.h"
#include "kintsugi/options.h"
#include "kintsugi/train/buckets.h"

// LibTorch's headers for process groups ask for those of Gloo and NCCL, which come in packages of
// their own.
#if defined(USE_C10D_GLOO) && __has_include(<gloo/context.h>)
#define KINTSUGI_HAS_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#if defined(USE_C10D_NCCL) && __has_include(<nccl.h>)
#define KINTSUGI_HAS_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#endif

namespace kintsugi::train {

namespace {

/// The first of the variables that is set.
std::string text_of(std::initializer_list<const char*> names, const std::string& otherwise) {
  for (const char* name : names) {
    if (const char* text = std::getenv(name)) return text;
  }
  return otherwise;
}

int number_of(std::initializer_list<const char*> names, int otherwise) {
  for (const char* name : names) {
    const char* text = std::getenv(name);
    if (!text) continue;
    int number = 0;
    read_value(name, text, number);
    return number;
  }
  return otherwise;
}

}  // namespace

World world_from_environment() {
  World world;
  world.rank = number_of({"RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID"}, 0);
  world.size = number_of({"WORLD_SIZE", "OMPI_COMM_WORLD_SIZE", "SLURM_NTASKS"}, 1);
  world.local_rank = number_of({"LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "SLURM_LOCALID"}, 0);
  world.address = text_of({"MASTER_ADDR", "SLURM_LAUNCH_NODE_IPADDR"}, world.address);
  world.port = number_of({"MASTER_PORT"}, world.port);
  world.timeout_s = number_of({"KINTSUGI_TIMEOUT_S"}, world.timeout_s);
  check(world.size >= 1 && world.rank >= 0 && world.rank < world.size, "this is process ",
        world.rank, " of ", world.size, ", expected a number below that");
  return world;
}

#ifdef KINTSUGI_HAS_GLOO

namespace {

#if TORCH_VERSION_MAJOR >= 2
using Group = c10d::Backend;
#else
using Group = c10d::ProcessGroup;
#endif

/// LibTorch 2.6 presets libuv, which not every build of it has (Debian's has not).
template <class Options>
void use_plain_sockets(Options& options) {
  if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

c10::intrusive_ptr<Group> make_group(const World& world, torch::Device device) {
  const std::chrono::seconds timeout(world.timeout_s);
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(world.port);
  options.isServer = world.rank == 0;
  options.numWorkers = world.size;
  options.timeout = timeout;
  use_plain_sockets(options);
  const auto store = c10::make_intrusive<c10d::TCPStore>(world.address, options);
#ifdef KINTSUGI_HAS_NCCL
  if (device.is_cuda()) {
    const auto nccl = c10d::ProcessGroupNCCL::Options::create();
    nccl->timeout = timeout;
    return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, world.rank, world.size, nccl);
  }
#endif
  static_cast<void>(device);
  const auto gloo = c10d::ProcessGroupGloo::Options::create(timeout);
  gloo->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, world.rank, world.size, gloo);
}

class GroupTeam : public Team {
 public:
  GroupTeam(const World& world, torch::Device device)
      : world_(world),
        device_(device),
        group_(make_group(world, device)),
        buckets_([this](torch::Tensor& flat) { return start_sum(flat); }, world.size) {}

  int rank() const override { return world_.rank; }
  int size() const override { return world_.size; }
  void begin(const learn::NamedTensors& parameters) override { buckets_.begin(parameters); }
  void finish() override { buckets_.finish(); }

  void average(const learn::NamedTensors& tensors) override {
    if (tensors.empty()) return;
    const torch::NoGradGuard no_gradients;
    std::vector<torch::Tensor> parts;
    for (const auto& [name, tensor] : tensors) parts.push_back(tensor.reshape({-1}));
    torch::Tensor flat = torch::cat(parts);
    start_sum(flat)();
    flat.div_(world_.size);
    int64_t at = 0;
    for (const auto& [name, tensor] : tensors) {
      tensor.copy_(flat.narrow(0, at, tensor.numel()).view_as(tensor));
      at += tensor.numel();
    }
  }

  bool any(bool is_true) override {
    torch::Tensor count = torch::full({1}, is_true ? 1.f : 0.f, torch::device(device_));
    start_sum(count)();
    return count.item<float>() > 0;
  }

 private:
  std::function<void()> start_sum(torch::Tensor& flat) {
    std::vector<torch::Tensor> tensors = {flat};
    const auto work = guarded([&] { return group_->allreduce(tensors); });
    return [this, work] { guarded([&] { return work->wait(); }); };
  }

  /// What goes wrong between processes, as our Error.
  template <class Call>
  auto guarded(const Call& call) -> decltype(call()) {
    try {
      return call();
    } catch (const std::exception& error) {
      const std::string reason = error.what();
      throw Error("process " + std::to_string(world_.rank) + " of " + std::to_string(world_.size) +
                  " has lost another one, or waited " + std::to_string(world_.timeout_s) +
                  " s for it: " + reason.substr(0, reason.find('\n')));
    }
  }

  World world_;
  torch::Device device_;
  c10::intrusive_ptr<Group> group_;
  Buckets buckets_;
};

}  // namespace

std::unique_ptr<Team> join(const World& world, torch::Device device) {
  try {
    return std::make_unique<GroupTeam>(world, device);
  } catch (const std::exception& error) {
    const std::string reason = error.what();
    throw Error("process " + std::to_string(world.rank) + " of " + std::to_string(world.size) +
                " cannot meet the others at " + world.address + ":" + std::to_string(world.port) +
                ": " + reason.substr(0, reason.find('\n')));
  }
}

#else

std::unique_ptr<Team> join(const World& world, torch::Device) {
  throw Error("this is process " + std::to_string(world.rank) + " of " +
              std::to_string(world.size) +
              ", but this build trains in one process: LibTorch's Gloo or its headers "
              "(libgloo-dev) were missing");
}

#endif

}  // namespace kintsugi::train
