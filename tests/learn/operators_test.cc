#include "kintsugi/learn/operators.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/movement_cases.h"
#include "engine/operator_cases.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/operators.h"
#include "learn/gradients.h"

namespace kintsugi::learn {
namespace {

using graph::Builder;
using graph::Graph;
using graph::Padding;
using graph::Value;

TensorMap to_torch(const std::map<std::string, Tensor>& tensors) {
  TensorMap result;
  for (const auto& [name, tensor] : tensors) result[name] = learn::to_torch(tensor);
  return result;
}

void expect_equal_to_reference(const std::vector<engine::Case>& cases) {
  for (const engine::Case& one : cases) {
    SCOPED_TRACE(one.name);
    Builder b("case");
    b.output("result", one.build(b));
    const Graph graph = b.finish();
    const auto inputs = engine::random_inputs(graph);
    GraphModule module(graph);
    const torch::NoGradGuard no_gradients;
    const TensorMap found = module.forward(to_torch(inputs));
    for (const auto& [name, expected] : graph::run_reference(graph, inputs)) {
      const Tensor ours = from_torch(found.at(name)).to(DataType::kFloat32);
      ASSERT_EQ(ours.sizes(), expected.sizes());
      EXPECT_LT(engine::relative_difference(expected.to(DataType::kFloat32), ours), 2e-5f);
    }
  }
}

/// An operator is taught to LibTorch, or it is here because nothing that trains needs it.
TEST(OperatorsTest, EveryOperatorOfGraphsIsTaughtButForThoseThatOnlyModelFilesHave) {
  const std::set<std::string_view> untaught = {"ArgMax", "ArgMin"};
  for (const graph::Operator& one : graph::all_operators()) {
    EXPECT_EQ(find_function(one.name) == nullptr, untaught.contains(one.name)) << one.name;
  }
}

/// What works on each element of one tensor gets its numbers from graph::element_op.
TEST(OperatorsTest, FunctionsOfOneElementAreThoseOfTheGraph) {
  for (const graph::Operator& one : graph::all_operators()) {
    const Function* function = find_function(one.name);
    EXPECT_EQ(one.element.function != nullptr, function && function->each) << one.name;
  }
}

TEST(OperatorsTest, ActivationsEqualTheReference) {
  expect_equal_to_reference(engine::activation_cases());
}
TEST(OperatorsTest, PointwiseOperatorsEqualTheReference) {
  expect_equal_to_reference(engine::pointwise_cases());
}
TEST(OperatorsTest, MatrixOperatorsEqualTheReference) {
  expect_equal_to_reference(engine::matrix_cases());
}
TEST(OperatorsTest, ReductionsEqualTheReference) {
  expect_equal_to_reference(engine::reduction_cases());
}
TEST(OperatorsTest, MovementsEqualTheReference) {
  expect_equal_to_reference(engine::movement_cases());
}

/// Padding and windows that LibTorch does not do itself.
TEST(OperatorsTest, UnevenWindowsEqualTheReference) {
  using Sizes = std::vector<int64_t>;
  const auto x = [](Builder& b) { return b.input("x", {2, 4, 7, 6}); };
  const auto weight = [](Builder& b, Sizes s) { return b.constant(engine::random_tensor(s)); };
  const graph::Attributes uneven = {{"pads", Sizes{1, 0, 2, 3}}, {"strides", Sizes{2, 1}}};
  const auto with_kernel = [&](graph::Attributes more) {
    graph::Attributes all = uneven;
    all["kernel_shape"] = Sizes{3, 3};
    all["pads"] = Sizes{1, 0, 2, 2};  // no window that sees padding alone
    all.merge(more);
    return all;
  };
  expect_equal_to_reference({
      {"Conv",
       [=](Builder& b) {
         return b.op("Conv", {x(b), weight(b, {3, 4, 3, 2})}, uneven);
       }},
      {"SAME",
       [=](Builder& b) {
         return b.conv(x(b), weight(b, {3, 4, 3, 3}), {}, {.stride = 2, .is_same = true});
       }},
      {"Conv of groups",
       [=](Builder& b) {
         return b.conv(x(b), weight(b, {6, 2, 3, 3}), weight(b, {6}), {.groups = 2});
       }},
      {"Conv of one axis",
       [=](Builder& b) {
         return b.op("Conv", {b.input("r", {2, 3, 9}), weight(b, {4, 3, 3})},
                     {{"pads", Sizes{1, 1}}, {"strides", Sizes{2}}});
       }},
      {"ConvTranspose",
       [=](Builder& b) {
         return b.op("ConvTranspose", {x(b), weight(b, {4, 3, 3, 3}), weight(b, {3})}, uneven);
       }},
      {"ConvTranspose with more output",
       [=](Builder& b) {
         return b.op("ConvTranspose", {x(b), weight(b, {4, 3, 3, 3})},
                     {{"pads", Sizes{1, 1, 1, 1}},
                      {"strides", Sizes{2, 2}},
                      {"output_padding", Sizes{1, 1}}});
       }},
      {"MaxPool", [=](Builder& b) { return b.op("MaxPool", {x(b)}, with_kernel({})); }},
      {"AveragePool", [=](Builder& b) { return b.op("AveragePool", {x(b)}, with_kernel({})); }},
      {"AveragePool that counts padding",
       [=](Builder& b) {
         return b.op("AveragePool", {x(b)}, with_kernel({{"count_include_pad", int64_t{1}}}));
       }},
  });
}

/// A graph with an operator of every family that has weights or moves pictures.
Graph every_family() {
  Builder b("families", 5);
  Value x = b.input("x", {2, 3, 6, 6});
  x = graph::conv(b, "conv", x, {.channels = 4, .kernel = 3, .stride = 2, .is_same = true});
  x = b.leaky_relu(graph::batch_norm(b, "norm", x), 0.2f);  // [2, 4, 3, 3]
  x = graph::conv_transpose(b, "up", x, {.channels = 2, .kernel = 4, .stride = 2, .padding = 1});
  x = b.elu(b.pad(x, Padding::all(1), "reflect"));                     // [2, 2, 8, 8]
  x = b.concat({b.max_pool(x, {}), b.average_pool(x, {})}, 1);         // [2, 4, 4, 4]
  x = b.add(b.upsample_linear(x, 2, true), b.upsample_nearest(x, 2));  // [2, 4, 8, 8]
  x = b.multiply(x, b.sigmoid(b.global_average_pool(x)));
  x = graph::prelu(b, "prelu", b.slice(x, 2, 0, 4), true);  // [2, 4, 4, 8]
  x = b.resize_linear(x, 4, 4);
  const Value rows = b.reshape(x, {0, 4, 16});
  const Value map = b.softmax(b.matmul(b.transpose(rows, {0, 2, 1}), rows), -1);
  x = b.clip(b.matmul(rows, map), -3, 3);  // [2, 4, 16]
  x = b.op("LayerNormalization", {x, b.weight("scale", {16}, graph::Init::ones())});
  x = b.tanh(graph::linear(b, "fc", b.flatten(x), 3));
  b.output("result", b.reduce_mean(x, {1}));
  return b.finish();
}

TEST(OperatorsTest, GradientsOfEveryFamilyAreThoseOfFiniteDifferences) {
  for (const bool is_training : {false, true}) {
    GraphModule module(every_family(), {.is_double = true});
    module.train(is_training);
    std::vector<torch::Tensor> leaves = {numbers({2, 3, 6, 6}, 1).requires_grad_()};
    for (const auto& [name, parameter] : module.parameters()) leaves.push_back(parameter);
    ASSERT_EQ(leaves.size(), 1 + 2 + 2 + 2 + 1 + 1 + 2u);
    expect_gradients_by(
        leaves,
        [&] {
          const TensorMap outputs =
              module.forward({{"x", leaves[0]}}, {.updates_statistics = false});
          return weighted_sum(outputs.at("result"));
        },
        1e-5, 1e-6, /*most=*/10);
  }
}

TEST(OperatorsTest, AnUnknownOperatorIsAnErrorThatNamesTheNode) {
  Builder b("unknown");
  b.output("result", b.op("ArgMax", {b.input("x", {2, 3})}));
  Graph graph = b.finish();
  graph.nodes[0].name = "winner";
  try {
    GraphModule module(graph);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("ArgMax node 'winner'"), std::string::npos);
  }
}

}  // namespace
}  // namespace kintsugi::learn
