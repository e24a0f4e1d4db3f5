#pragma once

#include <memory>
#include <string>

#include "kintsugi/learn/optimizer.h"
#include "kintsugi/recipe/optimizers.h"

namespace kintsugi::train {

/// The optimizer of a recipe with its numbers.
learn::OptimizerOptions optimizer_options(const recipe::Optimizer& optimizer);

/// The weights of a network and their optimizer.
struct Trainee {
  Trainee(std::string name, learn::NamedTensors parameters, const recipe::Optimizer& optimizer);

  std::string name;  // "generator", "judge"
  learn::NamedTensors parameters;
  double rate;  // before the schedule
  std::unique_ptr<learn::Optimizer> optimizer;

  /// Whether gradients are computed for the weights.
  void set_trained(bool is_trained) const;
};

}  // namespace kintsugi::train
