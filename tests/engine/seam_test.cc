#include "kintsugi/engine/seam.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/pictures.h"
#include "kintsugi/error.h"

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

// The largest difference of two pictures inside `box`, of 255.
double largest_difference(const Image& a, const Image& b, const Box& box) {
  double largest = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      largest = std::max(largest, std::fabs(double(a.at(y, x, 0)) - b.at(y, x, 0)));
    }
  }
  return largest * 255 / a.max_value();
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

TEST(SeamTest, AStepInBrightnessGoesFromTheWholeHoleAndKnownPixelsStay) {
  const Mask mask = with_hole({100, 110}, kHole);
  for (const int channels : {1, 3}) {
    for (const int bits : {8, 16}) {
      const Image truth = slope(mask, channels, bits, 0);
      const Image filled = slope(mask, channels, bits, 12);
      Image blended = filled;
      blend_seam(mask, blended);
      EXPECT_LT(largest_difference(blended, truth, kHole), 5);
      EXPECT_LT(largest_difference(blended, truth, {40, 44, 50, 60}), 2) << "far from the seam";
      EXPECT_EQ(num_changed(filled, blended, mask, false), 0);
    }
  }
}

TEST(SeamTest, AFillThatFitsStays) {
  const Mask mask = with_hole({100, 110}, kHole);
  const Image filled = slope(mask, 3, 8, 0);
  Image blended = filled;
  blend_seam(mask, blended);
  EXPECT_LE(largest_difference(blended, filled, kHole), 4) << "as much as neighbours differ by";
  EXPECT_LE(largest_difference(blended, filled, {26, 30, 64, 74}), 1);
}

TEST(SeamTest, WhatDiffersFromSideToSideIsSpreadBetweenThem) {
  const Mask mask = with_hole({100, 110}, kHole);
  const Image truth = slope(mask, 1, 8, 0);
  Image blended = truth;
  for (int y = kHole.top; y < kHole.bottom; ++y) {
    for (int x = kHole.left; x < kHole.right; ++x) {  // from 20 too bright to 20 too dark
      const int error = 20 - 40 * (x - kHole.left) / (kHole.width() - 1);
      blended.set(y, x, 0, truth.at(y, x, 0) + error);
    }
  }
  blend_seam(mask, blended);
  EXPECT_LT(largest_difference(blended, truth, kHole), 10);
}

TEST(SeamTest, AnEdgeThatEndsAtTheSeamDoesNotSpread) {
  const Mask mask = with_hole({100, 110}, kHole);
  const Image truth = slope(mask, 3, 8, 0);
  Image filled = truth;
  for (int y = 40; y < 46; ++y) {  // a bright bar that the known pixels do not continue
    for (int x = kHole.left; x < kHole.right; ++x) {
      for (int c = 0; c < 3; ++c) filled.set(y, x, c, 240);
    }
  }
  Image blended = filled;
  blend_seam(mask, blended);
  EXPECT_LT(largest_difference(blended, filled, {40, kHole.left + 8, 46, kHole.right - 8}), 12);
  EXPECT_LT(largest_difference(blended, truth, {22, 26, 34, 78}), 8);
}

TEST(SeamTest, HolesAtBordersAndWithoutKnownPixelsAround) {
  const Mask corner = with_hole({40, 40}, {0, 0, 20, 40});
  const Image filled = slope(corner, 3, 8, 10);
  Image blended = filled;
  blend_seam(corner, blended);
  EXPECT_GT(num_changed(filled, blended, corner, true), 0);
  EXPECT_EQ(num_changed(filled, blended, corner, false), 0);
  const Mask all = with_hole({9, 9}, {0, 0, 9, 9});
  Image unknown = slope(all, 1, 8, 0);
  blend_seam(all, unknown);
  EXPECT_EQ(unknown, slope(all, 1, 8, 0));
}

TEST(SeamTest, ErrorsSayWhatWasExpected) {
  Image image({4, 4}, 3);
  EXPECT_THROW(blend_seam(Mask({4, 5}), image), Error);
}

}  // namespace
}  // namespace kintsugi::engine
