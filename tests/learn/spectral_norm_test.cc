#include <gtest/gtest.h>

#include "engine/compare.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/learn/graph_module.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using graph::Builder;
using graph::Graph;
using graph::Value;

/// A convolution and a dense layer, both normalized.
Graph two_layers() {
  Builder b("two", 3);
  const auto normalized = b.spectral_norm();
  Value x = b.input("x", {graph::Dim::symbol("N"), 2, 5, 5});
  x = b.leaky_relu(conv(b, "conv", x, {.channels = 4, .kernel = 3, .stride = 2}), 0.2f);
  b.output("result", linear(b, "linear", b.flatten(x), 3));
  return b.finish();
}

torch::Tensor buffer(const GraphModule& module, const std::string& wanted) {
  for (const auto& [name, tensor] : module.buffers()) {
    if (name == wanted) return tensor;
  }
  throw std::runtime_error("no buffer " + wanted);
}

torch::Tensor parameter(const GraphModule& module, const std::string& wanted) {
  for (const auto& [name, tensor] : module.parameters()) {
    if (name == wanted) return tensor;
  }
  throw std::runtime_error("no parameter " + wanted);
}

TEST(SpectralNormTest, GivesWhatTheInterpreterGives) {
  const Graph graph = two_layers();
  GraphModule module(graph);
  const Tensor x = engine::random_tensor({2, 2, 5, 5});
  const torch::Tensor expected = to_torch(graph::run_reference(graph, {{"x", x}}).at("result"));
  EXPECT_LT(relative_difference(module.forward(to_torch(x)), expected), 1e-6);
}

TEST(SpectralNormTest, GradientsAreThoseOfThePaperWithUAndVConstant) {
  GraphModule module(two_layers(), {.is_double = true});
  const torch::Tensor x = numbers({2, 2, 5, 5}, 1);
  std::vector<torch::Tensor> leaves;
  for (const auto& [name, weight] : module.parameters()) leaves.push_back(weight);
  EXPECT_EQ(leaves.size(), 4u);  // the vectors u are none of them
  expect_gradients_by(leaves, [&] { return weighted_sum(module.forward(x)); });
  // Equation 12 of Miyato et al. for one layer: (G - (sum of G W / sigma) u vᵀ) / sigma.
  const torch::Tensor w = parameter(module, "linear.weight"), u = buffer(module, "linear.weight_u");
  const torch::Tensor before = w.detach();
  const torch::Tensor projected = before.t().matmul(u);
  const torch::Tensor sigma = projected.norm(), v = projected / sigma;
  const torch::Tensor g = numbers(before.sizes().vec(), 5);
  const torch::Tensor expected = (g - (g * before / sigma).sum() * u.matmul(v.t())) / sigma;
  torch::Tensor free = before.clone().requires_grad_();
  const torch::Tensor found =
      torch::autograd::grad({(free / (free.t().matmul(u)).norm() * g).sum()}, {free})[0];
  EXPECT_LT(relative_difference(found, expected), 1e-9);
}

TEST(SpectralNormTest, PassesOfTrainingFollowTheWeightAndOthersLeaveUAlone) {
  GraphModule module(two_layers());
  const torch::Tensor x = numbers({2, 2, 5, 5}, 1).to(torch::kFloat32);
  {
    const torch::NoGradGuard no_gradients;
    parameter(module, "conv.weight").copy_(numbers({4, 2, 3, 3}, 7));
  }
  const torch::Tensor before = buffer(module, "conv.weight_u").clone();
  module.forward(x);
  module.train();
  module.forward({{"x", x}}, {.updates_statistics = false});
  EXPECT_TRUE(torch::equal(buffer(module, "conv.weight_u"), before));
  for (int pass = 0; pass < 60; ++pass) module.forward(x);
  const torch::Tensor u = buffer(module, "conv.weight_u");
  EXPECT_FALSE(torch::equal(u, before));
  const torch::Tensor w = parameter(module, "conv.weight").detach().flatten(1);
  const double sigma = w.t().matmul(u).norm().item<double>();
  const double largest = std::get<1>(at::linalg_svd(w)).max().item<double>();
  EXPECT_NEAR(sigma / largest, 1, 1e-4);
}

TEST(SpectralNormTest, GradientsOfTwoPassesAreOfTheVectorsThatEachUsed) {
  GraphModule module(two_layers());
  module.train();
  const torch::Tensor x = numbers({2, 2, 5, 5}, 1).to(torch::kFloat32);
  const torch::Tensor loss = module.forward(x).sum() - module.forward(-x).sum();
  EXPECT_NO_THROW(loss.backward());
  for (const auto& [name, weight] : module.parameters()) EXPECT_TRUE(weight.grad().defined());
}

}  // namespace
}  // namespace kintsugi::learn
