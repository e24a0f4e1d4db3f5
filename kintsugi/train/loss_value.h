#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kintsugi::train {

/// A loss that a step has computed: what logs call it, its weight in the sum, and the number
/// before it is weighted.
struct LossValue {
  std::string name;
  double weight = 1;
  torch::Tensor value;
};

/// The weighted sum. Not for no losses.
torch::Tensor total(const std::vector<LossValue>& losses);

/// The numbers by name, brought to the CPU at once. Errors: one is not finite; names it and the
/// step.
std::map<std::string, double> finite_numbers(const std::vector<LossValue>& losses, int64_t step);

}  // namespace kintsugi::train
