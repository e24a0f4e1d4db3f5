#include "kintsugi/picture/jpeg_smooth.h"

#include <gtest/gtest.h>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

Mask hole(Size size, int top, int left, int side) {
  Mask mask(size);
  for (int y = top; y < std::min(size.height, top + side); ++y)
    for (int x = left; x < std::min(size.width, left + side); ++x) mask.row(y)[x] = 1;
  return mask;
}

TEST(JpegSmoothTest, KnownPixelsStayAndConstantsGoOn) {
  for (const Size size : {Size{40, 50}, Size{37, 53}, Size{1, 9}}) {
    for (const auto& [top, left] : {std::pair{0, 0}, {10, 20}, {30, 40}}) {
      const Mask mask = hole(size, std::min(top, size.height - 1), std::min(left, 4),
                             std::min(20, size.width / 2));
      Image image = noise_image(size, 4);
      const Image before = image;
      smooth_fill(image, mask);
      for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
          EXPECT_TRUE(mask.at(y, x) || image.at(y, x, 1) == before.at(y, x, 1));
      Image constant(size, 1);
      std::fill_n(constant.row<uint8_t>(0), size.area(), 77);
      const Image same = constant;
      for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
          if (mask.at(y, x)) constant.set(y, x, 0, 200);
      smooth_fill(constant, mask);
      EXPECT_EQ(constant, same);
    }
  }
}

TEST(JpegSmoothTest, NearTheRimItIsLikeTheRim) {
  Image image({64, 64}, 1);
  for (int y = 0; y < 64; ++y) std::fill_n(image.row<uint8_t>(y) + 32, 32, 200);
  smooth_fill(image, hole({64, 64}, 16, 16, 32));
  EXPECT_LT(image.at(32, 17, 0), 40);
  EXPECT_GT(image.at(32, 46, 0), 160);
}

TEST(JpegSmoothTest, WithoutAKnownPixelNothingChanges) {
  Image image = noise_image({9, 9}, 1);
  const Image before = image;
  smooth_fill(image, hole({9, 9}, 0, 0, 9));
  EXPECT_EQ(image, before);
}

}  // namespace
}  // namespace kintsugi
