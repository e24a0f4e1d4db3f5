#include "kintsugi/recipe/networks.h"

#include <set>

#include "kintsugi/error.h"
#include "kintsugi/nets/list.h"
#include "kintsugi/recipe/model.h"
#include "kintsugi/recipe/suggest.h"

namespace kintsugi::recipe {

namespace {

/// A feature network as --features and recipes call it, and as the list of networks does.
struct FeatureName {
  const char *name, *network;
};
constexpr FeatureName kFeatures[] = {{"alexnet", "alexnet"},
                                     {"squeezenet1_1", "squeezenet"},
                                     {"vgg13_bn", "vgg13-bn"},
                                     {"vgg16", "vgg16"},
                                     {"vgg19", "vgg19"}};

std::string network_of(const std::string& features) {
  std::vector<std::string> known;
  for (const FeatureName& feature : kFeatures) {
    if (features == feature.name) return feature.network;
    known.push_back(feature.name);
  }
  throw Error("there is no feature network '" + features + "'" + suggestion(features, known));
}

std::set<std::string> features_of(const Recipe& recipe) {
  std::set<std::string> names;
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
  for (const std::string& name : features_of(recipe)) {
    networks.push_back({"features " + name, nets::build_network(network_of(name), seed)});
  }
  return networks;
}

}  // namespace kintsugi::recipe
