#include "kintsugi/recipe/model.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "kintsugi/error.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::recipe {
namespace {

std::vector<Recipe> all_recipes() {
  std::vector<Recipe> recipes;
  for (const auto& file : std::filesystem::directory_iterator(KINTSUGI_SOURCE "/recipes")) {
    recipes.push_back(read_recipe(file.path()));
  }
  return recipes;
}

/// Colours of a picture from what `colour` gives for channel and pixel.
template <class Colour>
Tensor picture(int64_t channels, int64_t size, const Colour& colour) {
  std::vector<float> values;
  for (int64_t channel = 0; channel < channels; ++channel) {
    for (int64_t i = 0; i < size * size; ++i) values.push_back(colour(channel, i));
  }
  return Tensor({1, channels, size, size}, std::move(values));
}

/// A hole of every third pixel.
Tensor holes(int64_t size) {
  return picture(1, size, [](int64_t, int64_t i) { return i % 3 == 0 ? 1.0f : 0.0f; });
}

Tensor image(int64_t size) {
  return picture(3, size, [](int64_t c, int64_t i) {
    return static_cast<float>((7 * i + 3 * c) % 256) / 255;
  });
}

Recipe small_recipe(const Input& input) {
  return {.name = "small", .input = input, .generator = nets::CompletionOptions{.width = 4}};
}

TEST(ModelTest, EveryRecipeGivesAGraphOfTheWholeJob) {
  const std::vector<Recipe> recipes = all_recipes();
  EXPECT_EQ(recipes.size(), 22u);
  for (const Recipe& recipe : recipes) {
    SCOPED_TRACE(recipe.name);
    EXPECT_FALSE(recipe.training.summary.empty());
    const graph::Graph graph = build_model(recipe, 1);
    graph::validate(graph);
    const int64_t size = recipe.input.size;
    const auto infos = graph::infer(graph, {{"N", 2}, {"H", size}, {"W", size}});
    EXPECT_EQ(graph::sizes_of(infos.at("result").shape), Sizes({2, 3, size, size}));
    EXPECT_EQ(graph.input("image").shape.size(), 4u);
    EXPECT_EQ(graph.input("mask").shape[1], graph::Dim(1));
    EXPECT_EQ(graph.metadata.at("recipe"), recipe.name);
    EXPECT_EQ(graph.metadata.at("size"), std::to_string(size));
  }
}

TEST(ModelTest, KnownPixelsComeBackBitForBitAndOthersBetween0And1) {
  for (const HolePaint hole : {HolePaint::kZero, HolePaint::kGrey, HolePaint::kMean}) {
    const graph::Graph graph = build_model(small_recipe({.size = 16, .hole = hole}), 1);
    const Tensor x = image(16), mask = holes(16);
    const Tensor result = graph::run_reference(graph, {{"image", x}, {"mask", mask}}).at("result");
    for (size_t i = 0; i < 3 * 256; ++i) {
      const float value = result.values<float>()[i];
      if (mask.values<float>()[i % 256] == 0) {
        EXPECT_EQ(value, x.values<float>()[i]);
      }
      EXPECT_GE(value, 0);
      EXPECT_LE(value, 1);
    }
  }
}

TEST(ModelTest, DoesNotLookUnderTheHole) {
  for (const HolePaint hole : {HolePaint::kZero, HolePaint::kGrey, HolePaint::kMean}) {
    const graph::Graph graph = build_model(small_recipe({.size = 16, .hole = hole}), 1);
    const Tensor mask = holes(16), a = image(16);
    const Tensor b = picture(3, 16, [&](int64_t c, int64_t i) {
      return i % 3 == 0 ? 1.0f : a.values<float>()[static_cast<size_t>(c * 256 + i)];
    });
    EXPECT_EQ(graph::run_reference(graph, {{"image", a}, {"mask", mask}}),
              graph::run_reference(graph, {{"image", b}, {"mask", mask}}));
  }
}

TEST(ModelTest, FreshWeightsDependOnTheSeed) {
  const Recipe recipe = small_recipe({.size = 16});
  EXPECT_EQ(build_model(recipe, 1), build_model(recipe, 1));
  EXPECT_NE(build_model(recipe, 1).weights, build_model(recipe, 2).weights);
}

TEST(ModelTest, ARangeThatTheGeneratorDoesNotGiveIsAnError) {
  try {
    build_model(small_recipe({.size = 16, .range = Range::kSigned}), 1);
    FAIL() << "no Error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "recipe small: range is 'signed', expected 'unit', which its generator gives");
  }
}

/// What the generator is shown of a picture, by painting alone.
Tensor painted(const Input& input, const Tensor& x, const Tensor& mask) {
  graph::Builder b("paint");
  const int64_t size = x.sizes()[2];
  const graph::Value in = b.input("image", {1, 3, size, size}),
                     m = b.input("mask", {1, 1, size, size});
  b.output("picture", paint(b, in, m, {}, input).picture);
  return graph::run_reference(b.finish(), {{"image", x}, {"mask", mask}}).at("picture");
}

TEST(ModelTest, AGeneratorThatIsAlwaysShownTheMaskRefusesToGoWithout) {
  Recipe recipe = {.name = "small",
                   .input = {.size = 16, .range = Range::kSigned, .has_mask = false},
                   .generator = nets::DeepfillOptions{.width = 4}};
  try {
    build_model(recipe, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "recipe small: has_mask is false, but its generator is always given the mask");
  }
  recipe.input.has_mask = true;
  EXPECT_NO_THROW(build_model(recipe, 1));
}

TEST(PaintTest, BringsKnownPixelsIntoTheRangeAndPaintsTheHole) {
  const Tensor x = picture(3, 2, [](int64_t, int64_t) { return 1.0f; });
  const Tensor mask = picture(1, 2, [](int64_t, int64_t i) { return i == 0 ? 1.0f : 0.0f; });
  const auto first_two = [&](const Input& input) {
    const Tensor result = painted(input, x, mask);
    return std::vector<float>{result.values<float>()[0], result.values<float>()[1]};
  };
  EXPECT_EQ(first_two({.range = Range::kUnit, .hole = HolePaint::kZero}),
            std::vector<float>({0, 1}));
  EXPECT_EQ(first_two({.range = Range::kUnit, .hole = HolePaint::kGrey}),
            std::vector<float>({.5f, 1}));
  EXPECT_EQ(first_two({.range = Range::kSigned, .hole = HolePaint::kZero}),
            std::vector<float>({0, 1}));
  EXPECT_EQ(
      first_two({.range = Range::kSigned, .hole = HolePaint::kMean, .mean_colour = {.25, .5, .5}}),
      std::vector<float>({-.5f, 1}));
  // ImageNet's red: (1 - 0.485) / 0.229
  EXPECT_EQ(first_two({.range = Range::kImageNet, .hole = HolePaint::kZero})[0], 0);
  EXPECT_NEAR(first_two({.range = Range::kImageNet, .hole = HolePaint::kZero})[1], 2.2489, 1e-4);
}

TEST(PaintTest, AModelsNoiseIsUniformAndPartOfIt) {
  Recipe recipe = {.name = "noisy",
                   .input = {.size = 64, .range = Range::kSigned, .hole = HolePaint::kNoise},
                   .generator = nets::UnetOptions{.width = 4, .max_width = 4, .depth = 2}};
  Tensor noise;
  for (const auto& [name, value] : build_model(recipe, 1).constants()) {
    if (value.sizes() == Sizes({1, 3, 64, 64})) noise = value;
  }
  ASSERT_TRUE(noise);
  double sum = 0, squares = 0;
  for (float value : noise.values<float>()) {
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 1);
    sum += value;
    squares += double(value) * value;
  }
  EXPECT_NEAR(sum / 12288, 0.5, 0.01);
  EXPECT_NEAR(squares / 12288, 1.0 / 3, 0.01);
}

