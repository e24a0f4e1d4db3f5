#include "kintsugi/paint/painters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// Calls look(mask) for `count` masks.
template <class Look>
void for_masks(const Painter& painter, Size size, int count, Look&& look) {
  for (int i = 0; i < count; ++i) {
    Random random(7, i);
    look(painter.paint(size, random));
  }
}

// Does no disc of this radius fit into the hole? What lies outside the picture is no hole.
bool is_thinner(const Mask& mask, int radius_px) {
  Mask known({mask.height() + 2, mask.width() + 2});
  for (int y = -1; y <= mask.height(); ++y)
    for (int x = -1; x <= mask.width(); ++x) {
      const bool is_inside = Box{0, 0, mask.height(), mask.width()}.contains(y, x);
      known.row(y + 1)[x + 1] = !(is_inside && mask.at(y, x));
    }
  return dilate(known, radius_px).num_holes() == known.size().area();
}

TEST(CentrePainterTest, PaintsASquareOfHalfTheShorterSideInTheMiddle) {
  Random random(0);
  EXPECT_EQ(centre_painter()->paint({64, 64}, random).bounds(), (Box{16, 16, 48, 48}));
  const Mask wide = centre_painter()->paint({100, 300}, random);
  EXPECT_EQ(wide.bounds(), (Box{25, 125, 75, 175}));
  EXPECT_EQ(wide.num_holes(), 50 * 50);
}

TEST(CentrePainterTest, TakesItsSideInPixels) {
  Random random(0);
  const Mask mask = centre_painter({.side = {20, 20, true}})->paint({64, 128}, random);
  EXPECT_EQ(mask.bounds(), (Box{22, 54, 42, 74}));
}

TEST(BlocksPainterTest, CoversAtMostAQuarter) {
  for_masks(*blocks_painter(), {90, 120}, 300, [](const Mask& mask) {
    EXPECT_GT(mask.num_holes(), 0);
    EXPECT_LE(mask.ratio(), 0.25);
  });
}

TEST(BlocksPainterTest, PaintsReport002sFiveToNineSquaresOf40Pixels) {
  const auto painter = blocks_painter({.count = {5, 9}, .side = {40, 40, true}, .max_ratio = 1});
  long long most = 0;
  for_masks(*painter, {224, 224}, 300, [&](const Mask& mask) {
    EXPECT_GE(mask.num_holes(), 1600);
    EXPECT_LE(mask.num_holes(), 9 * 1600);
    most = std::max(most, mask.num_holes());
  });
  EXPECT_GT(most, 7 * 1600);
}

TEST(BlocksPainterTest, SaysThatNoBlockFits) {
  EXPECT_THAT(
      [] {
        Random random(0);
        blocks_painter({.side = {40, 40, true}})->paint({64, 64}, random);
      },
      ThrowsMessage<Error>(
          HasSubstr("blocks with sides of 40px cover more than 0.25 of a mask of 64x64")));
}

TEST(RectanglePainterTest, HasReport001sSidesAndCorners) {
  double sum_y = 0, sum_x = 0, sum_y2 = 0;
  int shortest = 64, longest = 0;
  constexpr int kCount = 4000;
  for_masks(*rectangle_painter(), {64, 64}, kCount, [&](const Mask& mask) {
    const Box box = mask.bounds();
    ASSERT_EQ(mask.num_holes(), box.size().area());
    shortest = std::min({shortest, box.height(), box.width()});
    longest = std::max({longest, box.height(), box.width()});
    sum_y += box.top;
    sum_x += box.left;
    sum_y2 += box.top * box.top;
  });
  EXPECT_EQ(shortest, 10);
  EXPECT_EQ(longest, 20);
  // N(25, 10), with about 2 % moved in from each side: four standard errors are 0.63.
  EXPECT_NEAR(sum_y / kCount, 25, 0.7);
  EXPECT_NEAR(sum_x / kCount, 25, 0.7);
  EXPECT_NEAR(std::sqrt(sum_y2 / kCount - std::pow(sum_y / kCount, 2)), 10, 0.6);
}

TEST(RectanglePainterTest, ScalesWithThePicture) {
  double sum_y = 0, sum_x = 0;
  for_masks(*rectangle_painter(), {128, 640}, 1000, [&](const Mask& mask) {
    const Box box = mask.bounds();
    EXPECT_TRUE(box.height() >= 20 && box.height() <= 40) << box.height();
    EXPECT_TRUE(box.width() >= 100 && box.width() <= 200) << box.width();
    sum_y += box.top / 1000.0;
    sum_x += box.left / 1000.0;
  });
  EXPECT_NEAR(sum_y, 50, 3);
  EXPECT_NEAR(sum_x, 250, 15);
}

