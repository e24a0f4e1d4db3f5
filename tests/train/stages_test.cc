#include "kintsugi/train/stages.h"

#include <gtest/gtest.h>

namespace kintsugi::train {
namespace {

recipe::Recipe recipe_of(int64_t steps, const std::vector<double>& shares) {
  recipe::Recipe recipe;
  recipe.training.steps = steps;
  for (const double share : shares) recipe.phases.push_back({.name = "", .share = share});
  return recipe;
}

TEST(StagesTest, PhasesShareAllSteps) {  // GLCIC's 18, 2 and 80 percent
  const std::vector<Stage> stages = stages_of(recipe_of(1000, {0.18, 0.02, 0.80}));
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].end, 180);
  EXPECT_EQ(stages[1].begin, 180);
  EXPECT_EQ(stages[1].end, 200);
  EXPECT_EQ(stages[2].end, 1000);
  EXPECT_EQ(&stage_at(stages, 179), &stages[0]);
  EXPECT_EQ(&stage_at(stages, 180), &stages[1]);
  EXPECT_EQ(&stage_at(stages, 999), &stages[2]);
}

TEST(StagesTest, ATinyShareMayHaveNoStep) {
  const std::vector<Stage> stages = stages_of(recipe_of(3, {0.5, 0.1, 0.4}));
  EXPECT_EQ(stages[0].end, 2);
  EXPECT_EQ(stages[1].end, 2);
  EXPECT_EQ(&stage_at(stages, 2), &stages[2]);
}

TEST(StagesTest, APartOfTheGeneratorTrainsTheGenerator) {
  EXPECT_TRUE(trains({.train = {"generator.approx"}}, "generator"));
  EXPECT_FALSE(trains({.train = {"judge"}}, "generator"));
}

TEST(StagesTest, TheBusiestDiscriminatorOfThePhaseDecidesTheBatches) {
  recipe::Recipe recipe;
  recipe.discriminators.resize(2);
  recipe.discriminators[0].name = "a";
  recipe.discriminators[0].steps = 5;
  recipe.discriminators[1].name = "b";
  recipe.discriminators[1].steps = 2;
  EXPECT_EQ(batches_a_step(recipe, {.train = {"generator"}}), 1);
  EXPECT_EQ(batches_a_step(recipe, {.train = {"generator", "b"}}), 2);
  EXPECT_EQ(batches_a_step(recipe, {.train = {"generator", "a", "b"}}), 5);
}

}  // namespace
}  // namespace kintsugi::train
