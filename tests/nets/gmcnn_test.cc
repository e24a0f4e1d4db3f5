#include "kintsugi/nets/gmcnn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;

Graph generator(const GmcnnOptions& options) {
  Builder b("gmcnn");
  const graph::Value x = b.input("x", {Dim::symbol("N"), 4, Dim::symbol("H"), Dim::symbol("W")});
  b.output("result", gmcnn_generator(b, x, options));
  return b.finish();
}

TEST(GmcnnGeneratorTest, KeepsTheSize) {
  for (const char* name : {"gmcnn", "gmcnn-se", "gmcnn-a2"}) {
    const Graph graph = build_network(name);
    EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 256}, {"W", 256}}),
              Sizes({2, 3, 256, 256}));
    EXPECT_EQ(tools::output_sizes(graph, {{"N", 1}, {"H", 208}, {"W", 512}}),
              Sizes({1, 3, 208, 512}));
  }
}

TEST(GmcnnGeneratorTest, GivesNumbersBetweenMinus1And1) {
  for (const GmcnnAttention attention :
       {GmcnnAttention::kNone, GmcnnAttention::kSqueezeExcite, GmcnnAttention::kDouble}) {
    Graph graph = generator({.width = 4, .attention = attention, .padding = Border::kZeros});
    parity::set_weights(graph, 9);
    const Tensor result =
        tools::run(graph, tools::inputs_for(graph, {{"N", 1}, {"H", 32}, {"W", 24}}, -1, 1));
    EXPECT_EQ(result.sizes(), Sizes({1, 3, 32, 24}));
    EXPECT_EQ(tools::smallest(result), -1);
    EXPECT_EQ(tools::largest(result), 1);
  }
}

TEST(GmcnnGeneratorTest, HasAsManyParametersAsTheAuthors) {
  // The authors' net.py, by PyTorch's count (../shared/parity): c = 32 and c = 16.
  EXPECT_EQ(graph::num_parameters(build_network("gmcnn")), 12561891);
  EXPECT_EQ(graph::num_parameters(generator({.width = 16})), 3144307);
  // Two dense layers 128-128 with bias in each of three columns.
  EXPECT_EQ(graph::num_parameters(build_network("gmcnn-se")), 12561891 + 3 * 2 * (128 * 128 + 128));
  // SE 2 (32² + 32); a, b and v 3 (32 16 + 16); out 16 32 + 32; 32 more channels for the decoder.
  EXPECT_EQ(graph::num_parameters(build_network("gmcnn-a2")),
            12561891 + 2112 + 1584 + 544 + 32 * 16 * 9);
}

TEST(GmcnnGeneratorTest, NamesItsWeightsAsTheAuthorsDo) {
  const Graph graph = build_network("gmcnn");
  EXPECT_EQ(graph.weights.at("EB1.11.weight").sizes(), Sizes({128, 128, 7, 7}));
  EXPECT_FALSE(graph.weights.contains("EB2.12.weight"));  // an upsampling
  EXPECT_EQ(graph.weights.at("EB2.13.weight").sizes(), Sizes({64, 128, 5, 5}));
  EXPECT_EQ(graph.weights.at("EB3.17.weight").sizes(), Sizes({32, 32, 3, 3}));
  EXPECT_EQ(graph.weights.at("decoding_layers.1.bias").sizes(), Sizes({3}));
}

