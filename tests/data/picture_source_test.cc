#include "kintsugi/data/picture_source.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "data/sample_pictures.h"
#include "kintsugi/data/held_out.h"
#include "kintsugi/error.h"
#include "kintsugi/image/packed_pictures.h"
#include "picture/tar_file.h"

namespace kintsugi::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<std::string> names_in(const PictureSource& source) {
  std::vector<std::string> names;
  for (int64_t i = 0; i < source.size(); ++i) names.push_back(source.name(i));
  return names;
}

std::string png(const Image& image) {
  const auto bytes = encode_picture({.image = image}).bytes;
  return {bytes.begin(), bytes.end()};
}

void pack(const std::string& path, const std::string& name, const Image& image) {
  PackedWriter writer(path, {name}, {.side = image.width(), .crop = "centre"});
  writer.add(name, image);
  writer.commit();
}

TEST(PictureSourceTest, AFolderGivesItsPicturesByName) {
  const SampleFolder folder(1);
  std::filesystem::create_directory(folder / "below");
  write_picture(folder / "below/a.png", {.image = plain_image({8, 8}, 5)});
  std::ofstream(folder / "notes.txt") << "no picture";
  EXPECT_THAT(names_in(*open_pictures(folder.path())), ElementsAre("0.png", "below/a.png"));
}

TEST(PictureSourceTest, ATarGivesItsPicturesInItsOrder) {
  const SampleFolder folder(0);
  const Image first = plain_image({8, 9}, 1), second = plain_image({7, 8}, 2);
  write_tar(folder / "all.tar",
            {{"z.png", png(first)}, {"readme", "hello"}, {"a.png", png(second)}});
  const auto source = open_pictures(folder / "all.tar");
  EXPECT_THAT(names_in(*source), ElementsAre("z.png", "a.png"));
  EXPECT_EQ(source->read(1).image, second);
  EXPECT_EQ(source->read(0).image, first);
}

TEST(PictureSourceTest, ATarThatIsCutOffIsAnError) {
  const SampleFolder folder(0);
  const std::string tar = tar_of({{"a.png", std::string(90000, 'x')}});
  write_bytes(folder / "cut.tar", tar.substr(0, tar.size() - 50000));
  EXPECT_THROW(open_pictures(folder / "cut.tar"), Error);
}

TEST(PictureSourceTest, APackedSetKnowsItsSide) {
  const SampleFolder folder(0);
  const Image image = plain_image({12, 12}, 3);
  pack(folder / "all.safetensors", "a.png", image);
  const auto source = open_pictures(folder / "all.safetensors");
  EXPECT_EQ(source->name(0), "a.png");
  EXPECT_EQ(source->read(0).image, image);
  EXPECT_EQ(source->side(), 12);
}

TEST(PictureSourceTest, APatternOfPackedSetsIsOneSource) {
  const SampleFolder folder(0);
  pack(folder / "1.safetensors", "a.png", plain_image({8, 8}, 1));
  pack(folder / "2.safetensors", "b.png", plain_image({8, 8}, 2));
  const auto source = open_pictures(folder / "*.safetensors");
  EXPECT_THAT(names_in(*source), ElementsAre("a.png", "b.png"));
  EXPECT_EQ(source->read(1).image.at(0, 0, 0), 2);
}

TEST(PictureSourceTest, AListNamesFilesRelativeToItself) {
  const SampleFolder folder(1);
  std::filesystem::create_directory(folder / "sub");
  std::filesystem::rename(folder / "0.png", folder / "sub/one two.png");
  std::ofstream(folder / "held-out.txt") << "# of sub\n\nsub/one two.png\r\nsub/none.png\n";
  const auto source = open_pictures(folder / "held-out.txt");
  EXPECT_THAT(names_in(*source), ElementsAre("sub/one two.png", "sub/none.png"));
  EXPECT_EQ(source->read(0).image, plain_image({8, 8}, 0));
  EXPECT_THROW(source->read(1), Error);
}

TEST(PictureSourceTest, AMissingSourceIsAnError) {
  EXPECT_THAT([] { open_pictures("nowhere"); },
              ThrowsMessage<Error>(HasSubstr("no such file or folder")));
}

TEST(PictureSourceTest, WhatARunHoldsOutIsWhatItsPictureSetValidatesOn) {
  const SampleFolder folder(12);
  data::Run run = {.recipe = small_recipe(), .settings = {.data = {folder.path()}}};
  EXPECT_THROW(held_out_pictures(run), Error);  // a validation_share of 0
  run.recipe.data.validation_share = 0.4;
  const auto held_out = held_out_pictures(run);
  const PictureSet set({folder.path()}, run.recipe);
  ASSERT_EQ(held_out->size(), set.num_validation());
  for (int64_t i = 0; i < held_out->size(); ++i) {
    EXPECT_EQ(held_out->name(i), set.validation_name(i));
  }
}

}  // namespace
}  // namespace kintsugi::data
