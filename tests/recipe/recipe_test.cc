#include "kintsugi/recipe/recipe.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "kintsugi/error.h"

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
  EXPECT_EQ(recipe.training.summary, "a try");
  EXPECT_EQ(recipe.input.size, 64);
  EXPECT_EQ(recipe.input.hole, HolePaint::kGrey);
  EXPECT_EQ(recipe.input.mean_colour, std::vector<double>({.25, .5, 1}));
  EXPECT_FALSE(recipe.input.has_mask);
  const auto& options = std::get<nets::CompletionOptions>(recipe.generator);
  EXPECT_EQ(options.width, 16);
  EXPECT_EQ(options.norm_order, nets::NormOrder::kActNorm);
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
            "recipes/mine.toml:2: size is 8, expected 16 to 4096");
  EXPECT_EQ(error_of("[input]\nhole = \"gray\"\n" + kGenerator),
            "recipes/mine.toml:2: hole is 'gray', did you mean 'grey'?");
}

TEST(RecipeTest, AnUnknownWordIsAnErrorWhereItIsSet) {
  EXPECT_EQ(error_of("precision = \"f64\"\n" + kInput + kGenerator),
            "recipes/mine.toml:1: precision is 'f64', did you mean 'f32'?");
  EXPECT_EQ(error_of("pretrained = \"resnet152\"\n" + kInput + kGenerator),
            "recipes/mine.toml:1: pretrained is 'resnet152', expected one of alexnet, "
            "squeezenet1_1, vgg13_bn, vgg16, vgg19");
  EXPECT_EQ(error_of(kInput + kGenerator + "[[loss]]\nterm = \"l1\"\nregion = \"holes\"\n"),
            "recipes/mine.toml:9: region is 'holes', did you mean 'hole'?");
  EXPECT_EQ(error_of(kInput + kGenerator + "[schedule]\nkind = \"cosin\"\n"),
            "recipes/mine.toml:8: kind is 'cosin', did you mean 'cosine'?");
}

TEST(RecipeTest, PrecisionsOfOlderRecipesAreStillRead) {
  const auto precision_of = [](const std::string& word) {
    return parse_recipe("precision = \"" + word + "\"\n" + kInput + kGenerator, "mine.toml")
        .training.precision;
  };
  EXPECT_EQ(precision_of("float32"), Precision::kF32);
  EXPECT_EQ(precision_of("f32"), Precision::kF32);
  EXPECT_EQ(precision_of("bfloat16"), Precision::kBf16);
  EXPECT_EQ(precision_of("auto"), std::nullopt);
}

TEST(RecipeTest, AnUnknownWordOfANetworkIsAnErrorWithTheNearestWord) {
  EXPECT_EQ(error_of(kInput + kGenerator + "norm_order = \"act_nrm\"\n"),
            "recipes/mine.toml:7: norm_order is 'act_nrm', did you mean 'act_norm'?");
  EXPECT_EQ(error_of(kInput + "[generator]\nnetwork = \"gmcnn\"\nattention = \"everywhere\"\n"),
            "recipes/mine.toml:7: attention is 'everywhere', expected one of none, se, a2");
}

TEST(RecipeTest, AMissingSectionIsAnError) {
  EXPECT_EQ(error_of(kInput), "recipes/mine.toml:1: there is no section [generator]");
}

TEST(RecipeTest, TextThatIsNotTomlIsAnErrorWithItsLine) {
  EXPECT_EQ(error_of("[input]\nsize = = 3\n").find("recipes/mine.toml:2: "), 0u);
}

TEST(RecipeTest, AMissingFileIsAnError) { EXPECT_THROW(read_recipe("no/such.toml"), Error); }

TEST(RecipeTest, EveryNumberIsWrittenAndReadAgain) {
  for (const auto& file : std::filesystem::directory_iterator(KINTSUGI_SOURCE "/recipes")) {
    SCOPED_TRACE(file.path());
    const std::string text = to_toml(read_recipe(file.path()));
    EXPECT_EQ(to_toml(parse_recipe(text, file.path())), text);
  }
}

