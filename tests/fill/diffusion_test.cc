#include "kintsugi/fill/diffusion.h"

#include <gtest/gtest.h>

#include "kintsugi/base/error.h"

namespace kintsugi::fill {
namespace {

// A horizontal ramp with a 4x4 hole in its middle.
Image ramp(int channels, int bits) {
  Image image({16, 16}, channels, bits);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x)
      for (int c = 0; c < channels; ++c) image.set(y, x, c, (x * 10 + c) << (bits - 8));
  return image;
}

Mask centre_hole() {
  Mask mask({16, 16});
  for (int y = 6; y < 10; ++y)
    for (int x = 6; x < 10; ++x) mask.row(y)[x] = 1;
  return mask;
}

TEST(DiffusionTest, ContinuesARampAndKeepsKnownPixels) {
  const Mask mask = centre_hole();
  for (const bool is_telea : {true, false})
    for (const int channels : {1, 3})
      for (const int bits : {8, 16}) {
        const Image truth = ramp(channels, bits);
        Image image = truth;
        for (int y = 6; y < 10; ++y)
          for (int x = 6; x < 10; ++x)
            for (int c = 0; c < channels; ++c) image.set(y, x, c, image.max_value());
        const Image result = (is_telea ? telea() : navier_stokes())->fill(image, mask);
        for (int y = 0; y < 16; ++y)
          for (int x = 0; x < 16; ++x)
            for (int c = 0; c < channels; ++c) {
              const int tolerance = mask.at(y, x) ? 25 << (bits - 8) : 0;
              EXPECT_NEAR(result.at(y, x, c), truth.at(y, x, c), tolerance)
                  << y << " " << x << " bits " << bits << " telea " << is_telea;
            }
      }
}

TEST(DiffusionTest, RefusesAMaskOfAnotherSize) {
  try {
    telea()->fill(ramp(3, 8), Mask({16, 15}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the mask is 16x15 (height x width), the image 16x16 (height x width): expected "
                 "equal sizes");
  }
}

}  // namespace
}  // namespace kintsugi::fill
