#include "kintsugi/train/phases.h"

#include <gtest/gtest.h>

namespace kintsugi::train {
namespace {

recipe::Recipe recipe_of(int64_t steps, const std::vector<double>& shares) {
  recipe::Recipe recipe;
  recipe.training.steps = steps;
  for (const double share : shares) recipe.phases.push_back({.name = "", .share = share});
  return recipe;
}

TEST(PhasesTest, PhasesShareAllSteps) {  // GLCIC's 18, 2 and 80 percent
  const std::vector<Phase> phases = phases_of(recipe_of(1000, {0.18, 0.02, 0.80}));
  ASSERT_EQ(phases.size(), 3u);
  EXPECT_EQ(phases[0].end, 180);
  EXPECT_EQ(phases[1].begin, 180);
  EXPECT_EQ(phases[1].end, 200);
  EXPECT_EQ(phases[2].end, 1000);
  EXPECT_EQ(&phase_at(phases, 179), &phases[0]);
  EXPECT_EQ(&phase_at(phases, 180), &phases[1]);
  EXPECT_EQ(&phase_at(phases, 999), &phases[2]);
}

TEST(PhasesTest, ATinyShareMayHaveNoStep) {
  const std::vector<Phase> phases = phases_of(recipe_of(3, {0.5, 0.1, 0.4}));
  EXPECT_EQ(phases[0].end, 2);
  EXPECT_EQ(phases[1].end, 2);
  EXPECT_EQ(&phase_at(phases, 2), &phases[2]);
}

TEST(PhasesTest, APartOfTheGeneratorTrainsTheGenerator) {
  EXPECT_TRUE(trains({.train = {"generator.approx"}}, "generator"));
  EXPECT_FALSE(trains({.train = {"judge"}}, "generator"));
}

TEST(PhasesTest, TheBusiestDiscriminatorOfThePhaseDecidesTheBatches) {
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
