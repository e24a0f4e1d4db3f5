#include "kintsugi/picture/jpeg_cmyk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

TEST(JpegCmykTest, PixelsThatShowTheirColourKeepTheirInks) {
  for (const bool is_inverted : {false, true}) {
    const Image before = noise_image({30, 40}, 4);
    Image cmyk = before;
    follow_rgb(rgb_of_cmyk(before, is_inverted), is_inverted, cmyk);
    EXPECT_EQ(cmyk, before);
  }
}

TEST(JpegCmykTest, AnyColourIsReached) {
  for (const bool is_inverted : {false, true}) {
    Image cmyk = noise_image({30, 40}, 4);
    Image rgb = rgb_of_cmyk(cmyk, is_inverted);
    rgb.paste(noise_image({10, 20}, 3, 8, 7), 5, 6);
    follow_rgb(rgb, is_inverted, cmyk);
    const Image shown = rgb_of_cmyk(cmyk, is_inverted);
    for (int y = 0; y < 30; ++y)
      for (int x = 0; x < 40; ++x)
        for (int c = 0; c < 3; ++c) ASSERT_NEAR(shown.at(y, x, c), rgb.at(y, x, c), 1);
  }
}

TEST(JpegCmykTest, BlackGoesOnFromTheSurroundings) {
  Image cmyk({30, 30}, 4);
  for (int y = 0; y < 30; ++y)
    for (int x = 0; x < 30; ++x)
      for (int c = 0; c < 4; ++c) cmyk.set(y, x, c, c == 3 ? 160 : 240);  // Adobe: lights
  Image rgb = rgb_of_cmyk(cmyk, true);
  for (int x = 10; x < 20; ++x) rgb.set(15, x, 0, 100), rgb.set(16, x, 0, 200);
  follow_rgb(rgb, true, cmyk);
  EXPECT_EQ(cmyk.at(15, 15, 3), 160);
  EXPECT_EQ(cmyk.at(16, 15, 3), 200);  // with more black this colour could not be so bright
}

}  // namespace
}  // namespace kintsugi
