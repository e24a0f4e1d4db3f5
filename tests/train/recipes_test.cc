#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/train/trainer.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

/// The recipe as it is, but for its size where the networks allow another, and two steps a phase.
recipe::Recipe shortened(const std::string& name) {
  recipe::Overrides overrides = {"batch=2", "generator.width=4", "precision=\"float32\"",
                                 "validate_every=1", "checkpoint_every=1000"};
  const bool is_fixed = name.starts_with("context-");
  if (!is_fixed) overrides.push_back("input.size=32");
  if (name == "glcic-small") overrides.push_back("discriminator.judge.crop=16");
  const std::string path = std::string(KINTSUGI_SOURCE) + "/recipes/" + name + ".toml";
  recipe::Recipe recipe = recipe::read_recipe(path, overrides);
  recipe.training.start_from.clear();
  const auto num_phases = static_cast<double>(recipe.phases.size());
  recipe.training.steps = 2 * static_cast<int64_t>(num_phases);
  recipe.training.validate_every = recipe.training.steps;
  for (recipe::Phase& phase : recipe.phases) phase.share = 1 / num_phases;
  return recipe;
}

class SmallRecipeTest : public testing::TestWithParam<const char*> {};

TEST_P(SmallRecipeTest, TrainsThroughAllItsPhases) {
  const recipe::Recipe recipe = shortened(GetParam());
  const TemporaryFolder folder;
  Trainer trainer(recipe, folder.path, {});
  std::map<std::string, int> steps;
  std::set<std::string> losses;
  const auto look = [&](const StepReport& report) {
    ++steps[report.phase];
    for (const auto& [name, value] : report.losses) losses.insert(name);
  };
  EXPECT_EQ(trainer.run(drawn_feed(recipe), {.stepped = look}), Ending::kFinished);
  for (const recipe::Phase& phase : recipe.phases) EXPECT_EQ(steps[phase.name], 2) << phase.name;
  for (const recipe::Loss& loss : recipe.losses) EXPECT_TRUE(losses.contains(loss.name));
  for (const recipe::Discriminator& one : recipe.discriminators) {
    EXPECT_TRUE(losses.contains(one.name));
    EXPECT_EQ(losses.contains(one.name + ".penalty"), one.gradient_penalty > 0);
  }
  EXPECT_TRUE(std::isfinite(trainer.state().validated.at("psnr")));
}

INSTANTIATE_TEST_SUITE_P(Recipes, SmallRecipeTest,
                         testing::Values("approx-attention-small", "context-alexnet-small",
                                         "context-center-small", "context-conv-small", "deepfill-small",
                                         "glcic-small", "gmcnn-a2-small", "gmcnn-se-small",
                                         "gmcnn-small", "unet-patchgan-monet-small",
                                         "unet-patchgan-small"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace kintsugi::train
