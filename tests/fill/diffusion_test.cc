#include "kintsugi/fill/diffusion.h"

#include <gtest/gtest.h>

#include "fill/pictures.h"
#include "kintsugi/error.h"

namespace kintsugi::fill {
namespace {

using Make = std::unique_ptr<Inpainter> (*)(const DiffusionOptions&);

struct Method {
  const char* name;
  Make make;
};
constexpr Method kMethods[] = {{"telea", telea}, {"ns", navier_stokes}};

Image filled(const Method& method, const Image& truth, const Mask& mask) {
  return method.make({})->fill(with_noise_under(truth, mask, 7), mask).image;
}

TEST(DiffusionTest, AGentleSlopeGoesOnToTheBorder) {
  // A quarter of a level a pixel: what is known is rounded. The hole takes a corner.
  const Image truth =
      picture({60, 60}, 1, 8, [](int y, int x, int) { return 100 + 0.25 * x - 0.2 * y; });
  for (const Method& method : kMethods) {
    const Mask mask = hole({60, 60}, {35, 30, 60, 60});
    EXPECT_LT(rmse_in_hole(filled(method, truth, mask), truth, mask), 1) << method.name;
  }
}

TEST(DiffusionTest, NoiseIsNoSlope) {
  // The known half is noise around 128: nothing may run away in the other half.
  Random random(3);
  const Image truth =
      picture({40, 120}, 1, 8, [&](int, int, int) { return 128 + random.integer(-60, 60); });
  for (const Method& method : kMethods) {
    const Image result = filled(method, truth, hole({40, 120}, {0, 40, 40, 120}));
    for (int y = 0; y < 40; ++y) EXPECT_NEAR(result.at(y, 119, 0), 128, 60) << method.name;
  }
}

TEST(DiffusionTest, KnownPixelsComeBackAndHiddenOnesDoNotMatter) {
  Random random(5);
  const Image image =
      picture({30, 31}, 3, 16, [&](int, int, int) { return random.integer(0, 255); });
  const Mask mask = random_mask(image.size(), 0.6, 9);
  for (const Method& method : kMethods) {
    const Image result = filled(method, image, mask);
    EXPECT_EQ(result, method.make({})->fill(with_noise_under(image, mask, 8), mask).image);
    for (int y = 0; y < 30; ++y)
      for (int x = 0; x < 31; ++x)
        EXPECT_TRUE(mask.at(y, x) || result.at(y, x, 1) == image.at(y, x, 1)) << y << " " << x;
  }
}

TEST(DiffusionTest, AnEdgeIsContinuedThroughAScratch) {
  const Image truth = picture({30, 30}, 1, 8, [](int, int x, int) { return x < 15 ? 40 : 200; });
  for (const Method& method : kMethods) {
    const Mask mask = hole(truth.size(), {14, 0, 17, 30});
    // A flat fill of the mean is 80 off.
    EXPECT_LT(rmse_in_hole(filled(method, truth, mask), truth, mask), 30) << method.name;
  }
}

TEST(DiffusionTest, AKnownPixelAcrossIsEnoughAtTheSmallestRadius) {
  Image image({2, 2}, 1);
  image.set(0, 0, 0, 90);
  Mask mask({2, 2});
  mask.row(0)[1] = mask.row(1)[0] = kNeither;
  mask.row(1)[1] = kHole;
  for (const Method& method : kMethods) {
    EXPECT_EQ(method.make({.radius_px = 1})->fill(image, mask).image.at(1, 1, 0), 90) << method.name;
  }
}

TEST(DiffusionTest, RefusesAMaskOfAnotherSizeAndAStrangeRadius) {
  try {
    telea()->fill(Image({16, 16}, 3), Mask({16, 15}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the mask is 16x15 (height x width), the image 16x16 (height x width): expected "
                 "equal sizes");
  }
  EXPECT_THROW(telea({.radius_px = 0.5}), Error);
  EXPECT_THROW(navier_stokes({.radius_px = 101}), Error);
}

}  // namespace
}  // namespace kintsugi::fill
