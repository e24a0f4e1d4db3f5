#include "kintsugi/graph/passes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::graph {
namespace {

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

int64_t count(const Graph& graph, const std::string& op) {
  return std::count_if(graph.nodes.begin(), graph.nodes.end(),
                       [&](const Node& node) { return node.op == op; });
}

// Batch norms whose statistics are not 0 and 1.
void shake(Graph& graph) {
  for (auto& [name, weight] : graph.weights) {
    if (weight.sizes().size() != 1) continue;
    std::vector<float> values(weight.size());
    for (size_t i = 0; i < values.size(); ++i) {
      values[i] =
          0.5f + std::fabs(std::sin(static_cast<float>(i) + static_cast<float>(name.size())));
    }
    weight = Tensor(weight.sizes(), std::move(values));
  }
}

Graph example() {
  Builder b("example", 5);
  const Value image = b.input("image", {N, 3, H, W});
  const LayerOptions down{.channels = 8, .stride = 2, .padding = 1, .has_bias = false};
  const LayerOptions up{.channels = 6, .kernel = 4, .stride = 2, .padding = 1, .groups = 2};
  Value x = b.leaky_relu(batch_norm(b, "bn1", conv(b, "conv1", image, down)), 0.2f);
  x = b.elu(batch_norm(b, "bn2", conv_transpose(b, "up", x, up)));
  x = b.dropout(batch_norm(b, "bn3", x), 0.5f);  // after an activation: stays
  x = b.reshape(b.reshape(x, {0, 6, -1}), {0, 3, 2, -1});
  x = b.op("Reshape", {x, b.op("Concat",
                               {b.op("Shape", {image}, {{"end", int64_t{1}}}),
                                b.constant(std::vector<int64_t>{6}),
                                b.op("Shape", {image}, {{"start", int64_t{2}}})},
                               {{"axis", int64_t{0}}})});
  x = b.add(x, b.multiply(b.constant(2.0f), b.constant(0.25f)));
  b.relu(x);  // nobody wants it
  b.output("result", b.clip(conv(b, "conv2", x, {.channels = 3}), 0, 1));
  Graph graph = b.finish();
  shake(graph);
  return graph;
}

void expect_equal_results(const Graph& a, const Graph& b) {
  std::vector<float> values(2 * 3 * 8 * 12);
  for (size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i));
  const std::map<std::string, Tensor> inputs = {{"image", Tensor({2, 3, 8, 12}, values)}};
  const Tensor left = run_reference(a, inputs).at("result");
  const Tensor right = run_reference(b, inputs).at("result");
  ASSERT_EQ(left.sizes(), right.sizes());
  for (int64_t i = 0; i < left.size(); ++i) {
    ASSERT_NEAR(left.values<float>()[i], right.values<float>()[i], 2e-6) << i;
  }
}

TEST(PassesTest, DeadCodeGoes) {
  Graph graph = example();
  graph.weights["nobody"] = Tensor::scalar(1.0f);
  EXPECT_EQ(count(graph, "Relu"), 1);
  remove_dead_code(graph);
  EXPECT_EQ(count(graph, "Relu"), 0);
  EXPECT_FALSE(graph.weights.contains("nobody"));
  expect_equal_results(example(), graph);
}

TEST(PassesTest, IdentitiesGoAndOutputsKeepTheirNames) {
  Graph graph = example();
  remove_identities(graph);
  EXPECT_EQ(count(graph, "Identity") + count(graph, "Dropout"), 0);
  validate(graph);
  expect_equal_results(example(), graph);
}

TEST(PassesTest, AnInputThatIsAnOutputStays) {
  Builder b("copy");
  const Value image = b.input("image", {N, 3, H, W});
  b.output("result", image);
  b.output("again", image);
  Graph graph = b.finish();
  remove_identities(graph);
  EXPECT_EQ(graph.nodes.size(), 2u);
  expect_equal_results(graph, graph);
}

TEST(PassesTest, ConstantsBecomeWeights) {
  Graph graph = example();
  fold_constants(graph);
  EXPECT_EQ(count(graph, "Constant") + count(graph, "Mul"), 0);
  EXPECT_EQ(count(graph, "Shape"), 2);  // sizes are still symbols
  expect_equal_results(example(), graph);
  bind_symbols(graph, {{"N", 2}, {"H", 8}, {"W", 12}});
  fold_constants(graph);
  EXPECT_EQ(count(graph, "Shape") + count(graph, "Concat"), 0);
  expect_equal_results(example(), graph);
}

TEST(PassesTest, WhatIsMadeOfWeightsIsAWeightUnlessItGrows) {
  Builder b("weights");
  const Value x = b.input("image", {N, 3, H, W});
  const Value w = b.weight("w", {3, 40, 40, 1}, Init::normal(1));
  const Value turned =
      b.op("Transpose", {b.op("Identity", {w})}, {{"perm", std::vector<int64_t>{3, 0, 1, 2}}});
  const Value large = b.op("Tile", {turned, b.constant(std::vector<int64_t>{1, 1, 2, 2})});
  b.output("result", b.reduce_mean(b.multiply(large, b.reduce_mean(x, {2, 3})), {2, 3}));
  const Graph before = b.finish();
  Graph after = before;
  fold_weights(after);
  EXPECT_EQ(count(after, "Transpose"), 0);
  EXPECT_EQ(count(after, "Tile"), 1);
  expect_equal_results(before, after);
}

TEST(PassesTest, BatchNormsAreFoldedIntoConvolutions) {
  Graph graph = example();
  fold_batch_norm(graph);
  EXPECT_EQ(count(graph, "BatchNormalization"), 1);
  expect_equal_results(example(), graph);
}

TEST(PassesTest, ActivationsAreFused) {
  Graph graph = example();
  optimize(graph);
  fuse_activations(graph);
  EXPECT_EQ(count(graph, "LeakyRelu") + count(graph, "Elu") + count(graph, "Clip"), 0);
  EXPECT_EQ(graph.nodes[0].text("kintsugi_activation", ""), "LeakyRelu");
  validate(graph);
  expect_equal_results(example(), graph);
}

}  // namespace
}  // namespace kintsugi::graph