TEST(TrainingGraphTest, HasTheModelsWeightsAndGivesTheSameResult) {
  for (const Recipe& recipe : all_recipes()) {
    SCOPED_TRACE(recipe.name);
    EXPECT_EQ(build_training_graph(recipe, 3).weights, build_model(recipe, 3).weights);
  }
  const Recipe recipe = small_recipe({.size = 16, .hole = HolePaint::kMean});
  const std::map<std::string, Tensor> inputs = {{"image", image(16)}, {"mask", holes(16)}};
  const auto trained = graph::run_reference(build_training_graph(recipe, 3), inputs);
  EXPECT_EQ(trained.at("result"),
            graph::run_reference(build_model(recipe, 3), inputs).at("result"));
  EXPECT_EQ(trained.at("composite"), trained.at("result"));  // in [0, 1] already
  EXPECT_EQ(trained.at("truth"), image(16));
}

TEST(TrainingGraphTest, ALossOfACoarseResultThatThereIsNoneOfIsAnError) {
  Recipe recipe = small_recipe({});
  for (const char* word : {"coarse", "approx"}) {  // the second one is version 0.1's
    recipe = parse_recipe(
        "[input]\nsize = 64\nrange = \"unit\"\n[generator]\nnetwork = \"glcic\"\nwidth = 4\n"
        "[[loss]]\nname = \"a\"\nterm = \"l1\"\nof = \"" +
            std::string(word) + "\"\n",
        "small.toml");
    EXPECT_NO_THROW(build_model(recipe, 1));
    try {
      build_training_graph(recipe, 1);
      FAIL() << word;
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(),
                   "recipe small: loss 'a' is of the coarse result, which the generator does not "
                   "make");
    }
  }
}

TEST(DiscriminatorTest, EveryOneOfEveryRecipeTakesItsPictures) {
  for (const Recipe& recipe : all_recipes()) {
    SCOPED_TRACE(recipe.name);
    EXPECT_FALSE(recipe.discriminators.empty());
    for (const Discriminator& discriminator : recipe.discriminators) {
      const graph::Graph graph = build_discriminator(discriminator, recipe.input.size, 1);
      const auto infos = graph::infer(graph, {{"N", 2}});
      EXPECT_EQ(graph::sizes_of(infos.at("result").shape)[0], 2);
    }
  }
}

TEST(DiscriminatorTest, SpectralNormIsAnOptionOfEveryOne) {
  for (const Recipe& recipe : all_recipes()) {
    for (Discriminator discriminator : recipe.discriminators) {
      SCOPED_TRACE(recipe.name + " " + discriminator.name);
      discriminator.spectral_norm = false;
      const graph::Graph plain = build_discriminator(discriminator, recipe.input.size, 1);
      discriminator.spectral_norm = true;
      const graph::Graph normalized = build_discriminator(discriminator, recipe.input.size, 1);
      EXPECT_TRUE(plain.updates.empty());
      EXPECT_GT(normalized.updates.size(), 2u);
      EXPECT_EQ(graph::num_parameters(plain), graph::num_parameters(normalized));
      EXPECT_EQ(normalized.weights.size(), plain.weights.size() + normalized.updates.size());
    }
  }
}

}  // namespace
}  // namespace kintsugi::recipe
