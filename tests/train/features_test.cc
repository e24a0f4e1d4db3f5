#include "kintsugi/train/features.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "kintsugi/base/safetensors.h"
#include "kintsugi/nets/list.h"

namespace kintsugi::train {
namespace {

TEST(FeaturesTest, ALayerThatIsBothStyleAndContentIsComputedOnce) {
  const graph::Graph network = nets::build_network("alexnet", /*seed=*/1);
  const auto path = std::filesystem::path(testing::TempDir()) / "features_alexnet.safetensors";
  write_safetensors(path, {.tensors = {network.weights.begin(), network.weights.end()}});
  recipe::Recipe recipe;
  recipe.losses.push_back({.name = "id_mrf",
                           .term = recipe::IdMrfLoss{.features = recipe::FeatureNet::kAlexnet,
                                                     .style_layers = {"conv1", "conv2"},
                                                     .content_layers = {"conv2"}}});
  const Features features(recipe, {{"alexnet", path}}, {});
  std::filesystem::remove(path);
  EXPECT_EQ(features.layers(recipe::FeatureNet::kAlexnet),
            (std::vector<std::string>{"conv1", "conv2"}));
}

}  // namespace
}  // namespace kintsugi::train
