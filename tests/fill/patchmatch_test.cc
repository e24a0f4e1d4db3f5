#include "kintsugi/fill/patchmatch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "fill/pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::fill {
namespace {

// Bricks of 16x8 pixels with mortar, every second row shifted: texture and straight edges.
double brick(int y, int x, int c) {
  const int row = y / 8, shifted = x + (row % 2) * 8;
  const bool is_mortar = y % 8 == 0 || shifted % 16 == 0;
  return is_mortar ? 200 - 10 * c : 120 + 20 * c;
}

TEST(PatchMatchTest, RestoresARepeatingTexture) {
  const Image truth = picture({96, 128}, 3, 8, brick);
  const Mask mask = hole(truth.size(), {30, 40, 60, 80});
  const Image result = patchmatch()->fill(with_noise_under(truth, mask, 1), mask).image;
  EXPECT_LT(rmse_in_hole(result, truth, mask), 8);  // a flat fill gives 30
}

TEST(PatchMatchTest, ContinuesAStraightEdgeThroughTheHole) {
  const Image truth =
      picture({90, 90}, 3, 8, [](int y, int x, int) { return 2 * y > x ? 200 : 40; });
  const Mask mask = hole(truth.size(), {10, 30, 40, 60});
  const Image result = patchmatch()->fill(with_noise_under(truth, mask, 1), mask).image;
  EXPECT_LT(rmse_in_hole(result, truth, mask), 30);  // a blurred edge or none gives 80
}

TEST(PatchMatchTest, FillsNoiseWithNoiseOfItsKind) {
  Random random(5);
  const Image truth =
      picture({80, 80}, 1, 8, [&](int, int, int) { return random.normal(128, 30); });
  const Mask mask = hole(truth.size(), {25, 25, 55, 55});
  const Image result = patchmatch()->fill(truth, mask).image;
  double sum = 0, squares = 0;
  for (int y = 25; y < 55; ++y)
    for (int x = 25; x < 55; ++x) {
      sum += result.at(y, x, 0);
      squares += std::pow(result.at(y, x, 0) - 128.0, 2);
    }
  EXPECT_NEAR(sum / 900, 128, 10);
  EXPECT_GT(std::sqrt(squares / 900), 15);  // a diffusion would be flat: below 5
}

TEST(PatchMatchTest, KeepsKnownPixelsAndIgnoresWhatIsUnderTheHole) {
  for (const int channels : {1, 3})
    for (const int bits : {8, 16}) {
      const Image truth = picture({50, 61}, channels, bits, brick);
      const Mask mask = hole(truth.size(), {0, 20, 30, 45});  // at the picture's border
      const Image one = patchmatch()->fill(with_noise_under(truth, mask, 1), mask).image;
      const Image two = patchmatch()->fill(with_noise_under(truth, mask, 2), mask).image;
      EXPECT_EQ(one, two);
      for (int y = 0; y < 50; ++y)
        for (int x = 0; x < 61; ++x)
          for (int c = 0; c < channels; ++c)
            ASSERT_TRUE(mask.at(y, x) || one.at(y, x, c) == truth.at(y, x, c)) << y << " " << x;
    }
}

TEST(PatchMatchTest, GivesTheSamePictureForAnyNumberOfThreads) {
  Random random(9);
  const Image image = picture({120, 100}, 3, 8, [&](int y, int x, int c) {
    return std::clamp(brick(y, x, c) + random.normal(0, 20), 0.0, 255.0);
  });
  const Mask mask = hole(image.size(), {20, 20, 90, 70});
  const Image one = patchmatch({.threads = 1})->fill(image, mask).image;
  EXPECT_EQ(one, patchmatch({.threads = 2})->fill(image, mask).image);
  EXPECT_EQ(one, patchmatch({.threads = 7})->fill(image, mask).image);
  EXPECT_NE(one, patchmatch({.seed = 2, .threads = 1})->fill(image, mask).image);
}

TEST(PatchMatchTest, FillsSixteenBitsInFullPrecision) {
  Random random(3);
  const Image image =
      picture({60, 60}, 1, 16, [&](int, int, int) { return random.uniform(0, 255); });
  const Mask mask = hole(image.size(), {20, 20, 40, 40});
  const Image result = patchmatch()->fill(image, mask).image;
  std::set<int> low_bytes;
  for (int y = 20; y < 40; ++y)
    for (int x = 20; x < 40; ++x)
      low_bytes.insert(result.at(y, x, 0) - result.at(y, x, 0) / 257 * 257);
  EXPECT_GT(low_bytes.size(), 100u);  // 8-bit values would leave a single remainder
}

TEST(PatchMatchTest, FillsPicturesThatHaveNoRoomForPatches) {
  for (const Size size :
       {Size{1, 2}, Size{2, 2}, Size{3, 3}, Size{5, 4}, Size{9, 1}, Size{12, 40}}) {
    const Image image = picture(size, 3, 8, [](int, int, int) { return 90; });
    const Mask mask = hole(size, {0, 0, 1, 1});
    const Image result = patchmatch()->fill(with_noise_under(image, mask, 1), mask).image;
    EXPECT_NEAR(result.at(0, 0, 1), 90, 2) << size;
  }
}

TEST(PatchMatchTest, FillsWhereOnlyScatteredPixelsAreKnown) {
  const Image image = picture({40, 40}, 3, 8, [](int, int, int) { return 70; });
  Mask mask = hole(image.size(), {0, 0, 40, 40});
  for (int y = 0; y < 40; y += 3) mask.row(y)[y] = 0;  // no whole patch anywhere
  const Image result = patchmatch()->fill(with_noise_under(image, mask, 1), mask).image;
  EXPECT_LT(rmse_in_hole(result, image, mask), 3);
}

TEST(PatchMatchTest, ReturnsAPictureWithoutHolesUnchanged) {
  const Image image = picture({20, 20}, 3, 8, brick);
  EXPECT_EQ(patchmatch()->fill(image, Mask(image.size())).image, image);
}

TEST(PatchMatchTest, SaysWhichOptionIsOutOfRange) {
  const auto message = [](const PatchMatchOptions& options) -> std::string {
    try {
      patchmatch(options);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message({.patch_size = 8}), "the patch size is 8, expected an odd number from 3 to 15");
  EXPECT_EQ(message({.iterations = 0}), "the number of iterations is 0, expected 1 to 100");
  EXPECT_THAT(message({.search_region_px = -1}), testing::HasSubstr("the search region is -1"));
}

TEST(PatchMatchTest, EverySizeOfPatchWorks) {
  const Image truth = picture({96, 96}, 3, 8, brick);
  const Mask mask = hole(truth.size(), {40, 40, 56, 56});
  for (int side = 3; side <= 15; side += 2) {
    const Image result =
        patchmatch({.patch_size = side})->fill(with_noise_under(truth, mask, 1), mask).image;
    EXPECT_LT(rmse_in_hole(result, truth, mask), 25) << side;
  }
}

}  // namespace
}  // namespace kintsugi::fill
