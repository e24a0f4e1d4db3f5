#include "kintsugi/train/trainer.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

using Weights = std::map<std::string, Tensor>;

Weights trained(const recipe::Recipe& recipe, const std::filesystem::path& folder,
                const Observer& observer = {}) {
  Trainer trainer(recipe, folder, {});
  trainer.run(drawn_feed(recipe), observer);
  return trainer.networks().state();
}

/// Ends the run after `step`.
Observer until(int64_t step) {
  auto last = std::make_shared<int64_t>(0);
  return {.stepped = [last](const StepReport& report) { *last = report.step; },
          .wants_stop = [last, step] { return *last == step; }};
}

TEST(TrainerTest, AStoppedRunGoesOnBitForBit) {
  const recipe::Recipe recipe = tiny_recipe();
  const TemporaryFolder whole, stopped;
  const Weights expected = trained(recipe, whole.path);
  for (const int64_t step : {1, 4, 6, 7, 11}) trained(recipe, stopped.path, until(step));
  EXPECT_EQ(trained(recipe, stopped.path), expected);
  EXPECT_EQ(read_checkpoint(whole.path, "step-00000012").state,
            read_checkpoint(stopped.path, "step-00000012").state);
}

TEST(TrainerTest, AFinishedRunGoesOnWhereItGetsMoreSteps) {
  recipe::Recipe recipe = tiny_recipe();
  const TemporaryFolder folder;
  const Weights finished = trained(recipe, folder.path);
  EXPECT_EQ(trained(recipe, folder.path), finished);
  recipe.training.steps = 14;
  EXPECT_NE(trained(recipe, folder.path), finished);
  EXPECT_EQ(checkpoint_names(folder.path).back(), "step-00000014");
}

TEST(TrainerTest, EachPhaseTrainsWhatItNames) {
  const recipe::Recipe recipe = tiny_recipe();
  const TemporaryFolder folder;
  Trainer trainer(recipe, folder.path, {});
  std::vector<Weights> generators = {trainer.networks().generator().weights()}, judges;
  Discriminator& judge = trainer.networks().discriminator("judge");
  judges.push_back(judge.module().weights());
  const auto remember = [&](const StepReport& report) {
    if (report.step % 3 != 0) return;
    generators.push_back(trainer.networks().generator().weights());
    judges.push_back(judge.module().weights());
  };
  trainer.run(drawn_feed(recipe), {.stepped = remember});
  EXPECT_NE(generators[0], generators[1]);  // completion: steps 1 to 3
  EXPECT_EQ(judges[0], judges[1]);
  EXPECT_EQ(generators[1], generators[2]);  // discriminator
  EXPECT_NE(judges[1], judges[2]);
  EXPECT_NE(generators[2], generators[3]);  // joint
  EXPECT_NE(judges[2], judges[3]);
}

TEST(TrainerTest, ThePhaseOfAPartLeavesTheRestAlone) {
  recipe::Recipe recipe = tiny_recipe(
      {"steps=4", "phase.0.share=1.0", "phase.1.share=0.0", "phase.2.share=0.0", "ema=0.0"});
  recipe.phases[0].train = {"generator.conv1"};
  const TemporaryFolder folder;
  Trainer trainer(recipe, folder.path, {});
  const Weights before = trainer.networks().generator().weights();
  trainer.run(drawn_feed(recipe));
  const Weights after = trainer.networks().generator().weights();
  EXPECT_NE(after.at("conv1.weight"), before.at("conv1.weight"));
  EXPECT_EQ(after.at("conv2.weight"), before.at("conv2.weight"));
}

TEST(TrainerTest, APartThatIsNotThereIsAnError) {
  recipe::Recipe recipe = tiny_recipe();
  recipe.phases[0].train = {"generator.cnv1"};
  EXPECT_THROW(Trainer(recipe, "nowhere", {}), Error);
}

TEST(TrainerTest, LearnsASinglePicture) {
  const recipe::Recipe recipe = tiny_recipe(
      {"steps=60", "validate_every=20", "checkpoint_every=1000", "schedule.kind=constant",
       "optimizer.rate=0.01", "phase.0.share=1.0", "phase.1.share=0.0", "phase.2.share=0.0"});
  Feed feed = drawn_feed(recipe);
  feed.open = [&](int64_t) -> NextPictures { return [&] { return drawn_pictures(recipe, 0, 2); }; };
  std::vector<double> losses;
  const TemporaryFolder folder;
  Trainer trainer(recipe, folder.path, {});
  trainer.run(feed,
              {.stepped = [&](const StepReport& one) { losses.push_back(one.losses.at("mse")); }});
  EXPECT_LT(losses.back(), 0.2 * losses.front());
}

