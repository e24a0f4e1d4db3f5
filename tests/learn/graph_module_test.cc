#include "kintsugi/learn/graph_module.h"

#include <gtest/gtest.h>

#include "engine/compare.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/nets/list.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using engine::random_tensor;
using graph::Builder;
using graph::Dim;
using graph::Graph;
using graph::SymbolValues;
using graph::Value;

TensorMap to_torch(const std::map<std::string, Tensor>& tensors) {
  TensorMap result;
  for (const auto& [name, tensor] : tensors) result[name] = learn::to_torch(tensor);
  return result;
}

/// Batch norms of fresh weights do nothing; these do.
void stir_weights(Graph& graph) {
  for (auto& [name, weight] : graph.weights) {
    if (weight.sizes().size() != 1) continue;
    const bool is_positive = name.ends_with("weight") || name.ends_with("running_var");
    Random random(7, graph::hash_name(name));
    std::vector<float> values;
    for (int64_t i = 0; i < weight.size(); ++i) {
      values.push_back(
          static_cast<float>(is_positive ? random.uniform(0.5, 1.5) : random.uniform(-0.1, 0.1)));
    }
    weight = Tensor(weight.sizes(), std::move(values));
  }
}

/// Small sizes that a network of the list takes.
SymbolValues symbols_for(std::string_view name) {
  if (name.starts_with("gmcnn")) return {{"N", 1}, {"H", 200}, {"W", 204}};
  if (name == "alexnet") return {{"N", 2}, {"H", 63}, {"W", 95}};
  return {{"N", 2}, {"H", 32}, {"W", 64}};
}

TEST(GraphModuleTest, GivesWhatTheEngineGivesForEveryNetwork) {
  for (const nets::Network& network : nets::all_networks()) {
    SCOPED_TRACE(network.name);
    Graph graph = network.build(1);
    stir_weights(graph);
    const SymbolValues symbols = symbols_for(network.name);
    for (graph::Port& port : graph.inputs) port.shape = substitute(port.shape, symbols);
    const auto inputs = engine::random_inputs(graph);
    engine::PackedWeights packed;
    const engine::Plan plan(graph, {}, DataType::kFloat32, 2, packed);
    const auto expected = engine::run_plan(plan, graph, inputs);
    GraphModule module(graph);
    const torch::NoGradGuard no_gradients;
    const TensorMap found = module.forward(to_torch(inputs));
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
      ASSERT_EQ(found.at(name).sizes().vec(), tensor.sizes()) << name;
      EXPECT_LT(engine::relative_difference(tensor, from_torch(found.at(name))), 1e-4) << name;
    }
  }
}

/// image -> conv, batch norm, ReLU, dropout, conv -> result; and the features before.
Graph small_network(uint64_t seed = 1) {
  Builder b("small", seed);
  Value x = b.input("x", {Dim::symbol("N"), 3, Dim::symbol("H"), Dim::symbol("W")});
  x = graph::conv(b, "conv1", x, {.channels = 8, .kernel = 3, .padding = 1});
  x = b.relu(graph::batch_norm(b, "norm1", x));
  b.output("features", x);
  x = b.dropout(x, 0.5f);
  b.output("result", graph::conv(b, "conv2", x, {.channels = 3, .kernel = 3, .padding = 1}));
  return b.finish();
}

torch::Tensor pictures(uint64_t seed = 1) {
  return numbers({2, 3, 6, 5}, seed).to(torch::kFloat32);
}

torch::Tensor weight(const GraphModule& module, const std::string& name) {
  for (const NamedTensors* tensors : {&module.parameters(), &module.buffers()}) {
    for (const auto& [known, tensor] : *tensors) {
      if (known == name) return tensor;
    }
  }
  return {};
}

TEST(GraphModuleTest, GpusComputeInBfloat16Natively) {
  EXPECT_EQ(native_precision(torch::kCUDA), Precision::kBf16);
}

TEST(GraphModuleTest, ParametersAreInTheOrderOfTheGraph) {
  const GraphModule module(small_network());
  std::vector<std::string> names;
  for (const auto& [name, parameter] : module.parameters()) {
    names.push_back(name);
    EXPECT_TRUE(parameter.requires_grad() && parameter.is_leaf());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"conv1.weight", "conv1.bias", "norm1.weight",
                                             "norm1.bias", "conv2.weight", "conv2.bias"}));
  ASSERT_EQ(module.buffers().size(), 2u);
  EXPECT_EQ(module.buffers()[0].first, "norm1.running_mean");
}

