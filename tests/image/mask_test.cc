#include "kintsugi/mask.h"

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

TEST(MaskTest, DilationEqualsItsDefinitionAtThePicturesBorder) {
  Mask mask({12, 17});
  mask.row(0)[0] = mask.row(5)[15] = mask.row(6)[16] = mask.row(11)[8] = mask.row(11)[9] = 1;
  const Mask grown = dilate(mask, 4);
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 17; ++x) {
      bool is_near = false;
      for (int v = 0; v < 12; ++v)
        for (int u = 0; u < 17; ++u)
          is_near |= mask.at(v, u) && (v - y) * (v - y) + (u - x) * (u - x) <= 16;
      EXPECT_EQ(grown.at(y, x), is_near) << y << " " << x;
    }
}

TEST(MaskTest, DilationByMoreThanThePictureCoversIt) {
  Mask mask({5, 7});
  EXPECT_EQ(dilate(mask, 2'000'000'000).num_holes(), 0);
  mask.row(4)[6] = 1;
  EXPECT_EQ(dilate(mask, 2'000'000'000).num_holes(), 35);
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
