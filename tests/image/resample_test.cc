#include "kintsugi/image/resample.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using testing::ElementsAreArray;

// Four by three pixels of (5 + 10 i, 250 - 17 i, 71 i mod 256).
Image twelve_pixels() {
  Image image({3, 4}, 3);
  for (int i = 0; i < 12; ++i) {
    const int values[] = {5 + 10 * i, 250 - 17 * i, 71 * i % 256};
    for (int c = 0; c < 3; ++c) image.set(i / 4, i % 4, c, values[c]);
  }
  return image;
}

std::vector<int> values_of(const Image& image) {
  const uint8_t* first = image.row<uint8_t>(0);
  return {first, first + image.size().area() * image.channels()};
}

// Image.resize((3, 2), Image.BILINEAR) and ((6, 2), …) of Pillow 9.4.
TEST(ResampledTest, IsPillowsBilinear) {
  EXPECT_THAT(values_of(resampled(twelve_pixels(), {2, 3})),
              ElementsAreArray({23, 220, 32, 35, 200, 118, 47, 179, 203,  //
                                73, 135, 67, 85, 115, 153, 97, 94, 125}));
  EXPECT_THAT(values_of(resampled(twelve_pixels(), {2, 6})),
              ElementsAreArray({20, 225, 11,  25, 217, 47,  32,  205, 94,   //
                                38, 194, 141, 45, 183, 189, 50,  174, 224,  //
                                70, 140, 46,  75, 132, 82,  82,  120, 129,  //
                                88, 109, 176, 95, 98,  144, 100, 89,  99}));
}

TEST(ResampledTest, ShrinkingAStripedPictureGivesGrey) {
  Image stripes({64, 64}, 1);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; x += 2) stripes.set(y, x, 0, 255);
  }
  const Image small = resampled(stripes, {8, 8});
  for (int x = 1; x < 7; ++x) EXPECT_NEAR(small.at(4, x, 0), 128, 1);
}

TEST(ResampledTest, TheSameSizeIsTheSameImage) {
  EXPECT_EQ(resampled(twelve_pixels(), {3, 4}), twelve_pixels());
}

TEST(ResampledTest, RefusesSixteenBitsAndEmptySizes) {
  EXPECT_THROW(resampled(Image({2, 2}, 3, 16), {1, 1}), Error);
  EXPECT_THROW(resampled(Image({2, 2}, 3), {0, 1}), Error);
}

TEST(AsRgb8Test, RepeatsGreyRoundsDepthAndDropsAlpha) {
  Image grey({1, 3}, 1, 16);
  grey.set(0, 0, 0, 65535), grey.set(0, 1, 0, 128), grey.set(0, 2, 0, 129);
  EXPECT_THAT(values_of(as_rgb8(grey)), ElementsAreArray({255, 255, 255, 0, 0, 0, 1, 1, 1}));
  Image rgba({1, 1}, 4);
  for (int c = 0; c < 4; ++c) rgba.set(0, 0, c, 10 + c);
  EXPECT_THAT(values_of(as_rgb8(rgba)), ElementsAreArray({10, 11, 12}));
}

}  // namespace
}  // namespace kintsugi
