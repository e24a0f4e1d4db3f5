#include "kintsugi/learn/feature_network.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "kintsugi/base/safetensors.h"
#include "kintsugi/error.h"
#include "kintsugi/nets/list.h"

namespace kintsugi::learn {
namespace {

using recipe::FeatureNet;

/// A file of fresh weights of a network of the list, removed at the end.
class WeightFile {
 public:
  WeightFile(const std::string& network, const std::vector<std::string>& left_out)
      : path_(testing::TempDir() + "kintsugi_" + network + ".safetensors") {
    const graph::Graph graph = nets::build_network(network, 3);
    TensorFile file;
    file.tensors.insert(graph.weights.begin(), graph.weights.end());
    for (const std::string& name : left_out) file.tensors.erase(name);
    write_safetensors(path_, file);
  }
  ~WeightFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string error_of(FeatureNet network, const std::filesystem::path& path,
                     const std::vector<std::string>& layers) {
  try {
    FeatureNetwork(network, path, layers);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(FeatureNetworkTest, GivesTheLayersThatWereAskedForInTheirOrder) {
  const WeightFile file("alexnet", {"features.10.weight", "features.10.bias"});
  FeatureNetwork network(FeatureNet::kAlexnet, file.path(), {"conv3", "conv1"});
  const torch::Tensor pictures = torch::rand({2, 3, 64, 64}).requires_grad_();
  const auto features = network(pictures);
  ASSERT_EQ(features.size(), 2u);
  EXPECT_EQ(features[0].sizes(), torch::IntArrayRef({2, 384, 3, 3}));
  EXPECT_EQ(features[1].sizes(), torch::IntArrayRef({2, 64, 15, 15}));
  EXPECT_GE(features[0].min().item<float>(), 0);  // after ReLU
  features[0].sum().backward();                   // gradients reach the pictures through it
  EXPECT_GT(pictures.grad().abs().sum().item<float>(), 0);
}

TEST(FeatureNetworkTest, NamesWhatIsMissing) {
  const WeightFile file("alexnet", {"features.10.weight"});
  EXPECT_NE(error_of(FeatureNet::kAlexnet, file.path(), {"conv1", "conv5"})
                .find("has no features.10.weight, which layer conv5 of alexnet needs"),
            std::string::npos);
  EXPECT_NE(
      error_of(FeatureNet::kAlexnet, file.path(), {"conv9"}).find("'conv9', expected one of conv1"),
      std::string::npos);
  EXPECT_NE(error_of(FeatureNet::kAlexnet, "/nowhere.safetensors", {}).find("/nowhere.safetensors"),
            std::string::npos);
  EXPECT_NE(
      error_of(FeatureNet::kSqueezenet, file.path(), {"relu1"}).find("expected [64, 3, 3, 3]"),
      std::string::npos);
}

TEST(FeatureNetworkTest, TheSharedVgg19EndsAtItsTenthConvolution) {
  const std::filesystem::path path =
      std::filesystem::path(KINTSUGI_SHARED) / "weights/vgg19_conv1_1-conv3_4.safetensors";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no ../shared/weights";
  FeatureNetwork network(FeatureNet::kVgg19, path, {"conv3_2"});
  EXPECT_EQ(network(torch::rand({1, 3, 32, 32}))[0].sizes(), torch::IntArrayRef({1, 256, 8, 8}));
  EXPECT_NE(error_of(FeatureNet::kVgg19, path, {"conv3_2", "conv4_2"})
                .find("has no features.19.bias, which layer conv4_2 of vgg19 needs"),
            std::string::npos);
}

}  // namespace
}  // namespace kintsugi::learn