TEST(GraphModuleTest, BatchNormInTrainingUsesAndRemembersTheBatch) {
  Builder b("norm");
  const Value x = b.input("x", {Dim::symbol("N"), 1, 2, 2});
  b.output("result", graph::batch_norm(b, "norm", x, 0.5f));
  GraphModule module(b.finish());
  module.train();
  const std::vector<float> values = {0, 0, 2, 2, 0, 0, 2, 6};
  const double mean = 12 / 8., squares = 4 * 1.5 * 1.5 + 3 * .5 * .5 + 4.5 * 4.5;
  const torch::Tensor in = torch::tensor(values).view({2, 1, 2, 2});
  const torch::Tensor y = module.forward({{"x", in}}).at("result");
  EXPECT_NEAR(y.flatten()[7].item<double>(), (6 - mean) / std::sqrt(squares / 8 + .5), 1e-6);
  EXPECT_NEAR(weight(module, "norm.running_mean").item<double>(), .1 * mean, 1e-7);
  EXPECT_NEAR(weight(module, "norm.running_var").item<double>(), .9 + .1 * squares / 7, 1e-6);
  module.forward({{"x", in}}, {.updates_statistics = false});
  EXPECT_NEAR(weight(module, "norm.running_mean").item<double>(), .1 * mean, 1e-7);
  module.eval();
  const torch::Tensor z = module.forward({{"x", in}}).at("result");
  EXPECT_NEAR(z.flatten()[7].item<double>(),
              (6 - .1 * mean) / std::sqrt(.9 + .1 * squares / 7 + .5), 1e-6);
}

TEST(GraphModuleTest, BatchNormCannotLearnFromOneValue) {
  GraphModule module(small_network());
  module.train();
  EXPECT_THROW(module.forward({{"x", torch::zeros({1, 3, 1, 1})}}), Error);
}

TEST(GraphModuleTest, DropoutFollowsSeedAndStepAlone) {
  GraphModule first(small_network(), {.seed = 1}), resumed(small_network(), {.seed = 1});
  GraphModule other(small_network(), {.seed = 2});
  for (GraphModule* module : {&first, &resumed, &other}) module->train();
  const auto run = [](GraphModule& module) {
    return module.forward({{"x", pictures()}}, {.outputs = {"result"}, .updates_statistics = false})
        .at("result");
  };
  first.set_step(6);
  run(first);
  first.set_step(7);
  const torch::Tensor a = run(first), b = run(first);
  EXPECT_FALSE(a.equal(b));  // the second pass of a step
  resumed.set_step(7);
  EXPECT_TRUE(run(resumed).equal(a));
  EXPECT_TRUE(run(resumed).equal(b));
  other.set_step(7);
  EXPECT_FALSE(run(other).equal(a));
  first.eval();
  EXPECT_TRUE(run(first).equal(run(first)));
}

TEST(GraphModuleTest, DropoutKeepsTheMean) {
  Builder b("dropout");
  b.output("result", b.dropout(b.input("x", {100000}), 0.3f));
  GraphModule module(b.finish());
  module.train();
  const torch::Tensor y = module.forward(torch::ones({100000}));
  EXPECT_NEAR(y.mean().item<double>(), 1, 0.01);
  EXPECT_NEAR((y == 0).to(torch::kFloat32).mean().item<double>(), 0.3, 0.01);
}

/// Two steps of gradient descent.
std::map<std::string, Tensor> trained(uint64_t seed) {
  GraphModule module(small_network(seed), {.seed = seed});
  module.train();
  for (uint64_t step = 0; step < 2; ++step) {
    module.set_step(step);
    module.forward(pictures(step)).square().mean().backward();
    const torch::NoGradGuard no_gradients;
    for (const auto& [name, parameter] : module.parameters()) {
      parameter.sub_(parameter.grad(), 0.1);
      parameter.mutable_grad().reset();
    }
  }
  return module.weights();
}

TEST(GraphModuleTest, TrainsTheSameBitForBitWithTheSameSeed) {
  EXPECT_EQ(trained(1), trained(1));
  EXPECT_NE(trained(1), trained(2));
}

TEST(GraphModuleTest, ComputesOnlyWhatAnOutputNeeds) {
  Builder b("two");
  const Value x = b.input("x", {2}), y = b.input("y", {2});
  b.output("first", b.relu(x));
  b.output("second", b.add(x, y));
  GraphModule module(b.finish());
  const TensorMap found = module.forward({{"x", torch::ones({2})}}, {.outputs = {"first"}});
  EXPECT_EQ(found.size(), 1u);  // and y was not asked for
  EXPECT_THROW(module.forward({{"x", torch::ones({2})}}), Error);
  EXPECT_THROW(module.forward({{"x", torch::ones({2})}}, {.outputs = {"third"}}), Error);
  EXPECT_THROW(module.forward({{"x", torch::ones({3})}}, {.outputs = {"first"}}), Error);
}

