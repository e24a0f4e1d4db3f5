#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/train/features.h"
#include "kintsugi/train/loss_value.h"
#include "kintsugi/train/networks.h"

namespace kintsugi::train {

/// What the generator makes of a scene, as losses look at it.
struct GeneratorOutput {
  const Scene& scene;
  const learn::TensorMap& outputs;  // of the training graph
  uint64_t step = 0;                // decides what is drawn at random

  /// By feature network and picture: what several terms ask for is computed once.
  std::map<std::pair<recipe::FeatureNet, std::string>, Activations> activations = {};
};

/// The generator's losses of a recipe.
class Losses {
 public:
  /// The networks must outlive this. Errors: as Features.
  Losses(const recipe::Recipe& recipe, const data::FeatureFiles& files,
         const learn::ModuleOptions& options, Networks& networks);

  /// The outputs of the training graph that losses look at.
  std::set<std::string> outputs_for(const std::vector<std::string>& losses);

  /// The losses of these names, with gradients.
  std::vector<LossValue> operator()(const std::vector<std::string>& losses,
                                    GeneratorOutput& output);

  /// The names of all losses that need no discriminator: what validation measures.
  std::vector<std::string> without_discriminators() const;

 private:
  const recipe::Loss& find(const std::string& name) const;
  torch::Tensor value(const recipe::L1Loss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::MseLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::ConfidenceLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::AdversarialLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::FeatureLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::StyleLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::IdMrfLoss& term, GeneratorOutput& output);
  torch::Tensor value(const recipe::TotalVariationLoss& term, GeneratorOutput& output);
  const Activations& activations(recipe::FeatureNet network, const std::string& of,
                                 GeneratorOutput& output);
  std::pair<std::vector<torch::Tensor>, std::vector<torch::Tensor>> compared(
      const recipe::FeatureLoss& term, GeneratorOutput& output);

  std::vector<recipe::Loss> losses_;
  uint64_t seed_;
  Features features_;
  learn::GraphModule to_unit_;
  Networks& networks_;
};

/// Turns pictures of the recipe's range, [N, 3, S, S], into pictures in [0, 1].
learn::GraphModule unit_module(const recipe::Recipe& recipe, torch::Device device);

}  // namespace kintsugi::train
