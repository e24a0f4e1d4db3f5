#include "kintsugi/nets/glcic.h"

#include <gtest/gtest.h>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;

Graph completion(const CompletionOptions& options, uint64_t seed = 0) {
  Builder b("completion", seed);
  const graph::Value x = b.input("x", {Dim::symbol("N"), 4, Dim::symbol("H"), Dim::symbol("W")});
  b.output("result", glcic_completion(b, x, options));
  return b.finish();
}

TEST(CompletionNetworkTest, KeepsTheSizeAndGivesNumbersBetween0And1) {
  const Graph graph = build_network("glcic");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 2}, {"H", 64}, {"W", 64}}), Sizes({2, 3, 64, 64}));
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 1}, {"H", 512}, {"W", 40}}), Sizes({1, 3, 512, 40}));
  const Graph small = completion({.width = 4});
  const Tensor result =
      tools::run(small, tools::inputs_for(small, {{"N", 1}, {"H", 32}, {"W", 48}}, -9, 9));
  EXPECT_EQ(result.sizes(), Sizes({1, 3, 32, 48}));
  EXPECT_GE(tools::smallest(result), 0);
  EXPECT_LE(tools::largest(result), 1);
}

TEST(CompletionNetworkTest, HasAsManyParametersAsThePublicOnes) {
  // GLCIC-PyTorch's models.py, by PyTorch's count (../shared/parity).
  EXPECT_EQ(graph::num_parameters(build_network("glcic")), 6072131);
}

TEST(CompletionNetworkTest, NamesItsWeightsAsGlcicPytorchDoes) {
  const Graph graph = build_network("glcic");
  // 17 layers of weight and bias, 16 batch norms of four tensors.
  EXPECT_EQ(graph.weights.size(), 17u * 2 + 16 * 4);
  EXPECT_EQ(graph.weights.at("conv1.weight").sizes(), Sizes({64, 4, 5, 5}));
  EXPECT_EQ(graph.weights.at("deconv13.weight").sizes(), Sizes({256, 128, 4, 4}));
  EXPECT_EQ(graph.weights.at("bn16.running_var").sizes(), Sizes({32}));
}

TEST(CompletionNetworkTest, TheOrderOfNormAndActivationMatters) {
  Graph norm_first = completion({.width = 4});
  Graph act_first = completion({.width = 4, .norm_order = NormOrder::kActNorm});
  parity::set_weights(norm_first, 2);
  parity::set_weights(act_first, 2);
  const auto inputs = tools::inputs_for(norm_first, {{"N", 1}, {"H", 16}, {"W", 16}});
  EXPECT_NE(tools::run(norm_first, inputs), tools::run(act_first, inputs));
}

TEST(GlcicDiscriminatorTest, GivesOneNumberBetween0And1PerPair) {
  const Graph graph = build_network("glcic-discriminator");
  EXPECT_EQ(tools::output_sizes(graph, {{"N", 3}}), Sizes({3, 1}));
}

TEST(GlcicDiscriminatorTest, HasTheParametersOfTables2And3) {
  // k5 convolutions with bias and batch norm: local 3-64-128-256-512-512 10,863,616 and its dense
  // layer 8192-1024 8,389,632; global one more 512-512 17,418,752 and 8,389,632; 2048-1 2,049.
  EXPECT_EQ(graph::num_parameters(build_network("glcic-discriminator")),
            10863616 + 8389632 + 17418752 + 8389632 + 2049);
}

// What otenim's GLCIC-PyTorch gives for the same weights and inputs.
TEST(GlcicParityTest, CompletionNetworkAgreesWithGlcicPytorch) {
  const nlohmann::json numbers = parity::read_json("/parity/networks.json");
  if (numbers.is_null()) GTEST_SKIP() << "no ../shared/parity/networks.json";
  Graph graph = completion({.norm_order = NormOrder::kActNorm});
  parity::set_weights(graph, 2);
  for (const char* size : {"64x64", "96x128"}) {
    SCOPED_TRACE(size);
    const nlohmann::json& expected = numbers.at(std::string("glcic/completion/") + size);
    const Tensor x = parity::input("input", expected.at("input")[1].get<Sizes>());
    parity::expect_digest(tools::run(graph, {{"x", x}}), expected.at("output"), 5e-6);
  }
}

TEST(GlcicParityTest, DiscriminatorAgreesWithGlcicPytorch) {
  const nlohmann::json numbers = parity::read_json("/parity/networks.json");
  if (numbers.is_null()) GTEST_SKIP() << "no ../shared/parity/networks.json";
  Builder b("discriminator");
  const graph::Value local = b.input("local", {2, 3, 64, 64}),
                     global = b.input("global", {2, 3, 128, 128});
  b.output("result", glcic_discriminator(b, local, global, {.norm_order = NormOrder::kActNorm}));
  Graph graph = b.finish();
  parity::set_weights(graph, 2);
  const Tensor result = tools::run(graph, {{"local", parity::input("local", {2, 3, 64, 64})},
                                           {"global", parity::input("global", {2, 3, 128, 128})}});
  const nlohmann::json& expected = numbers.at("glcic/discriminator/local64_global128");
  parity::expect_digest(result, expected.at("output"), 5e-6);
}

}  // namespace
}  // namespace kintsugi::nets
