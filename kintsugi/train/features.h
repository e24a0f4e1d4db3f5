#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kintsugi/data/run_folder.h"
#include "kintsugi/learn/feature_network.h"
#include "kintsugi/recipe/recipe.h"

namespace kintsugi::train {

/// Activations by the name of their layer.
using Activations = std::map<std::string, torch::Tensor>;

/// The feature networks that a recipe's losses compare pictures with, each loaded once.
class Features {
 public:
  /// Errors: a network without a file, an unknown layer, a file that does not fit.
  Features(const recipe::Recipe& recipe, const data::FeatureFiles& files,
           const learn::ModuleOptions& options);

  /// Every layer of the network that some loss uses.
  ///   picture  [N, 3, S, S]  RGB in [0, 1]
  Activations operator()(recipe::FeatureNet network, const torch::Tensor& picture);

  /// The layers of the network, in its order.
  const std::vector<std::string>& layers(recipe::FeatureNet network) const {
    return networks_.at(network)->layers();
  }

 private:
  std::map<recipe::FeatureNet, std::unique_ptr<learn::FeatureNetwork>> networks_;
};

}  // namespace kintsugi::train
