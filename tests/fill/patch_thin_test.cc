#include "kintsugi/fill/patch_thin.h"

#include <gtest/gtest.h>

#include "fill/pictures.h"

namespace kintsugi::fill {
namespace {

TEST(PatchThinTest, ContinuesStripesThroughAScratch) {
  const Image truth =
      picture({64, 64}, 3, 8, [](int, int x, int c) { return x % 8 < 4 ? 60 + c : 180; });
  const Mask mask = hole(truth.size(), {30, 0, 33, 64});
  const Image result = thin_patchmatch()->fill(with_noise_under(truth, mask, 1), mask).image;
  EXPECT_LT(rmse_in_hole(result, truth, mask), 12);  // a flat fill of the mean is 60 off
}

TEST(PatchThinTest, KnownPixelsComeBackAndThreadsDoNotMatter) {
  Random random(2);
  const Image truth =
      picture({50, 70}, 1, 16, [&](int, int, int) { return random.integer(0, 255); });
  const Mask mask = hole(truth.size(), {20, 10, 22, 60});
  const Image result = thin_patchmatch({.threads = 1})->fill(truth, mask).image;
  EXPECT_EQ(result, thin_patchmatch({.threads = 3})->fill(with_noise_under(truth, mask, 4), mask).image);
  for (int y = 0; y < 50; ++y)
    for (int x = 0; x < 70; ++x)
      EXPECT_TRUE(mask.at(y, x) || result.at(y, x, 0) == truth.at(y, x, 0));
}

}  // namespace
}  // namespace kintsugi::fill
