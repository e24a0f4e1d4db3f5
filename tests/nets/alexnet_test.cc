#include "kintsugi/nets/alexnet.h"

#include <gtest/gtest.h>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;

TEST(AlexnetTest, HasTheSizesOfTorchvision) {
  const Graph graph = build_network("alexnet");
  const graph::SymbolValues sizes = {{"N", 2}, {"H", 224}, {"W", 224}};
  EXPECT_EQ(tools::output_sizes(graph, sizes), Sizes({2, 256, 6, 6}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "conv1"), Sizes({2, 64, 55, 55}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "conv2"), Sizes({2, 192, 27, 27}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "conv5"), Sizes({2, 256, 13, 13}));
}

TEST(AlexnetTest, HasAsManyParametersAsTorchvision) {
  // torchvision's documentation of alexnet, less the 58,631,144 of the three dense layers.
  EXPECT_EQ(graph::num_parameters(build_network("alexnet")), 61100840 - 58631144);
}

TEST(AlexnetTest, RefusesPicturesThatAreTooSmall) {
  const Graph graph = build_network("alexnet");
  EXPECT_NE(tools::error_of([&] { graph::infer(graph, {{"N", 1}, {"H", 30}, {"W", 30}}); }), "");
}

}  // namespace
}  // namespace kintsugi::nets
