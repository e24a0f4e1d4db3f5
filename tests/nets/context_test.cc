#include "kintsugi/nets/context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kintsugi/graph/receptive_field.h"
#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Graph;

/// Sizes [C, H, W] of what the layers called `names` give.
std::vector<Sizes> sizes_after(const Graph& graph, const std::vector<std::string>& nodes) {
  const graph::ValueInfos infos = graph::infer(graph, {{"N", 1}});
  std::vector<Sizes> result;
  for (const std::string& name : nodes) {
    for (const graph::Node& node : graph.nodes) {
      if (node.name != name) continue;
      const Sizes sizes = graph::sizes_of(infos.at(node.outputs[0]).shape);
      result.emplace_back(sizes.begin() + 1, sizes.end());
    }
  }
  return result;
}

TEST(ContextCenterTest, PaintsABlockOf48Pixels) {
  const Graph graph = build_network("context-center");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 3, 48, 48}));
  EXPECT_EQ(sizes_after(graph, {"encoder1.conv.conv", "maxpool", "maxpool_1", "maxpool_2",
                                "decoder1.conv.convtranspose", "decoder2.conv.convtranspose",
                                "decoder3.conv.convtranspose", "decoder4.conv.convtranspose"}),
            (std::vector<Sizes>{{64, 54, 54},
                                {128, 18, 18},
                                {256, 8, 8},
                                {512, 3, 3},
                                {256, 7, 7},
                                {128, 10, 10},
                                {64, 23, 23},
                                {32, 48, 48}}));
}

TEST(ContextCenterTest, HasTheParametersOfItsTables) {
  // Convolutions with bias, and batch norm but after the fourth and the last: 3-64 k11, 64-128 k5,
  // 128-256 k3, 256-512 k3; 512-256 k3, 256-128 k4, 128-64 k5, 64-32 k4, 32-3 k1.
  EXPECT_EQ(graph::num_parameters(build_network("context-center")),
            23424 + 205184 + 295680 + 1180160 + 1180416 + 524672 + 204992 + 32864 + 99);
  // k3 with bias and batch norm 3-64-128-256-512; dense 8192-64 with batch norm, 64-1.
  EXPECT_EQ(graph::num_parameters(build_network("context-center-discriminator")),
            1920 + 74112 + 295680 + 1181184 + 524480 + 65);
}

TEST(ContextCenterTest, ItsDiscriminatorGivesAProbability) {
  const Graph graph = build_network("context-center-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 1}));
  const Tensor result = tools::run(graph, tools::inputs_for(graph, {{"N", 1}}, -9, 9));
  EXPECT_GE(tools::smallest(result), 0);
  EXPECT_LE(tools::largest(result), 1);
}

TEST(ContextConvTest, KeepsTheSizeThroughTheSizesOfItsTables) {
  const Graph graph = build_network("context-conv");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 3, 224, 224}));
  EXPECT_EQ(sizes_after(graph, {"encoder1.conv", "maxpool", "maxpool_1", "maxpool_2", "widen.conv",
                                "decoder1.conv.convtranspose", "decoder2.conv.convtranspose",
                                "decoder3.conv.convtranspose", "decoder4.conv.convtranspose"}),
            (std::vector<Sizes>{{96, 54, 54},
                                {96, 26, 26},
                                {256, 12, 12},
                                {384, 5, 5},
                                {512, 5, 5},
                                {256, 12, 12},
                                {128, 26, 26},
                                {64, 54, 54},
                                {32, 111, 111}}));
}

TEST(ContextConvTest, HasTheParametersOfItsTables) {
  // With bias 3-96 k11, 96-256 k5, 256-384, 384-384, 384-384 k3; 384 maps of 5 x 5; 384-512 k1;
  // with bias and batch norm 512-256, 256-128, 128-64 k4, 64-32 k5; 32-3 k4.
  EXPECT_EQ(graph::num_parameters(build_network("context-conv")),
            34944 + 614656 + 885120 + 1327488 + 1327488 + 384 * 625 + 197120 + 2097920 + 524672 +
                131264 + 51296 + 1539);
}

TEST(ContextAlexnetTest, KeepsTheSizeThroughTheSizesOfItsTables) {
  const Graph graph = build_network("context-alexnet");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 3, 224, 224}));
  EXPECT_EQ(
      sizes_after(graph, {"maxpool_2", "decoder1.conv.convtranspose", "decoder2.conv.convtranspose",
                          "decoder3.conv.convtranspose", "decoder4.conv.convtranspose",
                          "decoder5.conv.convtranspose"}),
      (std::vector<Sizes>{
          {256, 6, 6}, {128, 9, 9}, {64, 26, 26}, {64, 52, 52}, {32, 105, 105}, {3, 209, 209}}));
}

TEST(ContextAlexnetTest, HasTheParametersOfItsTables) {
  // AlexNet's features; 256 maps of 6 x 6, batch norm, one slope; with bias and batch norm 256-128,
  // 128-64, 64-64 k4, 64-32 k5; 32-3 k3.
  EXPECT_EQ(graph::num_parameters(build_network("context-alexnet")),
            2469696 + 256 * 1296 + 512 + 1 + 524672 + 131264 + 65728 + 51296 + 867);
}

TEST(ContextAlexnetTest, ItsEncoderHasTorchvisionsNames) {
  const Graph graph = build_network("context-alexnet");
  EXPECT_EQ(graph.weights.at("features.10.weight").sizes(), Sizes({256, 256, 3, 3}));
}

TEST(ContextAlexnetTest, ItsEncoderMayBeNarrower) {
  Builder b("context");
  const graph::Value x = b.input("x", {1, 3, 224, 224});
  b.output("result", context_alexnet_generator(b, x, {.encoder_width = 16}));
  EXPECT_EQ(b.finish().weights.at("features.10.weight").sizes(), Sizes({64, 64, 3, 3}));
}

TEST(ContextAlexnetTest, RefusesPicturesOfAnUnknownSize) {
  Builder b("context");
  const graph::Value x = b.input("x", {1, 3, graph::Dim::symbol("H"), 224});
  EXPECT_THAT(tools::error_of([&] { context_alexnet_generator(b, x); }),
              ::testing::HasSubstr("expected a known extent number 2"));
}

TEST(ContextPatchDiscriminatorTest, JudgesPatchesOf23Pixels) {
  const Graph graph = build_network("context-patch-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 224}, {"W", 224}}), Sizes({2, 1, 28, 28}));
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 1}, {"H", 64}, {"W", 96}}), Sizes({1, 1, 8, 12}));
  // k3 with bias and batch norm 3-64-128-256, then 256-1.
  EXPECT_EQ(graph::num_parameters(graph), 1920 + 74112 + 295680 + 2305);
  EXPECT_EQ(graph::receptive_fields(graph).at("result").height, 23);
  EXPECT_EQ(graph::receptive_fields(graph).at("result").width, 23);
}

}  // namespace
}  // namespace kintsugi::nets