/// Cosine of the angle between two modules' gradients by all weights but biases, of which those
/// before batch norms are rounding alone.
double agreement(const GraphModule& a, const GraphModule& b) {
  double products = 0, squares_a = 0, squares_b = 0;
  for (size_t i = 0; i < a.parameters().size(); ++i) {
    if (a.parameters()[i].first.ends_with("bias")) continue;
    const torch::Tensor x = a.parameters()[i].second.grad(), y = b.parameters()[i].second.grad();
    EXPECT_EQ(y.scalar_type(), torch::kFloat32);
    products += (x * y).sum().item<double>();
    squares_a += x.square().sum().item<double>();
    squares_b += y.square().sum().item<double>();
  }
  return products / std::sqrt(squares_a * squares_b);
}

/// Each layer adds its rounding, so that a deep network with fresh weights agrees less.
TEST(GraphModuleTest, MixedPrecisionIsCloseToFloat32) {
  const auto compare = [](Graph graph, double most, double least_agreement) {
    SCOPED_TRACE(graph.name);
    stir_weights(graph);
    const ModuleOptions mixed = {.precision = Precision::kBf16, .is_channels_last = true};
    GraphModule exact(graph), low(graph, mixed);
    const int64_t channels = graph.inputs[0].shape[1].value();
    const torch::Tensor x = numbers({2, channels, 32, 32}, 1, 0, 1).to(torch::kFloat32);
    for (GraphModule* module : {&exact, &low}) {
      module->train();
      weighted_sum(module->forward(x)).backward();
      module->eval();
    }
    const torch::NoGradGuard no_gradients;
    const torch::Tensor expected = exact.forward(x), found = low.forward(x);
    EXPECT_EQ(found.scalar_type(), torch::kFloat32);
    EXPECT_LT(((found - expected).abs().mean() / expected.std()).item<double>(), most);
    EXPECT_GT(agreement(exact, low), least_agreement);
  };
  compare(small_network(), 0.02, 0.95);
  compare(nets::build_network("attention-generator", 1), 0.04, 0.9);
  compare(nets::build_network("glcic", 1), 0.06, 0.85);
}

TEST(GraphModuleTest, ChannelsLastChangesNothingButTheMemory) {
  GraphModule plain(small_network()), last(small_network(), {.is_channels_last = true});
  const torch::Tensor expected = plain.forward(pictures()), found = last.forward(pictures());
  EXPECT_LT(relative_difference(found, expected), 1e-5);
  EXPECT_TRUE(found.is_contiguous(torch::MemoryFormat::ChannelsLast));
}

TEST(GraphModuleTest, WeightsGoOutAndInByName) {
  GraphModule first(small_network(1)), second(small_network(2));
  EXPECT_NE(first.weights(), second.weights());
  const auto* before = second.parameters()[0].second.data_ptr();
  second.load(first.weights());
  EXPECT_EQ(first.weights(), second.weights());
  EXPECT_EQ(second.parameters()[0].second.data_ptr(), before);  // in place, for optimizers
  EXPECT_EQ(first.graph(), small_network(1));
}

TEST(GraphModuleTest, LoadNamesWhatDoesNotFitAndChangesNothing) {
  GraphModule module(small_network());
  auto weights = module.weights();
  const auto before = weights;
  weights.erase("conv1.bias");
  weights["conv2.bias"] = Tensor({2}, std::vector<float>{1, 2});
  weights["conv3.bias"] = Tensor({2}, std::vector<float>{1, 2});
  try {
    module.load(weights);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "weights of small; conv1.bias is missing; conv2.bias is [2], expected [3]; "
                 "conv3.bias is not expected");
  }
  EXPECT_EQ(module.weights(), before);
}

TEST(GraphModuleTest, AFrozenModuleLetsGradientsThrough) {
  GraphModule module(small_network());
  module.set_requires_grad(false);
  module.set_requires_grad(true, "conv2.");
  const torch::Tensor x = pictures().requires_grad_();
  module.forward(x).square().sum().backward();
  EXPECT_GT(x.grad().abs().sum().item<float>(), 0);
  EXPECT_FALSE(weight(module, "conv1.weight").grad().defined());
  EXPECT_TRUE(weight(module, "conv2.weight").grad().defined());
}

}  // namespace
}  // namespace kintsugi::learn
