#include "kintsugi/fill/blend.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

Image flat(Size size, int channels, int bits, int value) {
  Image image(size, channels, bits);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < channels; ++c) image.set(y, x, c, value);
  return image;
}

TEST(BlendTest, FeatherRampsOverTheRimOfTheHole) {
  // Columns 3 to 11 of one long row are the hole; original 0, fill 120; width 3.
  Mask mask({1, 15});
  std::fill(mask.row(0) + 3, mask.row(0) + 12, 1);
  Image result = flat({1, 15}, 1, 8, 120);
  feather(flat({1, 15}, 1, 8, 0), mask, 3, &result);
  const int expected[15] = {120, 120, 120, 30, 60, 90, 120, 120, 120, 90, 60, 30, 120, 120, 120};
  for (int x = 0; x < 15; ++x) EXPECT_EQ(result.at(0, x, 0), expected[x]) << x;
}

TEST(BlendTest, FeatherMeasuresEuclideanDistanceInEveryDepth) {
  for (const int bits : {8, 16}) {
    Mask mask({41, 41});
    for (int y = 0; y < 41; ++y) std::fill(mask.row(y), mask.row(y) + 41, 1);
    mask.row(20)[20] = 0;
    Image result = flat({41, 41}, 3, bits, 200);
    feather(flat({41, 41}, 3, bits, 0), mask, 9, &result);
    EXPECT_EQ(result.at(23, 24, 2), 100);  // 3-4-5: half of 10
    EXPECT_EQ(result.at(20, 21, 1), 20);
    EXPECT_EQ(result.at(20, 30, 0), 200);
    EXPECT_EQ(result.at(20, 20, 0), 200) << "a known pixel";
  }
}

TEST(BlendTest, FeatherOfZeroChangesNothing) {
  Mask mask({4, 4});
  mask.row(1)[1] = 1;
  Image result = flat({4, 4}, 3, 8, 7);
  feather(flat({4, 4}, 3, 8, 99), mask, 0, &result);
  EXPECT_EQ(result, flat({4, 4}, 3, 8, 7));
}

TEST(BlendTest, FeatherRefusesANegativeWidth) {
  Image result = flat({4, 4}, 3, 8, 7);
  EXPECT_THROW(feather(result, Mask({4, 4}), -1, &result), Error);
}

TEST(BlendTest, FillAlphaMakesTheHoleOpaque) {
  for (const int bits : {8, 16}) {
    Mask mask({2, 3});
    mask.row(1)[2] = 1;
    Image alpha({2, 3}, 1, bits);
    fill_alpha(mask, &alpha);
    EXPECT_EQ(alpha.at(1, 2, 0), alpha.max_value());
    EXPECT_EQ(alpha.at(1, 1, 0), 0);
  }
}

}  // namespace
}  // namespace kintsugi
