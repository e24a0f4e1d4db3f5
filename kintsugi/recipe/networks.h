#pragma once

#include <string>
#include <vector>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::recipe {

/// A network that a recipe names, and what it is there for.
struct RecipeNetwork {
  std::string role;  // "generator", "discriminator judge", "features vgg19"
  graph::Graph graph;
};

/// Every network of a recipe with fresh weights that `seed` decides: the whole-job graph first,
/// then discriminators and the feature networks of its losses, each once. Errors: as build_model
/// and build_discriminator.
std::vector<RecipeNetwork> networks_of(const Recipe& recipe, uint64_t seed);

}  // namespace kintsugi::recipe
