#include "kintsugi/nets/approx_attention.h"

#include <gtest/gtest.h>

#include <numeric>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;

TEST(ApproxNetTest, GivesAPictureOfNumbersBetween0And1) {
  EXPECT_EQ(tools::output_sizes(build_network("approx-net"), {{"N", 2}}), Sizes({2, 3, 64, 64}));
  Builder b("approx-net");
  const graph::Value x = b.input("x", {Dim::symbol("N"), 3, 8, 4});
  b.output("result", approx_net(b, x, {.width = 16}));
  const Graph graph = b.finish();
  const Tensor result = tools::run(graph, tools::inputs_for(graph, {{"N", 2}}, -90, 90));
  EXPECT_EQ(result.sizes(), Sizes({2, 3, 8, 4}));
  EXPECT_GE(tools::smallest(result), 0);
  EXPECT_LE(tools::largest(result), 1);
}

TEST(ApproxNetTest, HasTheParametersOfItsThreeLayers) {
  EXPECT_EQ(graph::num_parameters(build_network("approx-net")),
            12288 * 1024 + 1024 + 1024 * 1024 + 1024 + 1024 * 12288 + 12288);
}

TEST(ApproxNetTest, NeedsPicturesOfAKnownSize) {
  Builder b("approx-net");
  const graph::Value x = b.input("x", {1, 3, Dim::symbol("H"), 64});
  EXPECT_EQ(tools::error_of([&] { approx_net(b, x); }),
            "value 'x' is [1, 3, H, 64], expected a known extent number 2");
}

TEST(AttentionGeneratorTest, GivesAPictureAndAnAttentionMap) {
  const Graph graph = build_network("attention-generator");
  const graph::SymbolValues sizes = {{"N", 2}, {"H", 64}, {"W", 32}};
  EXPECT_EQ(tools::output_sizes(graph, sizes), Sizes({2, 3, 64, 32}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "attention"), Sizes({2, 32 * 16, 32 * 16}));
}

TEST(AttentionGeneratorTest, PicturesAreBetween0And1AndAttentionAddsUpTo1) {
  Builder b("attention");
  const graph::Value x = b.input("x", {1, 3, 16, 24});
  const Attended attended = attention_generator(b, x, {.width = 4});
  b.output("result", attended.image);
  b.output("attention", attended.attention);
  const Graph graph = b.finish();
  const auto outputs = graph::run_reference(graph, tools::inputs_for(graph, {}, -9, 9));
  EXPECT_GE(tools::smallest(outputs.at("result")), 0);
  EXPECT_LE(tools::largest(outputs.at("result")), 1);
  const auto weights = outputs.at("attention").values<float>();
  ASSERT_EQ(weights.size(), 96u * 96);
  for (size_t row = 0; row < 96; ++row) {
    EXPECT_NEAR(std::accumulate(&weights[row * 96], &weights[row * 96] + 96, 0.0), 1, 1e-5);
  }
}

TEST(AttentionGeneratorTest, HasTheParametersOfItsLayers) {
  // With bias and batch norm: 3-64 k5, 64-128 k4, 128-256 k4, 256-256 k3, 256-128 k4, 128-64 k4,
  // and 64-3 k3 without batch norm. Attention of C channels: f, g to C/8, h to C, gamma.
  const int64_t layers = 4992 + 131456 + 525056 + 590592 + 524672 + 131264 + 1731;
  const int64_t attention256 = 2 * (256 * 32 + 32) + 256 * 256 + 256 + 1;
  const int64_t attention128 = 2 * (128 * 16 + 16) + 128 * 128 + 128 + 1;
  EXPECT_EQ(graph::num_parameters(build_network("attention-generator")),
            layers + attention256 + attention128);
}

// SAGAN's equations (section 3), pixel by pixel.
TEST(SelfAttentionTest, FollowsTheEquations) {
  constexpr size_t kChannels = 8, kPositions = 6;
  Builder b("attention");
  const Attended attended = self_attention(b, "a", b.input("x", {1, kChannels, 2, 3}));
  b.output("result", attended.image);
  Graph graph = b.finish();
  parity::set_weights(graph, 1);
  graph.weights["a.gamma"] = Tensor({1}, std::vector<float>{0.7f});
  const Tensor x = parity::input("x", {1, kChannels, 2, 3}, -2, 2);
  const auto project = [&](const std::string& name, size_t channel, size_t position) {
    double sum = graph.weights.at("a." + name + ".bias").values<float>()[channel];
    const auto weight = graph.weights.at("a." + name + ".weight").values<float>();
    for (size_t c = 0; c < kChannels; ++c) {
      sum += weight[channel * kChannels + c] * x.values<float>()[c * kPositions + position];
    }
    return sum;
  };
  const Tensor result = tools::run(graph, {{"x", x}});
  for (size_t j = 0; j < kPositions; ++j) {
    for (size_t c = 0; c < kChannels; ++c) {
      double o = 0, sum = 0;
      for (size_t i = 0; i < kPositions; ++i) {  // C/8 is one channel
        const double beta = std::exp(project("f", 0, i) * project("g", 0, j));
        o += beta * project("h", c, i);
        sum += beta;
      }
      const size_t at = c * kPositions + j;
      EXPECT_NEAR(result.values<float>()[at], 0.7 * o / sum + x.values<float>()[at], 1e-5);
    }
  }
}

TEST(SelfAttentionTest, ChangesNothingBeforeTraining) {
  Builder b("attention");
  b.output("result", self_attention(b, "a", b.input("x", {1, 8, 4, 4})).image);
  const Tensor x = parity::input("x", {1, 8, 4, 4});
  EXPECT_EQ(tools::run(b.finish(), {{"x", x}}), x);
}

TEST(AttentionDiscriminatorTest, GivesOneNumberPerPicture) {
  const Graph graph = build_network("attention-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 1}));
  // k4 3-64, then with batch norm 64-128-256-512; dense 512 4 4 - 512 - 1.
  EXPECT_EQ(graph::num_parameters(graph), 3136 + 131456 + 525056 + 2098688 + 4194816 + 513);
}

}  // namespace
}  // namespace kintsugi::nets
