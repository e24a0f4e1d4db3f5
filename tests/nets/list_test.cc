#include "kintsugi/nets/list.h"

#include <gmock/gmock.h>

#include "kintsugi/base/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/receptive_field.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/unet.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;
using graph::Shape;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::string output_shape(const std::string& network, int64_t side, const char* output = "output") {
  const Graph graph = build_network(network, 1);
  const auto infos = infer(graph, {{"N", 1}, {"H", side}, {"W", side}});
  return graph::to_string(infos.at(output).shape);
}

TEST(NetworkListTest, EveryNetworkIsAValidGraph) {
  for (const Network& network : all_networks()) {
    const Graph graph = network.build(1);
    EXPECT_EQ(graph.name, network.name);
    EXPECT_NO_THROW(validate(graph)) << network.name;
    EXPECT_NO_THROW(infer(graph)) << network.name;
  }
}

TEST(NetworkListTest, GeneratorsKeepThePicturesSize) {
  EXPECT_EQ(output_shape("unet", 256), "[1, 3, 256, 256]");
  EXPECT_EQ(output_shape("approx-net", 64), "[1, 3, 64, 64]");
  EXPECT_EQ(output_shape("attention-generator", 64), "[1, 3, 64, 64]");
  EXPECT_EQ(output_shape("attention-generator", 64, "attention"), "[1, 256, 256]");
  EXPECT_EQ(output_shape("context-conv", 224), "[1, 3, 224, 224]");
  EXPECT_EQ(output_shape("context-alexnet", 224), "[1, 3, 224, 224]");
  EXPECT_EQ(output_shape("context-center", 224), "[1, 3, 48, 48]");
  EXPECT_EQ(output_shape("glcic", 512), "[1, 3, 512, 512]");
  for (const char* name : {"gmcnn", "gmcnn-se", "gmcnn-a2"}) {
    EXPECT_EQ(output_shape(name, 256), "[1, 3, 256, 256]");
  }
}

TEST(NetworkListTest, DiscriminatorsGiveLabels) {
  EXPECT_EQ(output_shape("context-patch-discriminator", 224), "[1, 1, 28, 28]");
  EXPECT_EQ(output_shape("unet-patch-discriminator", 256), "[1, 1, 122, 122]");
  for (const char* name :
       {"unet-global-discriminator", "attention-discriminator", "context-center-discriminator",
        "glcic-discriminator", "gmcnn-discriminator"}) {
    EXPECT_EQ(output_shape(name, 0), "[1, 1]");
  }
}

TEST(NetworkListTest, HasThePapersParameterCounts) {
  EXPECT_EQ(num_parameters(build_network("glcic", 1)), 6'072'131);
  EXPECT_EQ(num_parameters(build_network("gmcnn", 1)), 12'561'891);
  // torchvision's: vgg19 features 20,024,384; alexnet features 2,469,696; squeezenet1_1 1,235,496.
  EXPECT_EQ(num_parameters(build_network("vgg19", 1)), 20'024'384);
  EXPECT_EQ(num_parameters(build_network("alexnet", 1)), 2'469'696);
  EXPECT_EQ(num_parameters(build_network("squeezenet", 1)), 1'235'496);
}

TEST(NetworkListTest, ReportsDiscriminatorsAreSmallerThanTheirGenerator) {
  EXPECT_LT(num_parameters(build_network("unet-global-discriminator", 1)) +
                num_parameters(build_network("unet-patch-discriminator", 1)),
            num_parameters(build_network("unet", 1)));
}

TEST(NetworkListTest, HasTheReportsReceptiveFields) {
  const auto field = [](const char* name) {
    return receptive_fields(build_network(name, 1)).at("output");
  };
  EXPECT_EQ(field("unet-patch-discriminator").height, 40);
  EXPECT_EQ(field("unet-patch-discriminator").width, 40);
  EXPECT_EQ(field("context-patch-discriminator").height, 23);  // the report says 47; see its page
  EXPECT_EQ(field("context-patch-discriminator").width, 23);
  EXPECT_TRUE(field("unet").is_whole);
  EXPECT_FALSE(field("glcic").is_whole);
}

TEST(NetworkListTest, UnknownNameListsTheKnown) {
  EXPECT_THAT([] { build_network("glic", 1); }, ThrowsMessage<Error>(HasSubstr("glcic")));
}

TEST(UnetTest, JoinsBothDiscriminators) {
  graph::Builder b("d");
  b.output("y", unet_discriminator(b, b.input("x", {2, 3, 64, 64})));
  EXPECT_EQ(graph::to_string(b.finish().output("y").shape), "[2, 677]");  // 1 + 26 * 26
}

TEST(UnetTest, AsksForMultiplesOfItsDepth) {
  graph::Builder b("unet");
  const Value x = b.input("x", {1, 4, 96, 100});
  EXPECT_THAT([&] { unet_generator(b, x); },
              ThrowsMessage<Error>(HasSubstr("96x100, expected multiples of 64")));
}

TEST(UnetTest, RunsSmall) {
  graph::Builder b("unet", 3);
  const Value x = b.input("x", {1, 4, 16, 16});
  b.output("y", unet_generator(b, x, {.width = 8, .max_width = 16, .depth = 3}));
  const Tensor input({1, 4, 16, 16}, std::vector<float>(4 * 256, 0.5f));
  const Tensor y = run_reference(b.finish(), {{"x", input}}).at("y");
  for (const float value : y.values<float>()) EXPECT_LE(std::abs(value), 1);
}

}  // namespace
}  // namespace kintsugi::nets