TEST(RecipeTest, OverridesChangeOneNumber) {
  const Recipe recipe = read_recipe(
      KINTSUGI_SOURCE "/recipes/glcic.toml",
      {"generator.width=32", "steps=7", "discriminator.judge.optimizer.rate=0.5",
       "phase.2.share=0.8", "hole.rectangle.side=0.1..0.2", "loss.adversarial.weight=1e-3"});
  EXPECT_EQ(std::get<nets::CompletionOptions>(recipe.generator).width, 32);
  EXPECT_EQ(recipe.training.steps, 7);
  EXPECT_EQ(std::get<Adadelta>(recipe.discriminators[0].optimizer).rate, 0.5);
  EXPECT_EQ(recipe.holes[0].settings[1].second, "0.1..0.2");
  EXPECT_EQ(recipe.losses[1].weight, 1e-3);
}

std::string error_with(const std::string& override_text) {
  try {
    read_recipe(KINTSUGI_SOURCE "/recipes/glcic.toml", {override_text});
  } catch (const Error& error) {
    const std::string message = error.what();
    return message.substr(message.find("glcic.toml") == message.npos ? 0 : message.rfind(": ") + 2);
  }
  return "";
}

TEST(RecipeTest, OverridesOfWhatIsNotThereAreErrors) {
  EXPECT_NE(error_with("generator.widht=32").find("did you mean 'width'?"), std::string::npos);
  EXPECT_EQ(
      error_with("discriminator.juge.width=3"),
      "override discriminator.juge.width=3: there is no element 'juge', did you mean 'judge'?");
  EXPECT_EQ(error_with("steps"), "override steps: expected KEY=VALUE");
  EXPECT_EQ(error_with("steps=many"), "override: steps is not an integer");
  EXPECT_NE(error_with("generator.width=-3").find("generator.width is -3, expected 1 to 65536"),
            std::string::npos);
}

const std::string kParts = kInput + kGenerator +
                           "[[discriminator]]\nnetwork = \"glcic\"\nname = \"judge\"\n"
                           "optimizer = { kind = \"adam\" }\n"
                           "[[loss]]\nterm = \"l1\"\n";

TEST(RecipeTest, WithoutPhasesEverythingIsTrainedAllTheTime) {
  const Recipe recipe = parse_recipe(kParts, "recipes/mine.toml");
  ASSERT_EQ(recipe.phases.size(), 1u);
  EXPECT_EQ(recipe.phases[0].train, std::vector<std::string>({"generator", "judge"}));
  EXPECT_EQ(recipe.phases[0].losses, std::vector<std::string>({"l1"}));
  EXPECT_EQ(recipe.phases[0].share, 1);
}

TEST(RecipeTest, NamesOfWhatIsNotThereAreErrors) {
  const std::string phase = "[[phase]]\nname = \"p\"\n";
  EXPECT_EQ(error_of(kParts + phase + "losses = [\"l2\"]\n"),
            "recipes/mine.toml: phase 'p' names loss 'l2', did you mean 'l1'?");
  EXPECT_EQ(error_of(kParts + phase + "losses = [\"l1\"]\ntrain = [\"juge\"]\n"),
            "recipes/mine.toml: phase 'p' trains 'juge', did you mean 'judge'?");
  EXPECT_EQ(error_of(kParts + phase + "losses = [\"l1\"]\nshare = 0.5\n"),
            "recipes/mine.toml: the phases' shares make 0.5, expected 1");
  EXPECT_EQ(error_of(kParts + "[[loss]]\nterm = \"adversarial\"\ndiscriminator = \"jugde\"\n"),
            "recipes/mine.toml: loss 'adversarial' plays against 'jugde', did you mean 'judge'?");
  EXPECT_EQ(error_of(kParts + "[[loss]]\nterm = \"l1\"\n"),
            "recipes/mine.toml: two losses are called 'l1'");
  EXPECT_NE(error_of(kParts + "[[loss]]\nterm = \"gramm\"\n").find("there is no term 'gramm'"),
            std::string::npos);
}

}  // namespace
}  // namespace kintsugi::recipe
