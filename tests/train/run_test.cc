#include <gmock/gmock.h>

#include <fstream>

#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/train.h"
#include "tests/train/tiny_run.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// A folder with a recipe, and pictures of 32 pixels in a packed file.
class RunTest : public testing::Test {
 protected:
  RunTest() {
    std::ofstream(in("tiny.toml")) << train::kTinyRecipe;
    std::vector<std::string> names;
    for (int n = 0; n < 8; ++n) names.push_back(std::to_string(n) + ".png");
    PackedWriter writer(in("data.safetensors"), names, {.side = 32, .crop = "centre"});
    for (int n = 0; n < 8; ++n) {
      Image image({32, 32}, 3);
      for (int i = 0; i < 32 * 32; ++i) {
        for (int c = 0; c < 3; ++c) image.set(i / 32, i % 32, c, (20 * n + 3 * i + 40 * c) % 256);
      }
      writer.add(names[n], image);
    }
    writer.commit();
  }

  std::string in(const std::string& name) const { return folder_.path / name; }

  TrainOptions options(int64_t steps) const {
    return {.recipe = in("tiny.toml"),
            .folder = in("run"),
            .data = {in("data.safetensors")},
            .steps = steps,
            .threads = 1,
            .device = "cpu"};
  }

  train::TemporaryFolder folder_;
};

TEST_F(RunTest, TrainsARecipeTellsOfItAndGoesOn) {
  std::vector<int64_t> steps, validations;
  std::vector<std::string> phases;
  TrainObserver observer;
  observer.opened = [](const TrainPictures& pictures) {
    EXPECT_EQ(pictures.num_training + pictures.num_validation, 8);
  };
  observer.started = [&](const TrainStart& start) {
    EXPECT_EQ(start.device, "cpu, f32, 1 threads");
    for (const TrainStart::Phase& phase : start.phases) phases.push_back(phase.name);
  };
  observer.stepped = [&](const TrainStep& step) { steps.push_back(step.step); };
  observer.validated = [&](const TrainValidation& found) {
    EXPECT_TRUE(found.numbers.contains("psnr"));
    validations.push_back(found.step);
  };
  const TrainResult first = train_recipe(options(4), observer);
  EXPECT_EQ(first.ending, TrainResult::Ending::kFinished);
  EXPECT_THAT(steps, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(validations, ElementsAre(3, 4));
  EXPECT_THAT(phases, ElementsAre("completion", "discriminator", "joint"));
  EXPECT_TRUE(first.best.has_value());
  EXPECT_TRUE(fs::exists(in("run/metrics.jsonl")));

  const TrainResult second = train_recipe({.folder = in("run"), .steps = 6}, observer);
  EXPECT_EQ(second.step, 6);
  EXPECT_EQ(steps.back(), 6);
}

TEST_F(RunTest, AnObserverMayStopItAndItGoesOn) {
  TrainObserver observer;
  observer.wants_stop = [] { return true; };
  const TrainResult stopped = train_recipe(options(4), observer);
  EXPECT_EQ(stopped.ending, TrainResult::Ending::kInterrupted);
  EXPECT_EQ(stopped.step, 1);
  EXPECT_EQ(train_recipe({.folder = in("run")}).step, 4);
}

TEST_F(RunTest, MistakesNameTheFieldAndLeaveNoRun) {
  TrainOptions wrong = options(4);
  wrong.overrides = {"steps=many"};
  EXPECT_THAT([&] { train_recipe(wrong); },
              ThrowsMessage<Error>("override: steps is not an integer"));
  wrong = options(4);
  wrong.features = {{"vgg16", "nowhere.safetensors"}};
  EXPECT_THAT([&] { train_recipe(wrong); },
              ThrowsMessage<Error>("features.vgg16: there is no file nowhere.safetensors"));
  wrong = options(4);
  wrong.data = {};
  EXPECT_THAT([&] { train_recipe(wrong); }, ThrowsMessage<Error>(HasSubstr("data names no")));
  EXPECT_THROW(train_recipe({}), Error);
  EXPECT_FALSE(fs::exists(in("run")));
  train_recipe(options(1));
  EXPECT_THAT([&] { train_recipe(options(1)); },
              ThrowsMessage<Error>(HasSubstr("holds a run already")));
  EXPECT_THAT([&] { train_recipe({.overrides = {"steps=2"}, .folder = in("run")}); },
              ThrowsMessage<Error>(HasSubstr("overrides")));
}

TEST_F(RunTest, ExportsAModelThatIsCheckedBeforeItAppears) {
  train_recipe(options(3));
  const ExportResult result = export_model({.run = in("run"), .output = in("model.onnx")});
  EXPECT_EQ(result.recipe, "tiny");
  EXPECT_EQ(result.step, 3);
  EXPECT_LE(result.difference, 1e-3);
  EXPECT_EQ(graph::read_onnx(in("model.onnx")).metadata.at("note"), "trained on data.safetensors");
  EXPECT_THROW(export_model({.run = in("run"), .output = in("coarse.onnx"), .is_coarse = true}),
               Error);
  EXPECT_THROW(export_model({.run = in("run"), .output = in("no/folder.onnx")}), Error);
  for (const auto& entry : fs::directory_iterator(folder_.path)) {
    EXPECT_THAT(entry.path().filename().string(), testing::Not(HasSubstr("coarse")));
  }
}

}  // namespace
}  // namespace kintsugi
