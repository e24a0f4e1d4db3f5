#pragma once

#include <memory>
#include <string>

#include "kintsugi/train/team.h"

namespace kintsugi::train {

/// This process among those that train together, and where they meet.
struct World {
  int rank = 0, size = 1;
  int local_rank = 0;  // among those of this machine: the number of its GPU
  std::string address = "127.0.0.1";
  int port = 29500;
  int timeout_s = 300;  // a process that does not answer for so long is lost
};

/// As torchrun (RANK, WORLD_SIZE, LOCAL_RANK), Slurm's srun (SLURM_PROCID, SLURM_NTASKS,
/// SLURM_LOCALID, SLURM_LAUNCH_NODE_IPADDR) or Open MPI's mpirun (OMPI_COMM_WORLD_RANK, ...) set
/// it; MASTER_ADDR and MASTER_PORT count for all of them, KINTSUGI_TIMEOUT_S too. Without any of
/// these: one process. Errors: something else than a number, a rank that is not below the size.
World world_from_environment();

/// Meets the other processes: through Gloo, or NCCL for a GPU where LibTorch has it. Waits for
/// them. Errors: LibTorch or this build cannot do it, not all come in time.
std::unique_ptr<Team> join(const World& world, torch::Device device);

}  // namespace kintsugi::train
