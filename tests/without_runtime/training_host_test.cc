#include <gmock/gmock.h>

#include <filesystem>

#include "kintsugi/data/batches.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/onnx/onnx_read.h"

namespace kintsugi::data {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::string path_of(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / name;
}

// Four squares of 8 pixels, white on the left.
std::string packed_file() {
  const std::string path = path_of("squares.safetensors");
  PackedWriter writer(path, {"0", "1", "2", "3"}, {.side = 8, .crop = "centre"});
  for (int i = 0; i < 4; ++i) {
    Image image({8, 8}, 3);
    for (int y = 0; y < 8; ++y) {
      for (int c = 0; c < 3; ++c) image.set(y, 0, c, 255), image.set(y, 1, c, 255);
    }
    writer.add(std::to_string(i), image);
  }
  writer.commit();
  return path;
}

recipe::Recipe small_recipe() {
  recipe::Recipe recipe;
  recipe.input.size = 8;
  recipe.training.batch = 2;
  recipe.holes = {{.painter = HoleKind::kStrokes}};
  return recipe;
}

TEST(TrainingHostTest, PackedFilesBecomeBatches) {
  const recipe::Recipe recipe = small_recipe();
  const auto pictures =
      std::make_shared<const PictureSet>(std::vector<std::string>{packed_file()}, recipe);
  EXPECT_EQ(describe(Batches(pictures, recipe).next().images), "u8 [2, 3, 8, 8]");
}

TEST(TrainingHostTest, SilhouettesMayBePackedToo) {
  recipe::Recipe recipe = small_recipe();
  recipe.holes = {{.painter = HoleKind::kRegion, .settings = {{"bank", packed_file()}}}};
  const auto pictures =
      std::make_shared<const PictureSet>(std::vector<std::string>{packed_file()}, recipe);
  EXPECT_EQ(describe(Batches(pictures, recipe).next().masks), "u8 [2, 1, 8, 8]");
}

TEST(TrainingHostTest, FoldersAndArchivesAreAClearError) {
  recipe::Recipe recipe = small_recipe();
  const auto refuses = ThrowsMessage<Error>(HasSubstr("built without image libraries"));
  EXPECT_THAT([&] { PictureSet({testing::TempDir()}, recipe); }, refuses);
  EXPECT_THAT([&] { PictureSet({path_of("a.tar")}, recipe); }, refuses);
  recipe.holes = {{.painter = HoleKind::kRegion, .settings = {{"bank", testing::TempDir()}}}};
  const auto pictures =
      std::make_shared<const PictureSet>(std::vector<std::string>{packed_file()}, recipe);
  EXPECT_THAT([&] { Batches batches(pictures, recipe); }, refuses);
}

TEST(TrainingHostTest, ModelsAreAClearError) {
  EXPECT_THAT([] { graph::read_onnx("model.onnx"); },
              ThrowsMessage<Error>(HasSubstr("built without ONNX")));
}

}  // namespace
}  // namespace kintsugi::data
