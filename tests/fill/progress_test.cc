#include "kintsugi/progress.h"

#include <gtest/gtest.h>

#include <memory>

#include "fill/pictures.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/image/by_depth.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/tiles.h"

namespace kintsugi::fill {
namespace {

// What holds for every method and everything that methods are wrapped in.

struct Method {
  const char* name;
  std::unique_ptr<Inpainter> (*make)();
};
const Method kMethods[] = {
    {"telea", [] { return telea(); }},
    {"ns", [] { return navier_stokes(); }},
    {"patchmatch", [] { return patchmatch(); }},
    {"thin_patchmatch", [] { return thin_patchmatch(); }},
    {"in_pieces", [] { return in_pieces(patchmatch(), {.min_context_px = 8}); }},
    {"in_tiles", [] { return in_tiles(thin_patchmatch({.threads = 1}), {.threads = 3}); }},
    {"by_depth", [] { return by_depth(3, telea(), in_pieces(patchmatch())); }}};

// Two blocks and a scratch in noise.
Mask holes() {
  Mask mask({96, 160});
  for (const Box& box : {Box{10, 10, 34, 40}, Box{60, 100, 80, 130}, Box{50, 0, 52, 90}}) {
    for (int y = box.top; y < box.bottom; ++y) {
      std::fill(mask.row(y) + box.left, mask.row(y) + box.right, kHole);
    }
  }
  return mask;
}

Image noise() {
  return with_noise_under(Image({96, 160}, 3), hole({96, 160}, {0, 0, 96, 160}), 1);
}

TEST(ProgressOfMethodsTest, TheShareNeverFallsAndIsOneAtTheEnd) {
  const Mask mask = holes();
  const Image image = with_noise_under(noise(), mask, 3);
  for (const Method& method : kMethods) {
    for (const Mask& hole : {mask, Mask(mask.size())}) {
      double last = 0;
      int num_below = 0, num_middle = 0;
      const auto report = [&](double share) {
        num_below += share < last || share > 1;
        num_middle += share > 0.2 && share < 0.8;
        return last = share, true;
      };
      const Image result = method.make()->fill(image, hole, report).image;
      EXPECT_EQ(num_below, 0) << method.name;
      EXPECT_EQ(last, 1) << method.name;
      EXPECT_TRUE(num_middle > 0 || hole.num_holes() == 0) << method.name;
      EXPECT_EQ(result, method.make()->fill(image, hole).image) << method.name;
    }
  }
}

TEST(ProgressOfMethodsTest, AMethodThatIsToldToStopThrowsStopped) {
  const Mask mask = holes();
  const Image image = with_noise_under(noise(), mask, 3);
  for (const Method& method : kMethods) {
    for (const double limit : {0.0, 0.1, 0.3, 0.5, 0.7, 0.9}) {
      bool was_stopped = false;
      int num_calls_after = 0;
      const auto report = [&](double share) {
        num_calls_after += was_stopped;
        was_stopped = share >= limit;
        return !was_stopped;
      };
      EXPECT_THROW(method.make()->fill(image, mask, report), Stopped) << method.name << limit;
      EXPECT_EQ(num_calls_after, 0) << method.name;
    }
  }
}

}  // namespace
}  // namespace kintsugi::fill
