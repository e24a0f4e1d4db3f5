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

Graph example() {
  Builder b("example", 5);
  const Value image = b.input("image", {N, 3, H, W});
  const Value x = conv(b, "conv1", image, {.channels = 8, .padding = 1});
  b.relu(x);  // nobody wants it
  b.output("result", b.clip(conv(b, "conv2", x, {.channels = 3}), 0, 1));
  return b.finish();
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

}  // namespace
}  // namespace kintsugi::graph
