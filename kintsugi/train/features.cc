#include "kintsugi/train/features.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::train {

namespace {

using Layers = std::vector<std::string>;

/// Adds the layers that a loss uses; a loss without any wants all, which no layers stand for.
void use(std::map<recipe::FeatureNet, Layers>& used, recipe::FeatureNet network,
         const Layers& layers) {
  const auto [found, is_new] = used.try_emplace(network);
  if (!is_new && found->second.empty()) return;
  if (layers.empty()) found->second.clear();
  for (const std::string& layer : layers) {
    const auto& known = found->second;
    if (std::find(known.begin(), known.end(), layer) == known.end()) {
      found->second.push_back(layer);
    }
  }
}

void use_of(std::map<recipe::FeatureNet, Layers>& used, const recipe::FeatureLoss& loss) {
  use(used, loss.features, loss.layers);
}

void use_of(std::map<recipe::FeatureNet, Layers>& used, const recipe::IdMrfLoss& loss) {
  Layers layers = loss.style_layers;
  layers.insert(layers.end(), loss.content_layers.begin(), loss.content_layers.end());
  check(!layers.empty(), "an id_mrf loss has neither style_layers nor content_layers");
  use(used, loss.features, layers);
}

/// Network -> layers, of all losses.
std::map<recipe::FeatureNet, Layers> used_by(const recipe::Recipe& recipe) {
  std::map<recipe::FeatureNet, Layers> used;
  for (const recipe::Loss& loss : recipe.losses) {
    std::visit(
        [&](const auto& term) {
          if constexpr (requires { use_of(used, term); }) use_of(used, term);
        },
        loss.term);
  }
  return used;
}

}  // namespace

Features::Features(const recipe::Recipe& recipe, const data::FeatureFiles& files,
                   const learn::ModuleOptions& options) {
  for (const auto& [network, layers] : used_by(recipe)) {
    const auto file = files.find(word_of(network));
    check(file != files.end(), "recipe ", recipe.name, ": a loss uses the feature network ",
          word_of(network), ", whose weights features.", word_of(network), " gives");
    networks_[network] =
        std::make_unique<learn::FeatureNetwork>(network, file->second, layers, options);
  }
}

Activations Features::operator()(recipe::FeatureNet network, const torch::Tensor& picture) {
  learn::FeatureNetwork& module = *networks_.at(network);
  const std::vector<torch::Tensor> values = module(picture);
  Activations activations;
  for (size_t i = 0; i < values.size(); ++i) activations[module.layers()[i]] = values[i];
  return activations;
}

}  // namespace kintsugi::train
