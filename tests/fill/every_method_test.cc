#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "fill/pictures.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/fill/patchmatch.h"

namespace kintsugi::fill {
namespace {

// What holds for every method, whatever the hole: borders, corners, isolated known pixels.

struct Method {
  const char* name;
  std::unique_ptr<Inpainter> (*make)();
};
const Method kMethods[] = {{"telea", [] { return telea(); }},
                           {"ns", [] { return navier_stokes(); }},
                           {"patchmatch", [] { return patchmatch(); }},
                           {"thin_patchmatch", [] { return thin_patchmatch(); }}};

// Whether the known pixels decide a plane: three of them on no line.
bool decides_plane(const Mask& mask) {
  long long n = 0, sy = 0, sx = 0, syy = 0, sxx = 0, sxy = 0;
  for (int y = 0; y < mask.height(); ++y)
    for (int x = 0; x < mask.width(); ++x)
      if (!mask.at(y, x)) ++n, sy += y, sx += x, syy += y * y, sxx += x * x, sxy += x * y;
  const long long yy = n * syy - sy * sy, xx = n * sxx - sx * sx, xy = n * sxy - sx * sy;
  return n >= 3 && yy * xx > xy * xy;
}

// Calls body for pictures of `value` (0..255 at every depth) under many random masks.
void for_each_picture(const std::function<double(int y, int x, int c)>& value,
                      const std::function<void(const Image&, const Mask&)>& body) {
  uint64_t seed = 0;
  for (const Size size : {Size{1, 1}, Size{1, 9}, Size{12, 1}, Size{1, 33}, Size{31, 7}, Size{2, 2},
                          Size{3, 5}, Size{7, 4}, Size{13, 17}, Size{40, 40}})
    for (const double density : {0.1, 0.5, 0.8, 0.95})
      for (int repeat = 0; repeat < 6; ++repeat) {
        const Mask mask = random_mask(size, density, ++seed);
        if (mask.num_holes() == size.area()) continue;
        body(picture(size, seed % 2 ? 3 : 1, seed % 3 ? 8 : 16, value), mask);
      }
}

Image filled(const Method& method, const Image& truth, const Mask& mask) {
  return method.make()->fill(with_noise_under(truth, mask, 7), mask).image;
}

TEST(EveryMethodTest, APictureOfOneValueStaysAsItIs) {
  for (const Method& method : kMethods)
    for_each_picture([](int, int, int c) { return 128 - c; },
                     [&](const Image& truth, const Mask& mask) {
                       EXPECT_EQ(filled(method, truth, mask), truth)
                           << method.name << " " << truth.size() << " " << mask.ratio();
                     });
}

TEST(EveryMethodTest, APictureThatIsLinearStaysLinear) {
  for (const Method& method : kMethods)
    for_each_picture(
        [](int y, int x, int c) { return 20 + 2 * x + (3 - c) * y; },
        [&](const Image& truth, const Mask& mask) {
          if (!decides_plane(mask)) return;
          const Image result = filled(method, truth, mask);
          for (int y = 0; y < truth.height(); ++y)
            for (int x = 0; x < truth.width(); ++x)
              for (int c = 0; c < truth.channels(); ++c)
                ASSERT_NEAR(result.at(y, x, c), truth.at(y, x, c), mask.at(y, x) ? 1 : 0)
                    << method.name << " " << truth.size() << " " << mask.ratio() << " at " << y
                    << ", " << x;
        });
}

}  // namespace
}  // namespace kintsugi::fill