TEST(RectanglePainterTest, ReachesEveryCornerWhenUniform) {
  const auto painter = rectangle_painter({.side = {10, 20, true}, .corner = BoxCorner::kUniform});
  double sum = 0;
  int first = 64, last = 0;
  for_masks(*painter, {64, 64}, 3000, [&](const Mask& mask) {
    const Box box = mask.bounds();
    // The corner of a box of height h is uniform in 0..64-h: in units of that, its mean is 1/2.
    sum += box.top / (64.0 - box.height());
    first = std::min(first, box.left);
    last = std::max(last, box.right);
  });
  EXPECT_NEAR(sum / 3000, 0.5, 0.03);
  EXPECT_EQ(first, 0);
  EXPECT_EQ(last, 64);
}

TEST(RectanglePainterTest, StaysInsideASmallPicture) {
  const auto painter = rectangle_painter({.side = {10, 20, true}});
  for_masks(*painter, {8, 12}, 50, [&](const Mask& mask) { EXPECT_EQ(mask.bounds().height(), 8); });
}

TEST(RectanglePainterTest, WithARatioIsStillOneRectangle) {
  for_masks(*rectangle_painter({.ratio = {0.3, 0.4}}), {100, 150}, 100, [](const Mask& mask) {
    EXPECT_GT(mask.ratio(), 0.3);
    EXPECT_LE(mask.ratio(), 0.4);
  });
}

TEST(RectanglePainterTest, RefusesACornerThatItDoesNotKnow) {
  EXPECT_THAT(
      [] {
        make_painter({HoleKind::kRectangle, {{"corner", "left"}}});
      },
      ThrowsMessage<Error>(HasSubstr("corner cannot be 'left', expected gaussian or uniform")));
}

TEST(StrokesPainterTest, HasStrokesAsWideAsAsked) {
  const auto painter = strokes_painter({.count = {1, 1}, .width = {21, 21, true}, .ellipses = 0});
  for_masks(*painter, {400, 400}, 50, [](const Mask& mask) {
    EXPECT_FALSE(is_thinner(mask, 4));  // half of a stroke may lie outside
  });
  const auto thin =
      strokes_painter({.count = {1, 1}, .joints = {1, 1}, .width = {21, 21, true}, .ellipses = 0});
  for_masks(*thin, {400, 400}, 50, [](const Mask& mask) { EXPECT_TRUE(is_thinner(mask, 12)); });
}

TEST(StrokesPainterTest, RefusesStrokesWithoutLength) {
  EXPECT_THAT(
      [] {
        strokes_painter({.length = {0, 0}});
      },
      ThrowsMessage<Error>(HasSubstr("length is 0 and their width 0.03..0.1")));
}

TEST(TextPainterTest, IsThinAndLiesInLines) {
  // Letters of at most 0.12 * 256 = 31 px with a pen of 0.2 of that: no disc of 5 px fits, unless
  // lines cross.
  int num_thin = 0;
  for_masks(*text_painter({.count = {1, 1}}), {256, 384}, 50, [&](const Mask& mask) {
    num_thin += is_thinner(mask, 5);
    EXPECT_GT(mask.bounds().width(), mask.bounds().height());
  });
  EXPECT_GE(num_thin, 48);
}

TEST(TextPainterTest, RefusesAPenThickerThanTheLetters) {
  EXPECT_THAT(
      [] {
        text_painter({.weight = {0.5, 2}});
      },
      ThrowsMessage<Error>(HasSubstr("text's weight is 0.5..2, expected a range inside 0..1")));
}

TEST(ScratchesPainterTest, IsThinAndLong) {
  for_masks(*scratches_painter({.dust = {0, 0}}), {256, 256}, 50, [](const Mask& mask) {
    EXPECT_TRUE(is_thinner(mask, 4));
    EXPECT_LT(mask.ratio(), 0.05);
    EXPECT_GT(mask.bounds().height() + mask.bounds().width(), 50);
  });
}

TEST(ScratchesPainterTest, DustLiesAllOver) {
  const auto painter = scratches_painter({.count = {0, 0}, .dust = {60, 60}});
  for_masks(*painter, {256, 256}, 20, [](const Mask& mask) {
    EXPECT_TRUE(is_thinner(mask, 4));
    EXPECT_GT(mask.bounds().height(), 180);
    EXPECT_GT(mask.bounds().width(), 180);
  });
}

}  // namespace
}  // namespace kintsugi
