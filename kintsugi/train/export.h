#pragma once

#include <filesystem>
#include <string>

#include "kintsugi/graph/graph.h"
#include "kintsugi/recipe/model.h"
#include "kintsugi/train/checkpoint.h"

namespace kintsugi::train {

/// The checkpoint of a run that `which` names: "last", "best" (by validation; the last one where
/// nothing was validated), or a number of steps. Errors: there is none, says which there are.
Checkpoint find_checkpoint(const std::filesystem::path& run, const std::string& which);

/// The model file's graph (recipe::build_model) with the weights of a checkpoint: the moving
/// average, if there is one. Metadata besides build_model's: "steps"; "validated", numbers of the
/// last validation as JSON; "note", if there is one.
graph::Graph exported_model(const Checkpoint& checkpoint,
                            recipe::FilledBy filled_by = recipe::FilledBy::kGenerator,
                            const std::string& note = "");

/// What the training graph with these weights makes of a picture, computed by LibTorch: what the
/// exported model must give, too.
///   image  [N, 3, S, S]  RGB in [0, 1];  mask  [N, 1, S, S]  1 = hole;  return  as image
Tensor training_result(const Checkpoint& checkpoint, recipe::FilledBy filled_by,
                       const Tensor& image, const Tensor& mask);

}  // namespace kintsugi::train
