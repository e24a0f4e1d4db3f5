#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kintsugi/learn/graph_module.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::learn {

/// A frozen network of `nets` whose activations losses compare, with weights from a file under
/// torchvision's names.
class FeatureNetwork {
 public:
  /// `weights`: a .safetensors file;
  /// only the weights that `layers` need are asked for. `layers`: taps of the network, such as
  /// "conv3_2", each after its ReLU; the network ends behind the last one. None: all that there
  /// are. Errors: an unknown layer (says which there are), no such file, a weight
  /// missing there (names it and the layer), or of another size.
  FeatureNetwork(recipe::FeatureNet network, const std::filesystem::path& weights,
                 std::vector<std::string> layers = {}, const ModuleOptions& options = {});

  /// The activations of the layers, in the order asked for; f32.
  ///   pictures  [N, 3, H, W]  RGB in [0, 1]; normalized here as the network wants it
  ///   return    [N, C, h, w] a layer
  std::vector<torch::Tensor> operator()(const torch::Tensor& pictures);

  const std::vector<std::string>& layers() const { return layers_; }
  void to(torch::Device device);

 private:
  std::vector<std::string> layers_;
  GraphModule module_;
};

}  // namespace kintsugi::learn
