#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/recipe/recipe.h"

namespace kintsugi::train {

/// Where a run stands, apart from its weights.
struct RunState {
  int64_t step = 0;        // steps done
  std::string phase;       // of the last one
  int64_t next_batch = 0;  // the number of the first batch that is not used yet
  std::map<std::string, double> schedule;
  std::map<std::string, double> validated;  // numbers of the last validation
  std::optional<double> best;               // the best value of what validation monitors
  int64_t best_step = 0;
  int64_t num_worse = 0;  // validations since then

  bool operator==(const RunState&) const = default;
};

/// Everything that a run needs to go on as if it had never stopped.
struct Checkpoint {
  recipe::Recipe recipe;  // with every number, the data's mean colour among them
  RunState state;
  std::map<std::string, Tensor> tensors;  // Networks::state
};

// A checkpoint NAME is two files of the folder `checkpoints/`: NAME.json, which says everything but
// the numbers of tensors, and the .safetensors file that it names. The JSON is written last and
// removed first, each file appears whole or not at all: what can be found is complete, whenever the
// process is killed. Format 1; no other is read.

/// The name of the checkpoint after `step` steps: "step-00001000".
std::string checkpoint_name(int64_t step);

/// Writes a checkpoint, over an older one of the name. Errors: disk full, a tensor that holds a
/// number which is not finite; the older one is still there then.
void write_checkpoint(const std::filesystem::path& folder, const std::string& name,
                      const Checkpoint& checkpoint);

/// Errors: there is none of that name, it is damaged, or of another format.
Checkpoint read_checkpoint(const std::filesystem::path& folder, const std::string& name);

/// The names of checkpoints by step, in rising order; without "best".
std::vector<std::string> checkpoint_names(const std::filesystem::path& folder);

/// Removes all checkpoints by step but the last `count`, and what killed processes left behind.
void keep_last(const std::filesystem::path& folder, size_t count);

}  // namespace kintsugi::train
