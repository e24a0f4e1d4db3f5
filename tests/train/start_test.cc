#include "kintsugi/train/start.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "kintsugi/base/safetensors.h"
#include "kintsugi/onnx/onnx_write.h"
#include "kintsugi/train/export.h"
#include "tests/train/finished_run.h"

namespace kintsugi::train {
namespace {

TEST(StartTest, ARunStartsFromAnotherRunAndFromItsModel) {
  const FinishedRun run(tiny_recipe());
  const Checkpoint best = find_checkpoint(run.folder.path, "best");
  const Weights expected = generator_weights(best);
  graph::write_onnx(run.folder.path / "model.onnx", exported_model(best));
  for (const char* name : {"", "model.onnx"}) {
    recipe::Recipe recipe = tiny_recipe();
    recipe.training.start_from = run.folder.path / name;
    Networks networks(recipe, {});
    start_weights(recipe, {}, networks);
    EXPECT_EQ(networks.generator().weights(), expected);
    EXPECT_EQ(networks.best_weights(), expected);  // the moving average begins there
  }
}

TEST(StartTest, WeightsThatDoNotFitAreAnError) {
  const FinishedRun run(tiny_recipe());
  recipe::Recipe recipe = tiny_recipe({"generator.width=8"});
  recipe.training.start_from = run.folder.path;
  Networks networks(recipe, {});
  try {
    start_weights(recipe, {}, networks);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("conv1.weight is"),
                                             testing::HasSubstr("expected [8,")));
  }
  recipe.training.start_from = "no/such/run";
  EXPECT_THROW(start_weights(recipe, {}, networks), Error);
}

TEST(StartTest, AnEncoderTakesAFeatureNetworksWeights) {
  const TemporaryFolder folder;
  const std::string file = folder.path / "alexnet.safetensors";
  const Tensor ones({2}, std::vector<float>{1, 1}), zeros({2}, std::vector<float>{0, 0});
  write_safetensors(file, {.tensors = {{"features.0.bias", ones}, {"classifier.6.bias", ones}}});
  const Weights fresh = {{"features.0.bias", zeros}, {"decoder.bias", zeros}};
  const Weights weights = with_pretrained(fresh, file);
  EXPECT_EQ(weights.at("features.0.bias"), ones);
  EXPECT_EQ(weights.at("decoder.bias"), zeros);
  EXPECT_THROW(with_pretrained({{"decoder.bias", zeros}}, file), Error);  // has none of it
  EXPECT_THROW(with_pretrained({{"features.0.bias", zeros}, {"features.3.bias", zeros}}, file),
               Error);  // has a part of it
}

}  // namespace
}  // namespace kintsugi::train
