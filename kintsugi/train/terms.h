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

/// What the generator made of a scene, as loss terms look at it.
struct Made {
  const Scene& scene;
  const learn::TensorMap& outputs;  // of the training graph
  uint64_t step = 0;                // decides what is drawn at random

  /// By feature network and picture: what several terms ask for is computed once.
  std::map<std::pair<std::string, std::string>, Activations> activations = {};
};

/// The generator's losses of a recipe.
class Terms {
 public:
  /// The networks must outlive this. Errors: as Features; an unknown region.
  Terms(const recipe::Recipe& recipe, const data::FeatureFiles& files,
        const learn::ModuleOptions& options, Networks& networks);

  /// The outputs of the training graph that losses look at.
  std::set<std::string> outputs_for(const std::vector<std::string>& losses);

  /// The losses of these names, with gradients.
  std::vector<LossValue> operator()(const std::vector<std::string>& losses, Made& made);

  /// The names of all losses that need no discriminator: what validation measures.
  std::vector<std::string> without_judges() const;

 private:
  const recipe::Loss& find(const std::string& name) const;
  torch::Tensor value(const recipe::L1Loss& term, Made& made);
  torch::Tensor value(const recipe::MseLoss& term, Made& made);
  torch::Tensor value(const recipe::ConfidenceLoss& term, Made& made);
  torch::Tensor value(const recipe::AdversarialLoss& term, Made& made);
  torch::Tensor value(const recipe::FeatureLoss& term, Made& made);
  torch::Tensor value(const recipe::StyleLoss& term, Made& made);
  torch::Tensor value(const recipe::IdMrfLoss& term, Made& made);
  torch::Tensor value(const recipe::TotalVariationLoss& term, Made& made);
  const Activations& activations(const std::string& network, const std::string& of, Made& made);
  std::pair<std::vector<torch::Tensor>, std::vector<torch::Tensor>> compared(
      const recipe::FeatureLoss& term, Made& made);

  std::vector<recipe::Loss> losses_;
  uint64_t seed_;
  Features features_;
  learn::GraphModule to_unit_;
  Networks& networks_;
};

/// Turns pictures of the recipe's range, [N, 3, S, S], into pictures in [0, 1].
learn::GraphModule unit_module(const recipe::Recipe& recipe, torch::Device device);

}  // namespace kintsugi::train
