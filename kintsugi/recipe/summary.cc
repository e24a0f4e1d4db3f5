#include "kintsugi/graph/inspect.h"
#include "kintsugi/recipe.h"
#include "kintsugi/recipe/networks.h"

namespace kintsugi {

namespace {

NetworkSummary summary_of(const recipe::RecipeNetwork& network, int64_t size_px) {
  const graph::Inspection found = graph::inspect(network.graph, size_px);
  NetworkSummary summary = {.role = network.role,
                            .name = found.name,
                            .parameters = found.parameters,
                            .macs = found.macs,
                            .layers = {}};
  for (const graph::LayerSummary& layer : found.layers) {
    summary.layers.push_back(
        {layer.name, layer.op, graph::sizes_of(layer.shape), layer.parameters, layer.macs});
  }
  return summary;
}

}  // namespace

Recipe::Recipe(const std::string& path, const std::vector<std::string>& overrides)
    : recipe_(std::make_shared<const recipe::Recipe>(recipe::read_recipe(path, overrides))) {}

const std::string& Recipe::name() const { return recipe_->name; }

const std::string& Recipe::summary() const { return recipe_->training.summary; }

int64_t Recipe::size_px() const { return recipe_->input.size; }

int64_t Recipe::steps() const { return recipe_->training.steps; }

std::vector<NetworkSummary> Recipe::networks(int64_t size_px) const {
  const int64_t side = size_px == 0 ? this->size_px() : size_px;
  std::vector<NetworkSummary> summaries;
  for (const recipe::RecipeNetwork& network : recipe::networks_of(*recipe_, /*seed=*/0)) {
    summaries.push_back(summary_of(network, side));
  }
  return summaries;
}

std::string Recipe::toml() const { return recipe::to_toml(*recipe_); }

}  // namespace kintsugi
