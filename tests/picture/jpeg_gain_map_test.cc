#include "kintsugi/picture/jpeg_gain_map.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "kintsugi/picture/jpeg_segments.h"
#include "picture/sample_trailers.h"

namespace kintsugi {
namespace {

Mask hole_of(Size size, const Box& box) {
  Mask mask(size);
  for (int y = box.top; y < box.bottom; ++y) {
    std::fill(mask.row(y) + box.left, mask.row(y) + box.right, uint8_t{1});
  }
  return mask;
}

TEST(JpegGainMapTest, GainsOfOneValueStaySoUnderTheHole) {
  Image gains({30, 50}, 3);
  for (int y = 0; y < 30; ++y) std::fill_n(gains.row<uint8_t>(y), 150, 90);
  const Bytes map = fill_gain_map(make_gain_map(gains), hole_of({120, 200}, {40, 40, 80, 90}));
  EXPECT_EQ(decode_picture(map, "map").image, decode_picture(make_gain_map(gains), "map").image);
  EXPECT_TRUE(find_segment(map, JPEG_APP0 + 1, jpeg_names::kXmp));
}

TEST(JpegGainMapTest, AMapAsLargeAsThePictureOrLargerIsFilled) {
  for (const int scale : {1, 2}) {
    Image gains({64, 64}, 1);
    for (int y = 24; y < 40; ++y) std::fill_n(gains.row<uint8_t>(y) + 24, 16, 255);
    const Size size{64 / scale, 64 / scale};
    const Box lamp{24 / scale, 24 / scale, 40 / scale, 40 / scale};
    const Bytes map = fill_gain_map(make_gain_map(gains), hole_of(size, lamp));
    EXPECT_LT(decode_picture(map, "map").image.at(32, 32, 0), 20);
  }
}

TEST(JpegGainMapTest, AMapThatRepeatsTheOrientationTurnsOnce) {
  const auto exif = make_exif({.orientation = 6});
  const Bytes map =
      make_jpeg(smooth_image({32, 48}, 1),
                {.markers = {{JPEG_APP0 + 1, std::string("Exif\0\0", 6) +
                                                 std::string(exif.begin(), exif.end())}}});
  EXPECT_EQ(decode_picture(turn_gain_map(map, 6), "map").image.size(), (Size{48, 32}));
}

TEST(JpegGainMapTest, PixelsAreCountedBeforeAnyIsTurned) {
  Bytes map = make_gain_map(smooth_image({32, 48}, 1));
  const auto frame = find_segment(map, 0xC0, "");
  ASSERT_TRUE(frame);
  std::fill_n(map.begin() + frame->content_at + 1, 4, uint8_t{0xFA});  // 64250 x 64250
  EXPECT_THROW(turn_gain_map(map, 6), Error);
  EXPECT_THROW(turn_gain_map(make_gain_map(smooth_image({32, 48}, 1)), 6, {.max_pixels = 1000}),
               Error);
}

TEST(JpegGainMapTest, ABrokenMapIsAnError) {
  Bytes map = make_gain_map(smooth_image({32, 48}, 1));
  map.resize(map.size() / 2);
  EXPECT_THROW(fill_gain_map(map, Mask({64, 96})), Error);
}

}  // namespace
}  // namespace kintsugi
