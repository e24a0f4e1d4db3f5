#pragma once

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "kintsugi/base/random.h"

namespace kintsugi::learn {

/// Numbers in [low, high) from a seed, float64.
inline torch::Tensor numbers(const std::vector<int64_t>& sizes, uint64_t seed, double low = -1,
                             double high = 1) {
  Random random(seed);
  torch::Tensor result = torch::empty(sizes, torch::kFloat64);
  double* values = result.data_ptr<double>();
  for (int64_t i = 0; i < result.numel(); ++i) values[i] = random.uniform(low, high);
  return result;
}

/// A number that depends on every element in its own way.
inline torch::Tensor weighted_sum(const torch::Tensor& x) {
  return (x * numbers(x.sizes().vec(), 99).to(x.scalar_type())).sum();
}

/// The sum of all squared gradients of `loss` by `inputs`, itself differentiable.
inline torch::Tensor squared_gradients(const torch::Tensor& loss,
                                       const std::vector<torch::Tensor>& inputs) {
  torch::Tensor sum = torch::zeros({}, loss.options());
  for (const torch::Tensor& g :
       torch::autograd::grad({loss}, inputs, {}, true, /*create_graph=*/true, true)) {
    if (g.defined()) sum = sum + (g * g).sum();
  }
  return sum;
}

/// The largest difference over the largest magnitude of `expected`.
inline double relative_difference(const torch::Tensor& found, const torch::Tensor& expected) {
  const torch::Tensor a = found.detach().to(torch::kFloat64),
                      b = expected.detach().to(torch::kFloat64);
  const double difference = (a - b).abs().max().item<double>();
  return std::isnan(difference) ? INFINITY : difference / (b.abs().max().item<double>() + 1e-12);
}

/// Compares autograd's gradients of `loss` with (loss(x + h) - loss(x - h)) / 2h, for up to
/// `most` elements of each leaf. The leaves are float64 and are changed in place.
inline void expect_gradients_by(const std::vector<torch::Tensor>& leaves,
                                const std::function<torch::Tensor()>& loss, double tolerance = 1e-5,
                                double h = 1e-5, int64_t most = 1000) {
  const auto found = torch::autograd::grad({loss()}, leaves, {}, {}, false, /*allow_unused=*/true);
  for (size_t i = 0; i < leaves.size(); ++i) {
    const torch::Tensor gradient =
        found[i].defined() ? found[i].contiguous() : torch::zeros_like(leaves[i]);
    double* element = leaves[i].data_ptr<double>();
    double largest = 1, difference = 0;
    const int64_t count = leaves[i].numel(), step = (count + most - 1) / most;
    for (int64_t k = 0; k < count; k += step) {
      const double at = element[k];
      element[k] = at + h;
      const double above = loss().item<double>();
      element[k] = at - h;
      const double below = loss().item<double>();
      element[k] = at;
      const double expected = (above - below) / (2 * h);
      largest = std::max(largest, std::fabs(expected));
      difference = std::max(difference, std::fabs(gradient.data_ptr<double>()[k] - expected));
    }
    EXPECT_LT(difference / largest, tolerance) << "tensor " << i << " of " << leaves.size();
  }
}

/// The same for a function of `inputs`.
inline void expect_gradients(
    const std::vector<torch::Tensor>& inputs,
    const std::function<torch::Tensor(const std::vector<torch::Tensor>&)>& loss) {
  std::vector<torch::Tensor> leaves;
  for (const torch::Tensor& input : inputs) {
    leaves.push_back(input.detach().clone().requires_grad_());
  }
  expect_gradients_by(leaves, [&] { return loss(leaves); });
}

}  // namespace kintsugi::learn
