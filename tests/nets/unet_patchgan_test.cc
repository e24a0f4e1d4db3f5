#include "kintsugi/nets/unet_patchgan.h"

#include <gtest/gtest.h>

#include "kintsugi/graph/receptive_field.h"
#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;

Graph generator(const UnetOptions& options, int64_t size) {
  Builder b("unet");
  b.output("result", unet_generator(b, b.input("x", {Dim::symbol("N"), 4, size, size}), options));
  return b.finish();
}

TEST(UnetGeneratorTest, KeepsTheSizeAndGivesNumbersBetweenMinus1And1) {
  EXPECT_EQ(tools::output_sizes(build_network("unet"), {{"N", 2}}), Sizes({2, 3, 256, 256}));
  for (int64_t size : {16, 32}) {
    const Graph graph = generator({.width = 4, .max_width = 8, .depth = 3}, size);
    const Tensor result = tools::run(graph, tools::inputs_for(graph, {{"N", 1}}, -50, 50));
    EXPECT_EQ(result.sizes(), Sizes({1, 3, size, size}));
    EXPECT_GE(tools::smallest(result), -1);
    EXPECT_LE(tools::largest(result), 1);
  }
}

TEST(UnetGeneratorTest, HasTheParametersOfSixBlocks) {
  // Down, k4 with bias, batch norm but in the first: 4-64-128-256-512-512-512: 11,151,040.
  // 512 maps of 4 x 4: 512 4⁴. Up, each from twice the channels but the innermost:
  // 512-512, 1024-512, 1024-256, 512-128, 256-64, and 128-3 without batch norm: 18,098,499.
  EXPECT_EQ(graph::num_parameters(build_network("unet")), 11151040 + 512 * 256 + 18098499);
}

TEST(UnetGeneratorTest, EveryPixelSeesTheWholePictureThroughTheBottleneck) {
  EXPECT_TRUE(graph::receptive_fields(build_network("unet")).at("result").is_whole);
}

TEST(UnetGeneratorTest, RefusesNoBlocks) {
  EXPECT_EQ(tools::error_of([] { generator({.depth = 0}, 64); }), "depth is 0, expected 1 to 12");
}

TEST(UnetGeneratorTest, RefusesPicturesThatCannotBeHalvedSixTimes) {
  EXPECT_EQ(tools::error_of([] { generator({}, 96); }),
            "the picture is 96 x 96, expected multiples of 64");
}

TEST(UnetDiscriminatorTest, TheGlobalOneGivesOneValue) {
  const Graph graph = build_network("unet-global-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}}), Sizes({2, 1}));
  // As the encoder's, from 3 channels, and 512-1 k4: 11,158,209.
  EXPECT_EQ(graph::num_parameters(graph), 11158209);
}

TEST(UnetDiscriminatorTest, ThePatchOneJudgesPatchesOf40Pixels) {
  const Graph graph = build_network("unet-patch-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 256}, {"W", 128}}), Sizes({2, 1, 122, 58}));
  // k4 with bias: 3-32, 32-64, four 64-64, 64-1; batch norm of 64 on the middle five: 298,465.
  EXPECT_EQ(graph::num_parameters(graph), 298465);
  EXPECT_EQ(graph::receptive_fields(graph).at("result").height, 40);
  EXPECT_EQ(graph::receptive_fields(graph).at("result").width, 40);
}

TEST(UnetDiscriminatorTest, HoldFewerParametersThanTheGenerator) {
  EXPECT_LT(graph::num_parameters(build_network("unet-global-discriminator")) +
                graph::num_parameters(build_network("unet-patch-discriminator")),
            graph::num_parameters(build_network("unet")));
}

TEST(UnetDiscriminatorTest, ValuesOfBothAreJoined) {
  Builder b("joined");
  const graph::Value global = b.input("global", {2, 1}), patches = b.input("patches", {2, 1, 3, 4});
  EXPECT_EQ(graph::sizes_of(b.shape(joined_values(b, global, patches))), Sizes({2, 13}));
}

}  // namespace
}  // namespace kintsugi::nets
