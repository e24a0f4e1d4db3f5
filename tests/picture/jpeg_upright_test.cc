#include "kintsugi/picture/jpeg_upright.h"

#include <gmock/gmock.h>

#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/orientation.h"
#include "picture/sample_jpegs.h"
#include "picture/sample_metadata.h"

namespace kintsugi {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<uint8_t> turned_jpeg(Size size, int channels, int orientation, JpegOptions options) {
  const std::vector<uint8_t> exif = make_exif({.orientation = orientation,
                                               .width = size.width,
                                               .height = size.height,
                                               .thumbnail = "thumbnail"});
  options.markers = {
      {JPEG_APP0 + 1, "Exif\0\0"s + std::string(exif.begin(), exif.end())},
      {JPEG_APP0 + 1, "http://ns.adobe.com/xap/1.0/\0"s +
                          make_xmp("tiff:Orientation='" + std::to_string(orientation) + "'>")},
      {JPEG_COM, "kept"}};
  return make_jpeg(smooth_image(size, channels), options);
}

/// The pixels of a JPEG as they are stored, without a look at its orientation.
Image stored_pixels(std::vector<uint8_t> jpeg) {
  const std::string exif = "Exif";
  const auto at = std::search(jpeg.begin(), jpeg.end(), exif.begin(), exif.end());
  if (at != jpeg.end()) *at = 'X';
  return decode_picture(jpeg, "it").image;
}

int largest_difference(const Image& a, const Image& b) {
  int most = a.size() == b.size() ? 0 : 256;
  for (int y = 0; y < a.height() && most < 256; ++y)
    for (int x = 0; x < a.width(); ++x)
      for (int c = 0; c < a.channels(); ++c) {
        most = std::max(most, std::abs(a.at(y, x, c) - b.at(y, x, c)));
      }
  return most;
}

TEST(JpegUprightTest, TurnsAllEightWaysWithoutLoss) {
  const std::pair<int, JpegOptions> kinds[] = {
      {3, {}},
      {3, {.luma_factors = {2, 2}}},
      {3, {.luma_factors = {1, 2}, .is_progressive = true}},
      {3, {.luma_factors = {2, 2}, .is_arithmetic = true}},
      {3, {.is_progressive = true, .is_arithmetic = true}},
      {4, {}},
      {4, {.has_adobe_marker = false}},
      {4, {.luma_factors = {2, 2}, .is_ycck = true}}};
  for (const auto& [channels, options] : kinds) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      SCOPED_TRACE(testing::Message()
                   << "channels " << channels << ", orientation " << orientation);
      const auto jpeg = turned_jpeg({32, 64}, channels, orientation, options);
      const Picture picture = decode_picture(jpeg, "it");
      // Chroma is interpolated with a rounding that is not the same in all directions.
      EXPECT_LE(largest_difference(picture.image, upright(stored_pixels(jpeg), orientation)), 3);
      EXPECT_THAT(picture.source_warnings, ElementsAre());
      const JpegContent source = read_jpeg(*picture.source);
      EXPECT_EQ(source.is_progressive, options.is_progressive);
      EXPECT_EQ(exif_orientation(picture.metadata.exif), 1);
      EXPECT_EQ(picture.metadata.xmp, make_xmp("tiff:Orientation='1'>"));
      EXPECT_THAT(source.markers.back().content, "kept");

      Mask changed(picture.image.size());
      changed.row(9)[9] = 1;
      const auto result = encoded(picture, &changed, nullptr);
      const JpegContent after = read_jpeg(result);
      EXPECT_EQ(after.components[0].blocks[0], source.components[0].blocks[0]);
      EXPECT_EQ(exif_orientation(decode_picture(result, "it").metadata.exif), 1);
    }
  }
}

TEST(JpegUprightTest, TurningBackGivesTheSameCoefficients) {
  const auto jpeg = make_jpeg(smooth_image({32, 64}, 3), {.luma_factors = {2, 2}});
  std::string reason;
  const auto there = turn_jpeg(jpeg, 6, reason);
  ASSERT_TRUE(there);
  const auto back = turn_jpeg(*there, 8, reason);
  ASSERT_TRUE(back);
  const JpegContent before = read_jpeg(jpeg), after = read_jpeg(*back);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(after.components[i].blocks, before.components[i].blocks);
}

TEST(JpegUprightTest, OddSizesKeepTheirCoefficientsAndTheirTag) {
  for (const int channels : {3, 4}) {
    for (const int orientation : {2, 3, 4, 6, 7, 8}) {  // 5, a transposition, is always exact
      SCOPED_TRACE(testing::Message() << channels << ", " << orientation);
      const auto jpeg = turned_jpeg({41, 77}, channels, orientation,
                                    {.luma_factors = {1, 2}, .is_progressive = channels == 3});
      const Picture picture = decode_picture(jpeg, "it");
      EXPECT_EQ(picture.image, upright(stored_pixels(jpeg), orientation));
      EXPECT_EQ(exif_orientation(picture.metadata.exif), 1);  // for other formats
      Mask changed(picture.image.size());
      changed.row(9)[5] = kHole;
      Picture filled = picture;
      for (int c = 0; c < 3; ++c) filled.image.set(9, 5, c, 255);
      std::vector<std::string> warnings;
      const auto result = encoded(filled, &changed, &warnings);
      EXPECT_THAT(warnings, testing::Each(HasSubstr("known pixels differ")));
      const JpegContent before = read_jpeg(jpeg), after = read_jpeg(result);
      ASSERT_EQ(after.components.size(), before.components.size());
      const auto &old = before.components[0].blocks, &fresh = after.components[0].blocks;
      ASSERT_EQ(fresh.size(), old.size());
      int num_changed = 0;
      for (size_t i = 0; i < old.size(); ++i) num_changed += fresh[i] != old[i];
      EXPECT_EQ(num_changed, 1);
      const Picture again = decode_picture(result, "it");
      ASSERT_EQ(again.image.size(), picture.image.size());
      EXPECT_GT(again.image.at(9, 5, 0), picture.image.at(9, 5, 0));
    }
  }
}

TEST(JpegUprightTest, DamagedFilesAreTurnedAsFarAsTheyGo) {
  auto jpeg = turned_jpeg({160, 64}, 3, 6, {});
  jpeg.resize(jpeg.size() - jpeg.size() / 4);
  const Picture picture = decode_picture(jpeg, "it", {.accepts_damage = true});
  EXPECT_EQ(picture.image.size(), (Size{64, 160}));
  EXPECT_THAT(picture.warnings, ElementsAre(HasSubstr("the file ends early")));
  EXPECT_THAT(picture.source_warnings, ElementsAre());
}

TEST(JpegUprightTest, TransposingNeedsNoWholeBlocks) {
  const Picture picture = decode_picture(turned_jpeg({33, 50}, 1, 5, {}), "it");
  EXPECT_EQ(picture.image.size(), (Size{50, 33}));
  EXPECT_THAT(picture.source_warnings, ElementsAre());
}

TEST(JpegUprightTest, TurnedFilesCutShortAreErrors) {
  constexpr size_t kEndMarker = 2;  // of a file without it all pixels are there
  expect_errors_when_cut(turned_jpeg({16, 32}, 3, 6, {.luma_factors = {2, 2}}), kEndMarker);
  expect_errors_when_cut(turned_jpeg({17, 32}, 3, 6, {.is_progressive = true}), kEndMarker);
}

}  // namespace
}  // namespace kintsugi
