#include "kintsugi/recipe/networks.h"

#include <set>

#include "kintsugi/nets/list.h"
#include "kintsugi/recipe/model.h"

namespace kintsugi::recipe {

namespace {

/// As the list of networks calls it.
const char* network_of(FeatureNet features) {
  switch (features) {
    case FeatureNet::kAlexnet:
      return "alexnet";
    case FeatureNet::kSqueezenet:
      return "squeezenet";
    case FeatureNet::kVgg13Bn:
      return "vgg13-bn";
    case FeatureNet::kVgg16:
      return "vgg16";
    case FeatureNet::kVgg19:
      return "vgg19";
  }
  return "";
}

std::set<FeatureNet> features_of(const Recipe& recipe) {
  std::set<FeatureNet> names;
  for (const Loss& loss : recipe.losses) {
    std::visit(
        [&](const auto& term) {
          if constexpr (requires { term.features; }) names.insert(term.features);
        },
        loss.term);
  }
  return names;
}

}  // namespace

std::vector<RecipeNetwork> networks_of(const Recipe& recipe, uint64_t seed) {
  std::vector<RecipeNetwork> networks;
  networks.push_back({"generator", build_model(recipe, seed)});
  for (const Discriminator& discriminator : recipe.discriminators) {
    networks.push_back({"discriminator " + discriminator.name,
                        build_discriminator(discriminator, recipe.input.size, seed)});
  }
  for (const FeatureNet features : features_of(recipe)) {
    networks.push_back({std::string("features ") + word_of(features),
                        nets::build_network(network_of(features), seed)});
  }
  return networks;
}

}  // namespace kintsugi::recipe
