#include "kintsugi/engine/seam.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/pictures.h"
#include "kintsugi/base/error.h"

namespace kintsugi::engine {
namespace {

// A slope from top to bottom with some texture, the hole brighter by `step`.
Image slope(const Mask& mask, int channels, int bits, int step) {
  Image image(mask.size(), channels, bits);
  const int scale = bits == 8 ? 1 : 257;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      const int value = 60 + y + (x * 7 + y * 5) % 4 + (mask.at(y, x) ? step : 0);
      for (int c = 0; c < channels; ++c) image.set(y, x, c, scale * value);
    }
  }
  return image;
}

// The mean difference of the pixels on both sides of the hole's left edge, of 255.
double step_at(const Image& image, const Box& hole) {
  double sum = 0;
  for (int y = hole.top; y < hole.bottom; ++y) {
    sum += image.at(y, hole.left, 0) - image.at(y, hole.left - 1, 0);
  }
  return sum / hole.height() * 255 / image.max_value();
}

int num_changed(const Image& a, const Image& b, const Mask& mask, bool in_hole) {
  int count = 0;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      for (int c = 0; c < a.channels(); ++c) {
        count += mask.at(y, x) == in_hole && a.at(y, x, c) != b.at(y, x, c);
      }
    }
  }
  return count;
}

constexpr Box kHole{20, 24, 70, 80};

TEST(SeamTest, AStepInBrightnessGetsSmallerAndKnownPixelsStay) {
  const Mask mask = with_hole({100, 110}, kHole);
  for (const int channels : {1, 3}) {
    for (const int bits : {8, 16}) {
      const Image filled = slope(mask, channels, bits, 12);
      Image blended = filled;
      blend_seam(mask, 12, blended);
      EXPECT_GT(step_at(filled, kHole), 11);
      EXPECT_LT(std::fabs(step_at(blended, kHole)), 4);
      EXPECT_EQ(num_changed(filled, blended, mask, false), 0);
      EXPECT_EQ(blended.at(45, 50, 0), filled.at(45, 50, 0)) << "the middle is far from the seam";
    }
  }
}

TEST(SeamTest, AFillThatFitsStays) {
  const Mask mask = with_hole({100, 110}, kHole);
  const Image filled = slope(mask, 3, 8, 0);
  Image blended = filled;
  blend_seam(mask, 12, blended);
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      ASSERT_NEAR(blended.at(y, x, 1), filled.at(y, x, 1), 1) << y << " " << x;
    }
  }
}

TEST(SeamTest, EdgesOfThingsStay) {
  const Mask mask = with_hole({100, 110}, kHole);
  const Image filled = slope(mask, 3, 8, 110);  // nearly half the range
  Image blended = filled;
  blend_seam(mask, 12, blended);
  EXPECT_NEAR(step_at(blended, kHole), step_at(filled, kHole), 4);
}

TEST(SeamTest, HolesAtBordersAndWithoutKnownPixelsAround) {
  const Mask corner = with_hole({40, 40}, {0, 0, 20, 40});
  const Image filled = slope(corner, 3, 8, 10);
  Image blended = filled;
  blend_seam(corner, 8, blended);
  EXPECT_GT(num_changed(filled, blended, corner, true), 0);
  EXPECT_EQ(num_changed(filled, blended, corner, false), 0);
  const Mask all = with_hole({9, 9}, {0, 0, 9, 9});
  Image unknown = slope(all, 1, 8, 0);
  blend_seam(all, 8, unknown);
  EXPECT_EQ(unknown, slope(all, 1, 8, 0));
}

TEST(SeamTest, ErrorsSayWhatWasExpected) {
  Image image({4, 4}, 3);
  EXPECT_THROW(blend_seam(Mask({4, 5}), 2, image), Error);
  EXPECT_THROW(blend_seam(Mask({4, 4}), -1, image), Error);
}

}  // namespace
}  // namespace kintsugi::engine
