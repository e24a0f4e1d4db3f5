#include "kintsugi/image/mask.h"

#include <gtest/gtest.h>

namespace kintsugi {
namespace {

TEST(MaskTest, DilatesByADisc) {
  Mask mask({9, 9});
  mask.row(4)[4] = 1;
  const Mask grown = dilate(mask, 3);
  for (int y = 0; y < 9; ++y)
    for (int x = 0; x < 9; ++x)
      EXPECT_EQ(grown.at(y, x), (y - 4) * (y - 4) + (x - 4) * (x - 4) <= 9) << y << " " << x;
}

TEST(MaskTest, CountsItsHoles) {
  for (const int width : {1, 7, 8, 9, 31}) {
    Mask mask({3, width});
    long long expected = 0;
    for (int y = 0; y < 3; ++y)
      for (int x = 0; x < width; ++x) expected += mask.row(y)[x] = (x + y) % 3 != 0;
    EXPECT_EQ(mask.num_holes(), expected);
  }
}

TEST(MaskTest, BoundsAreTight) {
  Mask mask({10, 12});
  EXPECT_TRUE(mask.bounds().empty());
  mask.row(2)[7] = mask.row(5)[3] = 1;
  EXPECT_EQ(mask.bounds(), (Box{2, 3, 6, 8}));
  EXPECT_DOUBLE_EQ(mask.ratio(), 2 / 120.0);
}

}  // namespace
}  // namespace kintsugi
