#include <gtest/gtest.h>

#include "kintsugi/error.h"
#include "kintsugi/recipe.h"
#include "kintsugi/recipe/networks.h"

namespace kintsugi {
namespace {

const std::string kGlcic = KINTSUGI_SOURCE "/recipes/glcic-small.toml";

TEST(RecipeSummaryTest, SaysWhatARecipeIsMadeOf) {
  const Recipe recipe(kGlcic, {"generator.width=8", "steps=7"});
  EXPECT_EQ(recipe.name(), "glcic-small");
  EXPECT_FALSE(recipe.summary().empty());
  EXPECT_EQ(recipe.steps(), 7);
  const std::vector<NetworkSummary> networks = recipe.networks();
  ASSERT_EQ(networks.size(), 2u);
  EXPECT_EQ(networks[0].role, "generator");
  EXPECT_EQ(networks[1].role, "discriminator judge");
  int64_t sum = 0;
  for (const LayerSummary& layer : networks[0].layers) sum += layer.parameters;
  EXPECT_EQ(networks[0].parameters, sum);
  EXPECT_GT(networks[0].macs, 0);
}

TEST(RecipeSummaryTest, SizesMayBeChosen) {
  const Recipe recipe(kGlcic);
  EXPECT_GT(recipe.networks(2 * recipe.size_px())[0].macs, recipe.networks()[0].macs);
}

TEST(RecipeSummaryTest, ItsTextGivesTheSameRecipeAgain) {
  EXPECT_EQ(Recipe(kGlcic).toml(), recipe::to_toml(recipe::read_recipe(kGlcic)));
  EXPECT_THROW(Recipe("nowhere.toml"), Error);
}

}  // namespace
}  // namespace kintsugi