TEST(TrainerTest, KeepsTheBestByValidation) {
  const recipe::Recipe recipe = tiny_recipe({"validation.monitor=psnr"});
  const TemporaryFolder folder;
  std::vector<double> values;
  trained(recipe, folder.path, {.validated = [&](const RunState&, const ValidationResult& found) {
            values.push_back(found.numbers.at("psnr"));
            EXPECT_EQ(found.samples.size(), 4u);
            EXPECT_THAT(found.samples[0].caption, testing::StartsWith("judge 0."));
          }});
  ASSERT_EQ(values.size(), 4u);  // after 3, 6, 9 and 12 steps
  const RunState best = read_checkpoint(folder.path, "best").state;
  EXPECT_EQ(*best.best, *std::max_element(values.begin(), values.end()));
  EXPECT_EQ(best.validated.at("psnr"), *best.best);
}

TEST(TrainerTest, ValidatesLpipsWhereItsWeightsAreGiven) {
  const std::filesystem::path weights = std::filesystem::path(KINTSUGI_SHARED) / "weights";
  const std::string squeezenet = weights / "squeezenet1_1.safetensors";
  if (!std::filesystem::exists(squeezenet)) GTEST_SKIP() << "there is no " << squeezenet;
  const recipe::Recipe recipe = tiny_recipe({"steps=3"});
  const TemporaryFolder folder;
  Trainer trainer(
      recipe, folder.path,
      {.features = {{"squeezenet1_1", squeezenet},
                    {"lpips_squeeze", weights / "lpips_v0.1_squeeze_lin.safetensors"}}});
  trainer.run(drawn_feed(recipe));
  const double lpips = trainer.state().validated.at("lpips_squeeze");
  EXPECT_GT(lpips, 0.001);
  EXPECT_LT(lpips, 1);
}

TEST(TrainerTest, StopsWhereValidationNoLongerImproves) {
  recipe::Recipe recipe = tiny_recipe({"steps=50", "optimizer.rate=0.0", "validation.patience=2"});
  recipe.phases.resize(1);
  recipe.phases[0].share = 1;
  recipe.input.range = recipe::Range::kSigned;
  recipe.generator = nets::GmcnnOptions();  // has no running statistics: nothing at all changes
  auto& options = std::get<nets::GmcnnOptions>(recipe.generator);
  options.width = 2, options.padding = nets::Border::kZeros;
  const TemporaryFolder folder;
  Trainer trainer(recipe, folder.path, {});
  EXPECT_EQ(trainer.run(drawn_feed(recipe)), Ending::kStoppedEarly);
  EXPECT_EQ(trainer.state().step, 9);  // the first of three validations was the best
  Trainer again(recipe, folder.path, {});
  EXPECT_EQ(again.run(drawn_feed(recipe)), Ending::kStoppedEarly);  // still
  EXPECT_EQ(again.state().step, 9);
}

/// What the error of a run says whose gradients are not finite after the first step.
std::string message_of_broken_run(const std::string& checkpoint_every,
                                  const std::filesystem::path& folder) {
  const recipe::Recipe recipe =
      tiny_recipe({"loss.0.weight=1e39", "clip_norm=0.0", "validate_every=100", checkpoint_every});
  Trainer trainer(recipe, folder, {});
  try {
    trainer.run(drawn_feed(recipe));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(TrainerTest, ALossThatIsNotFiniteStopsTheRunAndNamesItself) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of_broken_run("checkpoint_every=100", folder.path),
              testing::StartsWith("step 2: loss 'mse' is not a number"));
  EXPECT_THAT(checkpoint_names(folder.path), testing::ElementsAre("step-00000000"));
}

TEST(TrainerTest, WeightsThatAreNotFiniteDoNotBecomeACheckpoint) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of_broken_run("checkpoint_every=1", folder.path),
              testing::StartsWith("after step 1 ema/"));
  EXPECT_THAT(checkpoint_names(folder.path), testing::ElementsAre("step-00000000"));
}

TEST(TrainerTest, AFeatureNetworkWithoutAFileIsAnErrorBeforeTheFirstStep) {
  const recipe::Recipe recipe = recipe::parse_recipe(
      std::string(kTinyRecipe) + "\n[[loss]]\nterm = \"style\"\nfeatures = \"vgg16\"\n", "t.toml");
  try {
    Trainer(recipe, "nowhere", {});
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("features.vgg16"));
  }
}

}  // namespace
}  // namespace kintsugi::train
