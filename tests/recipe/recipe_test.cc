#include "kintsugi/recipe/recipe.h"

#include <gtest/gtest.h>

#include "kintsugi/base/error.h"

namespace kintsugi::recipe {
namespace {

const std::string kInput = "[input]\nsize = 64\nrange = \"unit\"\nhole = \"grey\"\n";
const std::string kGenerator = "[generator]\nnetwork = \"glcic\"\n";

std::string error_of(const std::string& text) {
  try {
    parse_recipe(text, "recipes/mine.toml");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(RecipeTest, ReadsItsSections) {
  const Recipe recipe = parse_recipe(
      "summary = \"a try\"\n" + kInput + "mean_colour = [0.25, 0.5, 1]\nhas_mask = false\n" +
          "[generator]\nnetwork = \"glcic\"\nwidth = 16\nnorm_order = \"act_norm\"\n",
      "recipes/mine.toml");
  EXPECT_EQ(recipe.name, "mine");
  EXPECT_EQ(recipe.summary, "a try");
  EXPECT_EQ(recipe.input.size, 64);
  EXPECT_EQ(recipe.input.hole, "grey");
  EXPECT_EQ(recipe.input.mean_colour, std::vector<double>({.25, .5, 1}));
  EXPECT_FALSE(recipe.input.has_mask);
  const Glcic& options = std::get<Glcic>(recipe.generator);
  EXPECT_EQ(options.width, 16);
  EXPECT_EQ(options.norm_order, "act_norm");
}

TEST(RecipeTest, AnUnknownKeyIsAnErrorWithItsLineAndTheNearestKey) {
  EXPECT_EQ(error_of(kInput + kGenerator + "norm_oder = \"act_norm\"\n"),
            "recipes/mine.toml:7: there is no key 'norm_oder' here, did you mean 'norm_order'?");
  EXPECT_EQ(error_of("sumary = \"\"\n" + kInput + kGenerator),
            "recipes/mine.toml:1: there is no key 'sumary' here, did you mean 'summary'?");
}

TEST(RecipeTest, AnUnknownNetworkIsAnErrorWithTheNearestName) {
  EXPECT_EQ(error_of(kInput + "[generator]\nnetwork = \"gmcn\"\n"),
            "recipes/mine.toml:6: there is no network 'gmcn', did you mean 'gmcnn'?");
}

TEST(RecipeTest, AValueOfTheWrongTypeOrOutOfRangeIsAnError) {
  EXPECT_EQ(error_of("[input]\nsize = \"big\"\n" + kGenerator),
            "recipes/mine.toml:2: size is not an integer");
  EXPECT_EQ(error_of("[input]\nsize = 8\n" + kGenerator),
            "recipes/mine.toml:1: size is 8, expected 16 to 4096");
  EXPECT_EQ(error_of("[input]\nhole = \"gray\"\n" + kGenerator),
            "recipes/mine.toml:2: hole is 'gray', did you mean 'grey'?");
}

TEST(RecipeTest, AMissingSectionIsAnError) {
  EXPECT_EQ(error_of(kInput), "recipes/mine.toml:1: there is no section [generator]");
}

TEST(RecipeTest, TextThatIsNotTomlIsAnErrorWithItsLine) {
  EXPECT_EQ(error_of("[input]\nsize = = 3\n").find("recipes/mine.toml:2: "), 0u);
}

TEST(RecipeTest, AMissingFileIsAnError) { EXPECT_THROW(read_recipe("no/such.toml"), Error); }

}  // namespace
}  // namespace kintsugi::recipe
