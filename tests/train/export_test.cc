#include "kintsugi/train/export.h"

#include <gmock/gmock.h>

#include "kintsugi/engine/model.h"
#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/onnx/onnx_write.h"
#include "tests/train/finished_run.h"

namespace kintsugi::train {
namespace {

using recipe::FilledBy;

recipe::Recipe approx_recipe() {
  const std::string path = std::string(KINTSUGI_SOURCE) + "/recipes/approx-attention-small.toml";
  return recipe::read_recipe(
      path, {"steps=4", "input.size=16", "generator.width=4", "batch=2", "generator.approx_width=8",
             "validate_every=4", "precision=\"float32\""});
}

/// What the engine makes of the exported file, and training's own output.
double difference(const Checkpoint& checkpoint, recipe::FilledBy filled_by,
                  const std::filesystem::path& file) {
  const Pictures pictures = drawn_pictures(checkpoint.recipe, 5, 2);
  const Tensor image = learn::from_torch(pictures.images.to(torch::kFloat32) / 255);
  const Tensor mask = learn::from_torch(pictures.masks.to(torch::kFloat32));
  graph::write_onnx(file, exported_model(checkpoint, filled_by));
  const engine::Model model(graph::read_onnx(file), {.precision = Precision::kF32});
  const torch::Tensor found =
      learn::to_torch(model.run({{"image", image}, {"mask", mask}}).at("result"));
  const Tensor expected = training_result(checkpoint, filled_by, image, mask);
  return (found - learn::to_torch(expected)).abs().max().item<double>();
}

TEST(ExportTest, TheEngineGivesWhatTrainingGives) {
  const FinishedRun run(tiny_recipe({"input.mean_colour=[0.1, 0.2, 0.3]"}));
  const Checkpoint best = find_checkpoint(run.folder.path, "best");
  EXPECT_LT(difference(best, FilledBy::kGenerator, run.folder.path / "model.onnx"), 1e-4);
}

TEST(ExportTest, ApproxNetsGuessCanFillTheHole) {
  const FinishedRun run(approx_recipe());
  const Checkpoint last = find_checkpoint(run.folder.path, "last");
  EXPECT_LT(difference(last, FilledBy::kCoarse, run.folder.path / "coarse.onnx"), 1e-4);
  EXPECT_LT(difference(last, FilledBy::kGenerator, run.folder.path / "result.onnx"), 1e-4);
  const graph::Graph coarse = exported_model(last, FilledBy::kCoarse),
                     result = exported_model(last);
  EXPECT_LT(num_parameters(coarse), num_parameters(result));
}

TEST(ExportTest, FixedNoiseBelongsToTheModel) {
  const std::string path = std::string(KINTSUGI_SOURCE) + "/recipes/unet-patchgan-small.toml";
  const FinishedRun run(recipe::read_recipe(
      path, {"steps=2", "input.size=32", "generator.width=4", "batch=2", "precision=\"float32\""}));
  EXPECT_LT(difference(find_checkpoint(run.folder.path, "last"), FilledBy::kGenerator,
                       run.folder.path / "model.onnx"),
            1e-4);
}

TEST(ExportTest, OnlyApproxAttentionMakesAGuess) {
  const FinishedRun run(tiny_recipe({"steps=4"}));
  EXPECT_THROW(exported_model(find_checkpoint(run.folder.path, "last"), FilledBy::kCoarse), Error);
}

TEST(ExportTest, ACheckpointThatIsNotThereIsAnErrorThatNamesTheOthers) {
  const FinishedRun run(tiny_recipe());
  EXPECT_EQ(find_checkpoint(run.folder.path, "8").state.step, 8);
  try {
    find_checkpoint(run.folder.path, "5");
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("step-00000008, step-00000012 and best"));
  }
}

TEST(ExportTest, NotesSayWhereTheWeightsComeFrom) {
  const FinishedRun run(tiny_recipe());
  const graph::Graph model = exported_model(find_checkpoint(run.folder.path, "last"),
                                            FilledBy::kGenerator, "research use");
  EXPECT_EQ(model.metadata.at("steps"), "12");
  EXPECT_EQ(model.metadata.at("note"), "research use");
  EXPECT_THAT(model.metadata.at("validated"), testing::HasSubstr("\"psnr\":"));
}

}  // namespace
}  // namespace kintsugi::train
