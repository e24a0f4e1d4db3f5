#include <gmock/gmock.h>

#include "kintsugi/picture.h"
#include "kintsugi/picture/exif_block.h"
#include "picture/sample_metadata.h"
#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

constexpr PictureFormat kFormats[] = {
    PictureFormat::kPng, PictureFormat::kJpeg, PictureFormat::kWebp, PictureFormat::kTiff,
    PictureFormat::kBmp, PictureFormat::kJxl,  PictureFormat::kHeic, PictureFormat::kAvif};

TEST(ResolutionTest, SurvivesInEveryFormatAndBetweenAllOfThem) {
  for (const PictureFormat from : kFormats) {
    for (const PictureFormat to : kFormats) {
      SCOPED_TRACE(testing::Message() << int(from) << " to " << int(to));
      Picture picture = noise_picture(from, 3);
      picture.metadata.resolution = Resolution{300, 150, LengthUnit::kInch};
      picture = decode_picture(encode(picture), "it");
      picture.format = to;
      const auto result = decode_picture(encode(picture), "it").metadata.resolution;
      ASSERT_TRUE(result);
      const Resolution inches = in_unit(*result, LengthUnit::kInch);
      EXPECT_DOUBLE_EQ(inches.x, 300);
      EXPECT_DOUBLE_EQ(inches.y, 150);
    }
  }
}

TEST(ResolutionTest, ATurnedPictureHasItTurned) {
  for (const PictureFormat format : {PictureFormat::kPng, PictureFormat::kWebp}) {
    Picture picture = noise_picture(format, 3);
    picture.metadata.exif = make_exif({.orientation = 6});
    picture.metadata.resolution = Resolution{300, 150, LengthUnit::kInch};
    const auto result = decode_picture(encode(picture), "it").metadata.resolution;
    ASSERT_TRUE(result);
    EXPECT_DOUBLE_EQ(in_unit(*result, LengthUnit::kInch).x, 150);
    EXPECT_DOUBLE_EQ(in_unit(*result, LengthUnit::kInch).y, 300);
  }
}

TEST(ResolutionTest, IsPutIntoAnExifBlockWithoutMovingAnythingElse) {
  for (const bool is_big_endian : {false, true}) {
    std::vector<uint8_t> exif = make_exif({.is_big_endian = is_big_endian, .thumbnail = "small"});
    const std::vector<uint8_t> before = exif;
    EXPECT_FALSE(exif_resolution(exif));
    put_exif_resolution({72.5, 144, LengthUnit::kCentimetre}, exif);
    EXPECT_EQ(exif_resolution(exif), (Resolution{72.5, 144, LengthUnit::kCentimetre}));
    EXPECT_TRUE(std::equal(before.begin() + 8, before.end(), exif.begin() + 8));
    EXPECT_EQ(exif_orientation(exif), 1);
  }
  std::vector<uint8_t> empty;
  put_exif_resolution({96, 96, LengthUnit::kInch}, empty);
  EXPECT_EQ(exif_resolution(empty), (Resolution{96, 96, LengthUnit::kInch}));
}

TEST(ResolutionTest, AnExifBlockThatNamesItAlreadyKeepsEveryByte) {
  for (const PictureFormat format :
       {PictureFormat::kWebp, PictureFormat::kHeic, PictureFormat::kAvif, PictureFormat::kJxl}) {
    Picture picture = noise_picture(format, 3);
    picture.metadata.exif = make_exif({});
    put_exif_resolution({300, 150, LengthUnit::kInch}, picture.metadata.exif);
    const Picture result = decode_picture(encode(picture), "it");
    EXPECT_EQ(result.metadata.resolution, (Resolution{300, 150, LengthUnit::kInch}));
    EXPECT_EQ(decode_picture(encode(result), "it").metadata.exif, picture.metadata.exif);
  }
}

TEST(ResolutionTest, NumbersTooLargeOrSmallForAnExifBlockAreTheNearestThatItHolds) {
  std::vector<uint8_t> exif;
  put_exif_resolution({5e6, 1e-9, LengthUnit::kInch}, exif);
  const auto result = exif_resolution(exif);
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->x, 4294967, 1);
  EXPECT_GT(result->y, 0);
}

TEST(ResolutionTest, BrokenBlocksAreLeftAlone) {
  const std::vector<uint8_t> whole = make_exif({});
  for (size_t size = 1; size < whole.size(); ++size) {
    std::vector<uint8_t> cut(whole.begin(), whole.begin() + size);
    exif_resolution(cut);
    put_exif_resolution({96, 96, LengthUnit::kInch}, cut);  // no crash
  }
}

}  // namespace
}  // namespace kintsugi
