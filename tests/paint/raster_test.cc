#include "kintsugi/paint/raster.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace kintsugi {
namespace {

constexpr Size kSize = {40, 50};

// The distance from p to the segment ab, from the textbook.
double distance(Point p, Point a, Point b) {
  const double dy = b.y - a.y, dx = b.x - a.x, length2 = dy * dy + dx * dx;
  const double t = length2 == 0 ? 0 : ((p.y - a.y) * dy + (p.x - a.x) * dx) / length2;
  const double inside = std::clamp(t, 0.0, 1.0);
  return std::hypot(p.y - a.y - inside * dy, p.x - a.x - inside * dx);
}

TEST(RasterTest, ACapsuleIsAllPixelsNoFurtherFromTheSegmentThanItsRadius) {
  // Multiples of 1/16, so that rounding changes nothing; far outside, flat, steep and a point.
  const std::vector<std::pair<Point, Point>> segments = {
      {{5, 5}, {30, 41}},         {{20.25, 3}, {20.25, 47}},   {{2, 17.5}, {38, 17.5}},
      {{12, 12}, {12, 12}},       {{-30, -20}, {60.5, 90}},    {{38, 2}, {1, 3.0625}},
      {{-300, 25}, {-200, 1000}}, {{39.9375, 49}, {39, 49.5}},
  };
  for (const auto& [from, to] : segments) {
    for (const double radius : {0.0, 0.5, 1.0, 4.25, 9.0}) {
      Mask mask(kSize);
      fill_capsule(mask, from, to, radius);
      for (int y = 0; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x) {
          const double d = distance({1.0 * y, 1.0 * x}, from, to);
          if (std::abs(d - radius) < 1e-9) continue;  // on the rim the textbook's rounding decides
          ASSERT_EQ(mask.at(y, x), d < radius) << y << " " << x << " radius " << radius;
        }
    }
  }
}

TEST(RasterTest, ThePixelsOnTheRimBelongToTheDisc) {
  Mask mask({11, 11});
  fill_disc(mask, {5, 5}, 5);
  EXPECT_TRUE(mask.at(5, 0) && mask.at(5, 10) && mask.at(0, 5) && mask.at(2, 1));  // 3-4-5
  EXPECT_EQ(mask.num_holes(), 81);  // lattice points with x^2 + y^2 <= 25 (OEIS A000328)
}

TEST(RasterTest, AnEllipseIsTheTurnedAndStretchedDisc) {
  const Ellipse ellipse{{19, 24}, 17, 6.5, 0.6};
  Mask mask(kSize);
  fill_ellipse(mask, ellipse);
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x) {
      const double dy = y - ellipse.centre.y, dx = x - ellipse.centre.x;
      const double along = dx * std::cos(ellipse.angle) + dy * std::sin(ellipse.angle);
      const double across = dy * std::cos(ellipse.angle) - dx * std::sin(ellipse.angle);
      const double value = std::pow(along / 17, 2) + std::pow(across / 6.5, 2);
      if (std::abs(value - 1) > 2e-3) {  // the angle is rounded a little
        EXPECT_EQ(mask.at(y, x), value < 1) << y << " " << x;
      }
    }
}

TEST(RasterTest, AnUprightEllipseOfEqualRadiiIsTheDisc) {
  Mask ellipse(kSize), disc(kSize);
  fill_ellipse(ellipse, {{20, 20}, 9.5, 9.5, 0});
  fill_disc(disc, {20, 20}, 9.5);
  EXPECT_EQ(ellipse, disc);
}

TEST(RasterTest, ALineOfOnePixelHasNoGap) {
  for (double x = 0; x < 45; x += 0.37) {
    Mask mask(kSize);
    fill_capsule(mask, {0, x}, {39, 45 - x}, 0.5);
    for (int y = 0; y < kSize.height; ++y) {
      EXPECT_NE(std::count(mask.row(y), mask.row(y) + kSize.width, 1), 0) << x << " row " << y;
    }
  }
}

TEST(RasterTest, APolylineIsItsPiecesAndABoxIsCutToThePicture) {
  const std::vector<Point> points = {{3, 3}, {20, 30}, {35, 8}};
  Mask whole(kSize), pieces(kSize), box(kSize);
  fill_polyline(whole, points, 2);
  fill_capsule(pieces, points[0], points[1], 2);
  fill_capsule(pieces, points[1], points[2], 2);
  EXPECT_EQ(whole, pieces);
  fill_box(box, {-5, 44, 3, 90});
  EXPECT_EQ(box.bounds(), (Box{0, 44, 3, 50}));
  EXPECT_EQ(box.num_holes(), 3 * 6);
}

}  // namespace
}  // namespace kintsugi
