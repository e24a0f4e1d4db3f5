#include "kintsugi/nets/lpips.h"

#include <gtest/gtest.h>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

graph::Graph lpips() {
  graph::Builder b("lpips", 1);
  const graph::Shape shape = {graph::Dim::symbol("N"), 3, graph::Dim::symbol("H"),
                              graph::Dim::symbol("W")};
  const graph::Value first = b.input("first", shape), second = b.input("second", shape);
  b.output("result", lpips_squeeze(b, first, second));
  return b.finish();
}

TEST(LpipsSqueezeTest, GivesOneNumberAPair) {
  const graph::SymbolValues sizes = {{"N", 2}, {"H", 40}, {"W", 64}};
  EXPECT_EQ(tools::output_sizes(lpips(), sizes), Sizes({2, 1, 1, 1}));
}

TEST(LpipsSqueezeTest, SharesTheWeightsOfBothPicturesAndAddsOneAChannelCompared) {
  // squeezenet1_1's features and 64 + 128 + 256 + 384 + 384 + 512 + 512 weights of channels.
  EXPECT_EQ(graph::num_parameters(lpips()), 1235496 - (512 * 1000 + 1000) + 2240);
}

TEST(LpipsSqueezeTest, IsNoughtForEqualPicturesOnly) {
  const graph::Graph graph = lpips();
  auto inputs = tools::inputs_for(graph, {{"N", 1}, {"H", 32}, {"W", 32}}, 0, 1);
  EXPECT_NE(tools::run(graph, inputs).values<float>()[0], 0);
  inputs["second"] = inputs["first"];
  EXPECT_EQ(tools::run(graph, inputs).values<float>()[0], 0);
}

}  // namespace
}  // namespace kintsugi::nets
