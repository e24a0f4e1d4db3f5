#include "kintsugi/data/picture_set.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "data/sample_pictures.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "picture/tar_file.h"

namespace kintsugi::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::set<int> reds_of(const PictureSet& pictures) {
  std::set<int> reds;
  for (int64_t i = 0; i < pictures.num_training(); ++i) {
    reds.insert(pictures.training(i).at(0, 0, 0));
  }
  return reds;
}

TEST(PictureSetTest, SkipsCountsAndNamesBadFiles) {
  const SampleFolder folder(4);
  std::ofstream(folder / "1.png") << "no picture";
  std::ofstream(folder / "empty.jpg");
  std::set<std::string> names;
  const auto pictures = folder.open(
      small_recipe(), {.skipped = [&](const std::string& name, const std::string& reason) {
        names.insert(name);
        EXPECT_THAT(reason, HasSubstr(name));
      }});
  EXPECT_THAT(names, ElementsAre("1.png", "empty.jpg"));
  EXPECT_EQ(pictures->num_skipped(), 2);
  EXPECT_THAT(reds_of(*pictures), ElementsAre(0, 2, 3));
}

TEST(PictureSetTest, SplitsByNameAndLosesNothing) {
  const SampleFolder folder(40);
  recipe::Recipe recipe = small_recipe();
  recipe.data.validation_share = 0.3;
  const auto pictures = folder.open(recipe);
  std::set<std::string> names;
  for (int64_t i = 0; i < pictures->num_training(); ++i) names.insert(pictures->training_name(i));
  for (int64_t i = 0; i < pictures->num_validation(); ++i) {
    const std::string& name = pictures->validation_name(i);
    EXPECT_TRUE(names.insert(name).second) << name << " is on both sides";
    EXPECT_EQ(std::to_string(pictures->validation(i).at(0, 0, 0)) + ".png", name);
  }
  EXPECT_EQ(names.size(), 40u);
  EXPECT_GT(pictures->num_validation(), 4);
}

TEST(PictureSetTest, WithoutAShareValidationIsOnTheTrainingPictures) {
  const SampleFolder folder(3);
  const auto pictures = folder.open(small_recipe());
  EXPECT_EQ(pictures->num_training(), 3);
  EXPECT_EQ(pictures->num_validation(), 3);
}

TEST(PictureSetTest, IsTheSameWithoutMemory) {
  const SampleFolder folder(5, {12, 20});
  recipe::Recipe recipe = small_recipe();
  recipe.data.crop = recipe::Crop::kRandom;
  const auto inside = folder.open(recipe);
  const auto outside = folder.open(recipe, {.memory_bytes = 2 * 3 * 8 * 13});
  EXPECT_EQ(inside->num_outside_memory(), 0);
  EXPECT_EQ(outside->num_outside_memory(), 3);  // each is 8 x 13 pixels
  for (int i = 0; i < 5; ++i) EXPECT_EQ(inside->training(i), outside->training(i));
}

TEST(PictureSetTest, PutsSourcesOfEveryKindOneAfterTheOther) {
  const SampleFolder folder(2), other(0);
  Picture picture;
  picture.image = plain_image({8, 8}, 50);
  const auto bytes = encode_picture(picture).bytes;
  write_tar(other / "a.tar", {{"50.png", std::string(bytes.begin(), bytes.end())}});
  PackedWriter writer(other / "b.safetensors", {"60.png"}, {.side = 8, .crop = "centre"});
  writer.add("60.png", plain_image({8, 8}, 60));
  writer.commit();
  const PictureSet pictures({folder.path(), other / "*.tar", other / "b.safetensors"},
                            small_recipe());
  ASSERT_EQ(pictures.num_training(), 4);
  EXPECT_EQ(pictures.training_name(2), "50.png");
  EXPECT_EQ(pictures.training(2), plain_image({8, 8}, 50));
  EXPECT_EQ(pictures.training_name(3), "60.png");
  EXPECT_EQ(pictures.training(3), plain_image({8, 8}, 60));
}

TEST(PictureSetTest, PackedPicturesOfAnotherSizeAreResampled) {
  const SampleFolder folder(0);
  PackedWriter writer(folder / "a.safetensors", {"a"}, {.side = 16, .crop = "centre"});
  writer.add("a", plain_image({16, 16}, 9));
  writer.commit();
  const PictureSet pictures({folder / "a.safetensors"}, small_recipe());
  EXPECT_EQ(pictures.training(0).size(), (Size{8, 8}));
  EXPECT_EQ(pictures.training(0).at(4, 4, 0), 9);
}

TEST(PictureSetTest, MeanColourIsOfTheTrainingPictures) {
  const SampleFolder folder(3);  // red 0, 1, 2; green and blue 0, 10, …, 70
  const auto mean = folder.open(small_recipe())->mean_colour();
  EXPECT_DOUBLE_EQ(mean[0], 1 / 255.0);
  EXPECT_DOUBLE_EQ(mean[1], 35 / 255.0);
  EXPECT_DOUBLE_EQ(mean[2], 35 / 255.0);
}

TEST(PictureSetTest, SaysWhatIsWrong) {
  const SampleFolder folder(0);
  std::ofstream(folder / "bad.png") << "x";
  EXPECT_THAT([&] { folder.open(small_recipe()); },
              ThrowsMessage<Error>(HasSubstr("none of the 1 files is a picture")));
  EXPECT_THAT([&] { PictureSet({}, small_recipe()); },
              ThrowsMessage<Error>(HasSubstr("data names no source")));
  EXPECT_THAT([&] { PictureSet({folder / "none.safetensors"}, small_recipe()); },
              ThrowsMessage<Error>(HasSubstr("none.safetensors")));
}

}  // namespace
}  // namespace kintsugi::data
