#include "kintsugi/nets/vgg.h"

#include <gtest/gtest.h>

#include "nets/pretrained.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Graph;

TEST(VggTest, HasTheSizesOfThePaper) {
  const graph::SymbolValues sizes = {{"N", 2}, {"H", 224}, {"W", 96}};
  for (const char* name : {"vgg13-bn", "vgg16", "vgg19"}) {
    const Graph graph = build_network(name);
    EXPECT_EQ(tools::output_sizes(graph, sizes), Sizes({2, 512, 7, 3}));
    EXPECT_EQ(tools::output_sizes(graph, sizes, "conv1_2"), Sizes({2, 64, 224, 96}));
    EXPECT_EQ(tools::output_sizes(graph, sizes, "conv4_2"), Sizes({2, 512, 28, 12}));
  }
}

TEST(VggTest, HasAsManyParametersAsTorchvision) {
  // torchvision's documentation, less the 123,642,856 of the three dense layers.
  EXPECT_EQ(graph::num_parameters(build_network("vgg13-bn")), 133053736 - 123642856);
  EXPECT_EQ(graph::num_parameters(build_network("vgg16")), 138357544 - 123642856);
  EXPECT_EQ(graph::num_parameters(build_network("vgg19")), 143667240 - 123642856);
}

TEST(VggTest, NamesItsWeightsAsTorchvisionDoes) {
  const Graph bn = build_network("vgg13-bn");
  EXPECT_EQ(bn.weights.at("features.31.weight").sizes(), Sizes({512, 512, 3, 3}));
  EXPECT_EQ(bn.weights.at("features.32.running_var").sizes(), Sizes({512}));
  EXPECT_EQ(build_network("vgg19").weights.at("features.34.weight").sizes(),
            Sizes({512, 512, 3, 3}));
}

TEST(VggTest, RefusesDepthsAndLayersThatDoNotExist) {
  Builder b("vgg");
  const graph::Value x = b.input("x", {1, 3, 64, 64});
  EXPECT_EQ(tools::error_of([&] { vgg_features(b, x, {.depth = 12}); }),
            "depth is 12, expected 13, 16 or 19");
  EXPECT_EQ(tools::error_of([&] { vgg_features(b, x, {.depth = 16, .until = "conv3_4"}); }),
            "until is 'conv3_4', expected a layer of VGG-16 such as conv3_2");
}

TEST(VggTest, ActivationsAreTheOriginals) {
  const nlohmann::json probes = parity::read_json("/weights/reference/net_probes.json");
  if (probes.is_null()) GTEST_SKIP() << "no ../shared/weights";
  const std::string folder = KINTSUGI_SHARED "/weights/";
  Builder b("vgg");
  const Features features = vgg_features(b, b.input("x", {1, 3, 224, 224}), {.until = "conv2_2"});
  for (const Tap& tap : features.taps) b.output(tap.name, tap.value);
  Graph graph = b.finish();
  graph::load_weights(graph, {folder + "vgg19_conv1_1-conv3_4.safetensors"});
  const Tensor cat = pretrained::picture(folder + "reference/cat224.png",
                                         {123.68 / 255, 116.779 / 255, 103.939 / 255},
                                         pretrained::kImageNetDeviation);
  const auto outputs = graph::run_reference(graph, {{"x", cat}});
  const std::pair<const char*, const char*> layers[] = {{"conv1_1", "features.0"},
                                                        {"conv1_2", "features.2"},
                                                        {"conv2_1", "features.5"},
                                                        {"conv2_2", "features.7"}};
  for (const auto& [tap, layer] : layers) {
    SCOPED_TRACE(tap);
    const nlohmann::json& expected = probes.at("vgg19_caffe_bgr").at("relu").at(layer);
    const auto [mean, deviation] = tools::mean_and_deviation(outputs.at(tap));
    const double scale = expected["std"].get<double>() / 255;  // Caffe's activations / 255
    EXPECT_NEAR(mean, expected["mean"].get<double>() / 255, 1e-4 * scale);
    EXPECT_NEAR(deviation, scale, 1e-4 * scale);
  }
}

}  // namespace
}  // namespace kintsugi::nets
