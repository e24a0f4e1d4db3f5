#include "kintsugi/nets/squeezenet.h"

#include <gtest/gtest.h>

#include "nets/pretrained.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;

TEST(SqueezenetTest, HasTheSizesOfTorchvision) {
  const Graph graph = build_network("squeezenet");
  const graph::SymbolValues sizes = {{"N", 2}, {"H", 224}, {"W", 224}};
  EXPECT_EQ(tools::output_sizes(graph, sizes), Sizes({2, 1000}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "relu1"), Sizes({2, 64, 111, 111}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "relu2"), Sizes({2, 128, 55, 55}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "relu3"), Sizes({2, 256, 27, 27}));
  EXPECT_EQ(tools::output_sizes(graph, sizes, "relu7"), Sizes({2, 512, 13, 13}));
}

TEST(SqueezenetTest, HasAsManyParametersAsTorchvision) {
  // torchvision's documentation of squeezenet1_1.
  EXPECT_EQ(graph::num_parameters(build_network("squeezenet")), 1235496);
}

TEST(SqueezenetTest, AnUnknownTapIsAnError) {
  graph::Builder b("squeezenet");
  const Features features = squeezenet_features(b, b.input("x", {1, 3, 64, 64}));
  EXPECT_EQ(tools::error_of([&] { features["relu8"]; }),
            "there is no activation 'relu8', expected one of relu1 relu2 relu3 relu4 relu5 relu6 "
            "relu7");
}

TEST(SqueezenetTest, RecognizesTheCat) {
  const nlohmann::json probes = parity::read_json("/weights/reference/net_probes.json");
  if (probes.is_null()) GTEST_SKIP() << "no ../shared/weights";
  const std::string folder = KINTSUGI_SHARED "/weights/";
  Graph graph = build_network("squeezenet");
  graph::load_weights(graph, {folder + "squeezenet1_1.safetensors"});
  const Tensor cat = pretrained::picture(folder + "reference/cat224.png", pretrained::kImageNetMean,
                                         pretrained::kImageNetDeviation);
  const auto outputs = graph::run_reference(graph, {{"x", cat}});
  const nlohmann::json& expected = probes.at("squeezenet1_1");
  pretrained::expect_top5(outputs.at("result"), expected["top5"], expected["top5_logits"], 2e-3);
  const auto [mean, deviation] = tools::mean_and_deviation(outputs.at("features"));
  EXPECT_NEAR(mean, expected["features_mean"].get<double>(), 1e-3);
  EXPECT_NEAR(deviation, expected["features_std"].get<double>(), 1e-3);
}

}  // namespace
}  // namespace kintsugi::nets
