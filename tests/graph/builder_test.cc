#include "kintsugi/graph/builder.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "kintsugi/graph/layers.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const Dim N = Dim::symbol("N"), H = Dim::symbol("H"), W = Dim::symbol("W");

TEST(BuilderTest, NamesWeightsByScope) {
  Builder b("net", 1);
  const Value x = b.input("x", {N, 3, H, W});
  {
    const auto outer = b.scope("model_ld");
    b.output("y",
             batch_norm(b, "bn1", conv(b, "conv1", x, {.channels = 8, .stride = 2, .padding = 1})));
  }
  const Graph graph = b.finish();
  std::vector<std::string> names;
  for (const auto& [name, weight] : graph.weights) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("model_ld.bn1.bias", "model_ld.bn1.running_mean",
                                 "model_ld.bn1.running_var", "model_ld.bn1.weight",
                                 "model_ld.conv1.bias", "model_ld.conv1.weight"));
  EXPECT_EQ(to_string(graph.output("y").shape), "[N, 8, floor((H + 1)/2), floor((W + 1)/2)]");
  EXPECT_EQ(num_parameters(graph), 8 * 27 + 8 + 16);
  validate(graph);
}

TEST(BuilderTest, FreshWeightsDependOnSeedAndNameOnly) {
  const auto build = [](uint64_t seed, bool has_first) {
    Builder b("net", seed);
    const Value x = b.input("x", {N, 3, H, W});
    if (has_first) b.output("z", conv(b, "other", x, {.channels = 4}));
    b.output("y", conv(b, "conv", x, {.channels = 4}));
    return b.finish().weights.at("conv.weight");
  };
  EXPECT_EQ(build(1, false), build(1, true));
  EXPECT_FALSE(build(1, false) == build(2, false));
  // LibTorch's bound: 1 / sqrt(3 * 3 * 3).
  float largest = 0;
  const Tensor weight = build(1, false);
  for (const float w : weight.values<float>()) largest = std::max(largest, std::abs(w));
  EXPECT_LE(largest, 1 / std::sqrt(27.0f));
  EXPECT_GT(largest, 0.9f / std::sqrt(27.0f));
}

TEST(BuilderTest, ALayerMayServeTwice) {
  Builder b("net");
  const Value x = b.input("x", {N, 4, H, W});
  const LayerOptions options{.channels = 4, .padding = 1};
  b.output("y", conv(b, "conv", conv(b, "conv", x, options), options));
  EXPECT_EQ(num_parameters(b.finish()), 4 * 36 + 4);
}

TEST(BuilderTest, SaysWhichLayerDoesNotFit) {
  Builder b("net");
  const Value x = b.input("x", {N, 4, H, W});
  const Value w = b.weight("w", {4, 3, 3, 3}, Init::zeros());
  EXPECT_THAT(
      [&] { b.conv(x, w, {}, {}); },
      ThrowsMessage<Error>(HasSubstr("Conv node 'conv': input is [N, 4, H, W], expected 3")));
  EXPECT_THAT([&] { b.op("Frobnicate", {x}); },
              ThrowsMessage<Error>(HasSubstr("there is no operator Frobnicate")));
}

TEST(BuilderTest, WhatItBuildsRuns) {
  Builder b("net");
  const Value x = b.input("x", {N, 1, H, W});
  const Value w = b.weight("w", {1, 1, 2, 2}, Init::ones());
  b.output("y", b.relu(b.add(b.conv(x, w, {}, {.stride = 2}), -10.0f)));
  const Tensor picture({1, 1, 2, 4}, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8});
  const Tensor y = run_reference(b.finish(), {{"x", picture}}).at("y");
  EXPECT_THAT(y.values<float>(), ElementsAre(4, 12));  // 1+2+5+6-10, 3+4+7+8-10
}

}  // namespace
}  // namespace kintsugi::graph
