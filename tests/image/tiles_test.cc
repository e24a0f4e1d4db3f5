#include "kintsugi/image/tiles.h"

#include <gtest/gtest.h>

#include "kintsugi/base/random.h"

namespace kintsugi {
namespace {

Mask specks(Size size, int count) {
  Mask mask(size);
  Random random(1);
  for (int i = 0; i < count; ++i)
    mask.row(random.integer(0, size.height - 1))[random.integer(0, size.width - 1)] = kHole;
  return mask;
}

TEST(TilesTest, EveryHolePixelLiesInExactlyOneRun) {
  Mask mask = specks({300, 400}, 900);
  for (int i = 0; i < 300; ++i) mask.row(i)[i] = kHole;  // a long scratch
  for (int x = 100; x < 180; ++x) mask.row(40)[x] = kHole;
  Mask covered(mask.size());
  for (const Tile& tile : tiles_of(mask, 64))
    for (const auto& run : tile.runs)
      for (int x = run.left; x < run.right; ++x) {
        EXPECT_EQ(covered.row(run.y)[x]++, 0);
        EXPECT_TRUE(tile.box.contains(run.y, x));
      }
  EXPECT_EQ(covered, mask);
}

TEST(TilesTest, TilesOfAScratchAreSmall) {
  Mask mask({1000, 1000});
  for (int i = 0; i < 1000; ++i) mask.row(i)[i] = kHole;
  long long area = 0;
  for (const Tile& tile : tiles_of(mask, 64)) area += tile.box.size().area();
  EXPECT_LT(area, 16 * 64 * 64 + 1);
}

TEST(TilesTest, AHoleOfATilesSizeIsNotCut) {
  Mask mask({200, 200});
  for (int y = 50; y < 100; ++y)
    for (int x = 50; x < 100; ++x) mask.row(y)[x] = kHole;
  EXPECT_EQ(tiles_of(mask, 64).size(), 1u);
}

// The mean of the known pixels of what it is shown.
class Mean : public Inpainter {
 public:
  Filled fill(const Image& image, const Mask& mask, const Progress&) const override {
    long long sum = 0, count = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        if (!mask.at(y, x)) sum += image.at(y, x, 0), ++count;
    Image result(image.size(), 1);
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) result.set(y, x, 0, static_cast<int>(sum / count));
    return {result, {}};
  }
};

TEST(TilesTest, TheResultIsTheSameForAnyNumberOfThreadsAndLocal) {
  const Mask mask = specks({256, 256}, 400);
  Image image({256, 256}, 1);
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x) image.set(y, x, 0, x);
  const Image one = in_tiles(std::make_unique<Mean>(), {.threads = 1})->fill(image, mask).image;
  EXPECT_EQ(one, in_tiles(std::make_unique<Mean>(), {.threads = 4})->fill(image, mask).image);
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x) {
      EXPECT_NEAR(one.at(y, x, 0), x, mask.at(y, x) ? 64 : 0);  // a tile and its margin
    }
}

}  // namespace
}  // namespace kintsugi
