#include "kintsugi/nets/mobilenet_v2.h"

#include <gtest/gtest.h>

#include "nets/pretrained.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;

TEST(MobileNetV2Test, GivesFeaturesAndLogitsForAnySize) {
  const Graph graph = build_network("mobilenet-v2");
  for (int64_t size : {224, 97}) {
    const graph::SymbolValues sizes = {{"N", 2}, {"H", size}, {"W", size}};
    EXPECT_EQ(tools::output_sizes(graph, sizes), Sizes({2, 1001}));
    EXPECT_EQ(tools::output_sizes(graph, sizes, "features"), Sizes({2, 1280}));
  }
}

TEST(MobileNetV2Test, HasAsManyParametersAsThePaperBehindFoldedNorms) {
  // torchvision's mobilenet_v2 has 3,504,872: 34,112 of them are batch norms' pairs over 17,056
  // channels, each of which leaves a bias here, and one class more takes 1,281.
  EXPECT_EQ(graph::num_parameters(build_network("mobilenet-v2")), 3504872 - 34112 + 17056 + 1281);
}

TEST(MobileNetV2Test, FeaturesAreMeansOfNumbersUpTo6) {
  const Graph graph = build_network("mobilenet-v2");
  const auto inputs = tools::inputs_for(graph, {{"N", 1}, {"H", 32}, {"W", 32}}, -900, 900);
  const Tensor features = tools::run(graph, inputs, "features");
  EXPECT_GE(tools::smallest(features), 0);
  EXPECT_LE(tools::largest(features), 6);
}

TEST(MobileNetV2Test, RefusesAPictureWithoutChannels) {
  graph::Builder b("mobilenet");
  const graph::Value x = b.input("x", {1, graph::Dim::symbol("C"), 64, 64});
  EXPECT_EQ(tools::error_of([&] { mobilenet_v2(b, x); }),
            "value 'x' is [1, C, 64, 64], expected a known extent number 1");
}

TEST(MobileNetV2Test, RecognizesTheCat) {
  const nlohmann::json probes = parity::read_json("/weights/reference/net_probes.json");
  if (probes.is_null()) GTEST_SKIP() << "no ../shared/weights";
  const std::string folder = KINTSUGI_SHARED "/weights/";
  Graph graph = build_network("mobilenet-v2");
  graph::load_weights(graph, {folder + "mobilenet_v2_1001.safetensors"});
  // value/127.5 - 1
  const Tensor cat =
      pretrained::picture(folder + "reference/cat224.png", {.5, .5, .5}, {.5, .5, .5});
  const auto outputs = graph::run_reference(graph, {{"x", cat}});
  const nlohmann::json& expected = probes.at("mobilenet_v2_tf2ptq_dequant");
  // The probes were taken before the weights were rounded to F16.
  pretrained::expect_top5(outputs.at("result"), expected["top5_1001"], expected["top5_logits"],
                          2e-2);
  const auto [mean, deviation] = tools::mean_and_deviation(outputs.at("features"));
  EXPECT_NEAR(mean, expected["feat1280_mean"].get<double>(), 1e-3);
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(outputs.at("features").values<float>()[i],
                expected["feat1280_first8"][i].get<double>(), 1e-2);
  }
}

}  // namespace
}  // namespace kintsugi::nets
