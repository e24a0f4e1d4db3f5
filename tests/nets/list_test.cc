#include "kintsugi/nets/list.h"

#include <gtest/gtest.h>

#include <set>

#include "nets/tools.h"

namespace kintsugi::nets {
namespace {

using graph::Graph;

TEST(NetworkListTest, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const Network& network : all_networks()) {
    EXPECT_TRUE(names.insert(network.name).second) << network.name;
    EXPECT_FALSE(network.summary.empty()) << network.name;
  }
}

TEST(NetworkListTest, EveryGraphIsValidAndCalledByItsName) {
  for (const Network& network : all_networks()) {
    const Graph graph = network.build(0);
    EXPECT_EQ(graph.name, network.name);
    EXPECT_NO_THROW(graph::validate(graph)) << network.name;
  }
}

TEST(NetworkListTest, EveryShapeFollowsFromTheInputs) {
  // No extent of any value is one that shape inference has to give a name of its own.
  for (const Network& network : all_networks()) {
    const Graph graph = network.build(0);
    for (const auto& [name, info] : graph::infer(graph)) {
      EXPECT_EQ(graph::to_string(info.shape).find('?'), std::string::npos)
          << network.name << ": " << name << " is " << graph::to_string(info.shape);
    }
  }
}

TEST(NetworkListTest, ANetInitialisedDifferentlyBecomesTheSameWithItsWeights) {
  for (const Network& network : all_networks()) {
    const Graph trained = network.build(1);
    Graph other = network.build(2);
    EXPECT_EQ(trained == other, trained.weights.empty()) << network.name;
    other.weights = trained.weights;
    EXPECT_EQ(trained, other) << network.name;
  }
}

TEST(NetworkListTest, AnUnknownNameIsAnErrorThatSaysWhichThereAre) {
  const std::string error = tools::error_of([] { build_network("glcik"); });
  EXPECT_EQ(error.find("there is no network 'glcik', expected one of glcic glcic-discriminator"),
            0u);
}

}  // namespace
}  // namespace kintsugi::nets
