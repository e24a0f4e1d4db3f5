#pragma once

#include <memory>
#include <string>

#include "kintsugi/learn/optimizer.h"

namespace kintsugi::train {

/// The weights of a network and their optimizer.
struct Trainee {
  Trainee(std::string name, learn::NamedTensors parameters, const recipe::Optimizer& optimizer);

  std::string name;  // "generator", "judge"
  learn::NamedTensors parameters;
  std::unique_ptr<learn::Optimizer> optimizer;
  double rate;  // before the schedule

  /// Whether gradients are computed for the weights.
  void set_trained(bool is_trained) const;
};

}  // namespace kintsugi::train