TEST(GmcnnGeneratorTest, DoubleAttentionBringsWhatIsFarAway) {
  // With zero padding and nearest upsampling the columns see at most 32 + 16 pixels times 7 of the
  // input; a change in one corner reaches the other one through the attention alone. Column widths
  // are small, so that the picture may be large.
  const auto far_change = [](GmcnnAttention attention) {
    Graph graph = generator({.width = 2,
                             .attention = attention,
                             .padding = Border::kZeros,
                             .upsample = GmcnnUpsample::kNearest});
    parity::set_weights(graph, 1);
    auto inputs = tools::inputs_for(graph, {{"N", 1}, {"H", 8}, {"W", 2048}}, -1, 1);
    const Tensor before = tools::run(graph, inputs);
    std::vector<float> x(inputs["x"].values<float>().begin(), inputs["x"].values<float>().end());
    for (size_t i = 0; i < 16; ++i) x[i] += 1;
    inputs["x"] = Tensor(inputs["x"].sizes(), std::move(x));
    const Tensor after = tools::run(graph, inputs);
    return std::abs(before.values<float>()[2047] - after.values<float>()[2047]);
  };
  EXPECT_EQ(far_change(GmcnnAttention::kNone), 0);
  EXPECT_GT(far_change(GmcnnAttention::kDouble), 0);
}

TEST(GmcnnGeneratorTest, RefusesPicturesTooSmallForItsReflections) {
  const Graph graph = build_network("gmcnn");  // 48 pixels at a quarter of the size
  EXPECT_THAT(tools::error_of([&] {
                graph::infer(graph, {{"N", 1}, {"H", 128}, {"W", 256}});
              }),
              ::testing::HasSubstr("cannot reflect 48 pixels of an extent of 32"));
  EXPECT_NO_THROW(graph::infer(graph, {{"N", 1}, {"H", 200}, {"W", 200}}));
}

TEST(GmcnnDiscriminatorTest, GivesOneNumberPerPicture) {
  EXPECT_EQ(tools::output_sizes(build_network("gmcnn-global-discriminator"), {{"N", 3}}),
            Sizes({3, 1}));
  EXPECT_EQ(tools::output_sizes(build_network("gmcnn-local-discriminator"), {{"N", 2}}),
            Sizes({2, 1}));
  // k5 convolutions 3-64-128-256-512-256-128 with bias: 8,402,944; dense 128 4 4 -> 1: 2,049.
  EXPECT_EQ(graph::num_parameters(build_network("gmcnn-global-discriminator")), 8402944 + 2049);
}

TEST(GmcnnDiscriminatorTest, TheLocalOneSeesTheHoleOnly) {
  const Graph graph = build_network("gmcnn-local-discriminator");
  // image * mask is all that its first convolution reads.
  EXPECT_EQ(graph.nodes.at(0).op, "Mul");
  EXPECT_EQ(graph.nodes.at(0).inputs, std::vector<std::string>({"x", "mask"}));
  EXPECT_EQ(graph.nodes.at(1).op, "Conv");
  EXPECT_EQ(graph.nodes.at(1).inputs.at(0), graph.nodes.at(0).outputs.at(0));
}

// What the authors' PyTorch release gives for the same weights and inputs.
void expect_parity(const char* key, int64_t width) {
  const nlohmann::json numbers = parity::read_json("/parity/networks.json");
  if (numbers.is_null()) GTEST_SKIP() << "no ../shared/parity/networks.json";
  Graph graph = generator({.width = width});
  parity::set_weights(graph, 1);
  const nlohmann::json& expected = numbers.at(key);
  // "2*input-1" is the input called "input", scaled to [-1, 1].
  const Tensor x = parity::input("input", expected.at("input")[1].get<Sizes>(), -1, 1);
  parity::expect_digest(tools::run(graph, {{"x", x}}), expected.at("output"), 2e-5);
}

TEST(GmcnnParityTest, NarrowGeneratorAgreesWithTheAuthors) {
  expect_parity("gmcnn/generator/c16_208x240", 16);
}

TEST(GmcnnParityTest, GeneratorAgreesWithTheAuthors) {
  if (!std::getenv("KINTSUGI_SLOW_TESTS")) GTEST_SKIP() << "20 s; set KINTSUGI_SLOW_TESTS=1";
  expect_parity("gmcnn/generator/c32_256x256", 32);
}

}  // namespace
}  // namespace kintsugi::nets
