#include "kintsugi/fill/marching.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fill/pictures.h"

namespace kintsugi::fill {
namespace {

TEST(MarchingTest, ListsHolePixelsFromTopToBottom) {
  const Mask mask = hole({5, 6}, {1, 2, 3, 5});
  const HolePixels holes(mask);
  ASSERT_EQ(holes.size(), 6u);
  EXPECT_EQ(holes[0].y, 1);
  EXPECT_EQ(holes[5].x, 4);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(holes.index_of(holes[i].y, holes[i].x), i);
}

TEST(MarchingTest, TheFrontComesAfterTheDistanceToWhatIsKnown) {
  // Everything but one pixel is hole: times are distances to it, to the scheme's accuracy.
  Mask mask = hole({41, 41}, {0, 0, 41, 41});
  mask.row(20)[20] = 0;
  const HolePixels holes(mask);
  const Arrival arrival = march(mask, holes);
  ASSERT_EQ(arrival.order.size(), holes.size());
  for (size_t i = 0; i < holes.size(); ++i) {
    const double distance = std::hypot(holes[i].y - 20, holes[i].x - 20);
    EXPECT_NEAR(arrival.time[i], distance, 0.5 + 0.1 * distance);
  }
  for (size_t i = 1; i < arrival.order.size(); ++i) {
    EXPECT_LE(arrival.time[arrival.order[i - 1]], arrival.time[arrival.order[i]]);
  }
}

TEST(MarchingTest, ThePicturesBorderIsNoSourceOfAFront) {
  const Mask mask = hole({5, 9}, {0, 1, 5, 9});  // known: the first column
  const HolePixels holes(mask);
  const Arrival arrival = march(mask, holes);
  for (size_t i = 0; i < holes.size(); ++i) {
    EXPECT_NEAR(arrival.time[i], holes[i].x, 1e-5);
  }
}

}  // namespace
}  // namespace kintsugi::fill
