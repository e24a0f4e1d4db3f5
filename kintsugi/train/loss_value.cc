#include "kintsugi/train/loss_value.h"

#include <torch/csrc/autograd/autograd.h>

#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi::train {

torch::Tensor total(const std::vector<LossValue>& losses) {
  torch::Tensor sum = losses.front().value * losses.front().weight;
  for (size_t i = 1; i < losses.size(); ++i) sum = sum + losses[i].value * losses[i].weight;
  return sum;
}

std::map<std::string, double> finite_numbers(const std::vector<LossValue>& losses, int64_t step) {
  std::map<std::string, double> numbers;
  if (losses.empty()) return numbers;
  std::vector<torch::Tensor> values;
  for (const LossValue& loss : losses) values.push_back(loss.value.detach());
  const torch::Tensor all = torch::stack(values).to(torch::kCPU, torch::kFloat32);
  for (size_t i = 0; i < losses.size(); ++i) {
    const double number = all.data_ptr<float>()[i];
    check(std::isfinite(number), "step ", step, ": loss '", losses[i].name, "' is ",
          std::isnan(number) ? "not a number" : "infinite",
          "; the run's last checkpoint is from before (a smaller learning rate, clip_norm or "
          "precision = \"f32\" may help)");
    numbers[losses[i].name] = number;
  }
  return numbers;
}

}  // namespace kintsugi::train
